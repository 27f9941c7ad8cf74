// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::app {

/// One matter that waits for somebody: docs/ENTITIES.md "todo". Immutable; a change gives a new version of the entity.
///
/// Shape:  `code` is kind, subject and (where there is one) period, so that a subject has one to-do of a kind; `state` "open",
///         "signed" (somebody took note), "done"; `account` is set when it is one account's own.
/// Source: S-3.4a, S-5.6b
struct Todo {
    std::string code;
    std::string kind;  ///< of law/todos
    std::string subject_type;
    std::string subject_id;
    std::string body_id;
    std::string title;
    std::string account;
    std::string started_by;
    std::string period;
    std::optional<std::int64_t> count;  ///< rows refused
    base::Date opened_on;
    base::Date due_on;
    bool due_provisional = false;
    std::string state = "open";
    std::string signed_by;
    std::optional<base::Date> signed_on;
    std::string done_by;
    std::optional<base::Date> done_on;
    std::string outcome;  ///< of the subject when it was done: "kept_late", "checked" …

    bool is_done() const { return state == "done"; }
    /// The day its light is of: what was done late stays late.
    base::Date judged_on(base::Date today) const { return done_on ? *done_on : today; }

    /// Errors: those of base::JsonReader
    static base::Result<Todo> from_json(const base::Json& content, const std::string& pointer = {});
    base::Json to_json() const;
};

}  // namespace gx::app
