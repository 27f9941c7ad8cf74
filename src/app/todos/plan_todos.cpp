// SPDX-License-Identifier: Apache-2.0
#include "app/todos/plan_todos.hpp"

#include <algorithm>
#include <map>

#include "app/subject/subject_rows.hpp"

namespace gx::app {
namespace {

constexpr std::string_view kType = "todo";

std::string code_of(const Matter& matter, const SubjectState& state) {
    std::string code = matter.kind->id + "/" + state.id;
    if (!matter.period.empty()) { code += "/" + matter.period; }
    return code;
}

/// The to-do as the matter has it; what somebody did with it stays.
Todo with_matter(Todo todo, const Matter& matter) {
    todo.body_id = matter.body_id;
    todo.title = matter.title;
    todo.account = matter.account;
    todo.count = matter.count;
    todo.due_on = matter.due_on;
    todo.due_provisional = matter.provisional;
    return todo;
}

Todo fresh(const Matter& matter, const SubjectState& state, std::string code, base::Date today) {
    Todo todo;
    todo.code = std::move(code);
    todo.kind = matter.kind->id;
    todo.subject_type = state.type;
    todo.subject_id = state.id;
    todo.period = matter.period;
    todo.opened_on = today;
    return with_matter(std::move(todo), matter);
}

/// As it was before it was done.
Todo reopened(Todo todo, base::Date today) {
    todo.state = "open";
    todo.opened_on = today;
    todo.signed_by.clear();
    todo.signed_on.reset();
    todo.done_by.clear();
    todo.done_on.reset();
    todo.outcome.clear();
    return todo;
}

TodoChange change_of(const Entity& current, Todo todo, std::string action, bool rung_asked) {
    TodoChange change{.next = next_version(current, todo.to_json()), .todo = std::move(todo), .action = std::move(action)};
    change.rung_asked = rung_asked;
    return change;
}

struct Known {
    const Entity* row;
    Todo todo;
};

/// What becomes of a matter that is asked for, given the to-do it has.
std::optional<TodoChange> kept(const Known& known, const Matter& matter, base::Date today) {
    if (known.todo.is_done()) {
        if (matter.kind->signed_is_done || !matter.opens) { return std::nullopt; }
        return change_of(*known.row, with_matter(reopened(known.todo, today), matter), "open", true);
    }
    Todo next = with_matter(known.todo, matter);
    if (next.to_json() == known.todo.to_json()) { return std::nullopt; }
    const bool moved = next.due_on != known.todo.due_on;
    return change_of(*known.row, std::move(next), "change", moved);
}

TodoChange closed(const Known& known, const SubjectState& state, base::Date today, std::string doer) {
    Todo todo = known.todo;
    todo.state = "done";
    // What gave way to another matter of the same subject ended with its own day.
    const base::Date ended = state.wanted.empty() ? today : std::min(todo.due_on, today);
    todo.done_on = std::min(state.done_on.value_or(ended), today);
    todo.done_by = std::move(doer);
    todo.outcome = state.outcome;
    return change_of(*known.row, std::move(todo), "close", false);
}

}  // namespace

Result<std::vector<TodoChange>> plan_todos(const std::string& tenant, std::span<const SubjectState> states,
                                           std::span<const Entity> existing, base::Date today,
                                           const std::function<std::string()>& next_id,
                                           const std::function<std::string(const std::string&)>& doer) {
    std::map<std::string, std::map<std::string, Known>> by_subject;
    for (const Entity& row : existing) {
        GX_TRY(Todo todo, decoded<Todo>(row));
        const std::string subject = todo.subject_id;
        const std::string code = todo.code;
        by_subject[subject].emplace(code, Known{&row, std::move(todo)});
    }
    std::vector<TodoChange> changes;
    for (const SubjectState& state : states) {
        auto& known = by_subject[state.id];
        for (const Matter& matter : state.wanted) {
            std::string code = code_of(matter, state);
            const auto found = known.find(code);
            if (found != known.end()) {
                if (auto change = kept(found->second, matter, today)) { changes.push_back(std::move(*change)); }
                known.erase(found);
            } else if (matter.opens) {
                Todo todo = fresh(matter, state, std::move(code), today);
                TodoChange change{.next = first_version(kType, tenant, next_id(), todo.to_json()), .todo = std::move(todo), .action = "open"};
                change.rung_asked = true;
                changes.push_back(std::move(change));
            }
        }
        for (const auto& [code, rest] : known) {
            if (!rest.todo.is_done()) { changes.push_back(closed(rest, state, today, doer(state.id))); }
        }
    }
    return changes;
}

base::Json notice_params(const Todo& todo, const std::string& body, const domain::DaysLeft& left) {
    base::Json params = base::Json::object();
    params.set("title", todo.title).set("due_on", todo.due_on.iso());
    if (!body.empty()) { params.set("body", body); }
    params.set("left", std::max(left.days, 0)).set("late", std::max(-left.days, 0));
    if (todo.count) { params.set("count", *todo.count); }
    if (!todo.period.empty()) { params.set("period", todo.period); }
    return params;
}

}  // namespace gx::app
