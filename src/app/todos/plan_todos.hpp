// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "app/ports/store.hpp"
#include "app/todos/find_matters.hpp"
#include "app/todos/todo.hpp"

namespace gx::app {

/// A to-do as it is to be written.
struct TodoChange {
    Entity next;
    Todo todo;
    std::string action;         ///< "open", "change", "close"
    bool rung_asked = false;    ///< a rung may be reached by this: it was opened, or its day moved
};

/// What the to-dos of some subjects must become, given the ones there are.
///
/// Shape:  `existing` holds the to-dos of these subjects, done ones too; `next_id` gives ids for new ones; `doer` who acted on a
///         subject ("" when time did). A done matter that arises again is opened again; one for which taking note was enough
///         stays done.
/// Errors: Corrupt "store.content"
Result<std::vector<TodoChange>> plan_todos(const std::string& tenant, std::span<const SubjectState> states,
                                           std::span<const Entity> existing, base::Date today,
                                           const std::function<std::string()>& next_id,
                                           const std::function<std::string(const std::string& subject_id)>& doer);

/// The parameters of a to-do's notices. `body` is the body's name.
base::Json notice_params(const Todo& todo, const std::string& body, const domain::DaysLeft& left);

}  // namespace gx::app
