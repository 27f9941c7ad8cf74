// SPDX-License-Identifier: Apache-2.0
#include "app/law/case_todos.hpp"

#include <fmt/format.h>

namespace gx::app {

using base::Json;

std::string case_todo_id(std::string_view procedure, std::string_view state) { return fmt::format("case_{}_{}", procedure, state); }

base::Result<TodoKind> case_todo_kind(const domain::Procedure& procedure, const domain::CaseState& state) {
    Json name = Json::object();
    name.set("zh", procedure.name.zh + "：" + state.name.zh).set("en", procedure.name.en + ": " + state.name.en);
    Json sources = Json::array();
    for (const std::string& source : procedure.source) { sources.push(source); }
    const Json& ladder = state.ladder.is_null() ? procedure.ladder : state.ladder;
    Json kind = Json::object();
    kind.set("id", case_todo_id(procedure.id, state.id)).set("name", std::move(name)).set("source", std::move(sources));
    kind.set("subject", "case_file").set("action", state.task->action);
    kind.set("lights", ladder.at("lights")).set("rungs", ladder.at("rungs"));
    return TodoKind::from_json(kind);
}

}  // namespace gx::app
