// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "app/law/todo_kind.hpp"
#include "domain/casework/procedure.hpp"

namespace gx::app {

/// "case_complaint_received"
std::string case_todo_id(std::string_view procedure, std::string_view state);

/// The kind of to-do that a case in this state asks for: the state's task with the procedure's ladder, or the state's own.
/// Errors: those of TodoKind::from_json; `where` points into the procedure's file.
/// Source: S-3.4a, S-4.3b
base::Result<TodoKind> case_todo_kind(const domain::Procedure& procedure, const domain::CaseState& state);

}  // namespace gx::app
