// SPDX-License-Identifier: Apache-2.0
#include "app/todos/sign_todos.hpp"

#include <set>

#include "app/subject/subject_rows.hpp"

namespace gx::app {
namespace {

constexpr std::string_view kSign = "todo.sign";
constexpr std::size_t kIdsMax = 100;

}  // namespace

Result<std::vector<SignTodos::Item>> SignTodos::run(const std::vector<std::string>& ids, const Actor& actor) {
    if (!actor.may(kSign)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kSign)}; }
    if (ids.empty() || ids.size() > kIdsMax) { return Error{ErrorCode::InvalidInput, "todo.ids_count", {}, "/body/ids"}; }
    std::vector<Item> items;
    std::set<std::string> seen;
    for (const std::string& id : ids) {
        Item item{.id = id};
        if (!seen.insert(id).second) {
            item.reason = "todo.twice";
        } else {
            GX_TRY(const bool visible, todos_.sees(id, actor));
            if (!visible) { item.reason = "todo.unknown"; }
        }
        items.push_back(std::move(item));
    }
    GX_CHECK(store_.write({actor, clock_.now()}, [&](Work& work) -> Result<Done> {
        for (Item& item : items) {
            if (item.reason == "todo.twice" || item.reason == "todo.unknown") { continue; }
            GX_TRY(item.reason, sign(work, item.id, actor));
        }
        return Done{};
    }));
    return items;
}

Result<std::string> SignTodos::sign(Work& work, const std::string& id, const Actor& actor) const {
    GX_TRY(const auto row, work.find("todo", actor.tenant, id));
    if (!row) { return std::string("todo.unknown"); }
    GX_TRY(Todo todo, decoded<Todo>(*row));
    if (todo.is_done()) { return std::string("todo.done"); }
    if (todo.state == "signed") { return std::string("todo.signed"); }
    const TodoKind* kind = law_.todo_kind(todo.kind);
    const bool all_there_is = kind != nullptr && kind->signed_is_done;
    todo.state = all_there_is ? "done" : "signed";
    todo.signed_by = actor.account;
    todo.signed_on = clock_.today();
    if (all_there_is) {
        todo.done_by = actor.account;
        todo.done_on = clock_.today();
        todo.outcome = "signed";
    }
    GX_CHECK(work.put(next_version(*row, todo.to_json()), "sign"));
    return std::string{};
}

}  // namespace gx::app
