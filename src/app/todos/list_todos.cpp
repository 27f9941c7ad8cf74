// SPDX-License-Identifier: Apache-2.0
#include "app/todos/list_todos.hpp"

#include "app/todos/todo_sights.hpp"

namespace gx::app {
namespace {

using base::Date;
using base::Json;

constexpr std::string_view kRead = "todo.read";
constexpr std::size_t kKeptMax = 256;  ///< accounts whose numbers are kept

Json wording(const domain::Wording& words) {
    Json json = Json::object();
    json.set("zh", words.zh).set("en", words.en);
    return json;
}

TodoPage order_of(const TodoQuery& query) {
    TodoPage page{.limit = query.page.limit};
    std::string_view sort = query.sort;
    if (sort.starts_with('-')) {
        page.descending = true;
        sort.remove_prefix(1);
    }
    page.order = sort == "opened_on" ? "opened_on" : "due_on";
    if (query.tab == "done" && query.sort == "remaining") { page = {.order = "done_on", .descending = true, .limit = query.page.limit}; }
    return page;
}

void narrow(TodoFilter& filter, const TodoQuery& query, Date today) {
    if (query.tab == "mine") { filter.side = TodoFilter::Side::Started; }
    if (query.tab == "cc") { filter.side = TodoFilter::Side::Copied; }
    if (query.tab == "todo" || query.tab == "overdue") { filter.standing = TodoFilter::Standing::Open; }
    if (query.tab == "done") { filter.standing = TodoFilter::Standing::Done; }
    if (query.tab == "overdue") { filter.due_before = today.days(); }
    filter.kind = query.kind;
}

void set_text(Json& json, const char* member, const std::string& text) {
    if (!text.empty()) { json.set(member, text); }
}

}  // namespace

Result<Json> ListTodos::shown(const TodoRow& row, Date today) const {
    auto content = base::parse_json(row.content);
    auto todo = content.ok() ? Todo::from_json(*content) : Result<Todo>(content.error());
    if (!todo.ok()) { return Error{ErrorCode::Corrupt, "store.content", std::string(row.id), todo.error().where}; }
    const auto left = days_.left(todo->judged_on(today), todo->due_on);
    const bool provisional = todo->due_provisional || left.provisional;
    const TodoKind* kind = law_.todo_kind(todo->kind);
    Json subject = Json::object();
    subject.set("type", todo->subject_type).set("id", todo->subject_id);
    Json json = Json::object();
    json.set("id", row.id).set("version", row.version).set("kind", todo->kind).set("title", todo->title);
    json.set("subject", std::move(subject)).set("opened_on", todo->opened_on.iso()).set("due_on", todo->due_on.iso());
    json.set("provisional", provisional).set("state", todo->state);
    TodoLight light = TodoLight::Grey;
    if (kind != nullptr) {
        light = kind->light({left.days, provisional});
        // What was done in time has no light any more; what was done late keeps it.
        if (todo->is_done() && left.days >= 0) { light = TodoLight::Grey; }
        json.set("kind_name", wording(kind->name));
        Json source = Json::array();
        for (const std::string& clause : kind->source) { source.push(clause); }
        json.set("source", std::move(source));
    }
    json.set("light", to_string(light));
    if (!todo->is_done()) { json.set("remaining_working_days", left.days); }
    if (!row.body_code.empty()) {
        Json body = Json::object();
        body.set("id", todo->body_id).set("code", row.body_code).set("name", row.body_name);
        json.set("body", std::move(body));
    }
    set_text(json, "period", todo->period);
    if (todo->count) { json.set("count", *todo->count); }
    set_text(json, "signed_by", todo->signed_by);
    if (todo->signed_on) { json.set("signed_on", todo->signed_on->iso()); }
    set_text(json, "done_by", todo->done_by);
    if (todo->done_on) { json.set("done_on", todo->done_on->iso()); }
    set_text(json, "outcome", todo->outcome);
    return json;
}

Result<Json::Array> ListTodos::items(const TodoFilter& filter, const TodoPage& page, std::int64_t& total) const {
    const Date today = clock_.today();
    Json::Array found;
    GX_TRY(total, rows_.page(filter, page, [&](const TodoRow& row) -> Result<Done> {
        GX_TRY(auto item, shown(row, today));
        found.push_back(std::move(item));
        return Done{};
    }));
    return found;
}

Result<Json> ListTodos::list(const TodoQuery& query, const Actor& actor) const {
    if (!actor.may(kRead)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kRead)}; }
    GX_TRY(const std::size_t offset, offset_of(query.page));
    TodoFilter filter = in_sight(actor, law_);
    narrow(filter, query, clock_.today());
    if (!query.body.empty()) {
        GX_TRY(const auto reader, store_.reader());
        GX_TRY(auto body, reader->find_by_key("body", actor.tenant, query.body));
        if (!body) { GX_TRY(body, reader->find("body", actor.tenant, query.body)); }
        // A body that is not there has none.
        if (!body) { return offset_list(base::Json::array(), 0, query.page, offset); }
        filter.body_id = body->id;
    }
    TodoPage page = order_of(query);
    page.offset = offset;
    const bool all_open = (query.tab == "todo" || query.tab == "overdue") && query.kind.empty() && query.body.empty();
    page.counted = !all_open;
    std::int64_t total = 0;
    GX_TRY(auto found, items(filter, page, total));
    if (all_open) {
        GX_TRY(const Numbers open, numbers(actor));
        total = query.tab == "overdue" ? open.overdue : open.todo;
    }
    return offset_list(std::move(found), total, query.page, offset);
}

Result<ListTodos::Numbers> ListTodos::numbers(const Actor& actor) const {
    TodoFilter filter = in_sight(actor, law_);
    filter.standing = TodoFilter::Standing::Open;
    const Date today = clock_.today();
    const std::int64_t position = store_.position();
    const std::pair account{actor.tenant, actor.account};
    {
        const std::lock_guard guard(lock_);
        const auto found = kept_.find(account);
        if (found != kept_.end() && found->second.position == position && found->second.day == today &&
            same_sights(found->second.sights, filter.sights)) {
            return found->second.numbers;
        }
    }
    Numbers open;
    GX_CHECK(rows_.tally(filter, [&](const TodoTally& some) -> Result<Done> {
        open.todo += some.count;
        const TodoKind* kind = law_.todo_kind(some.kind);
        TodoLight light = TodoLight::Grey;
        if (some.due_on) {
            const Date due = Date::from_days(static_cast<std::int32_t>(*some.due_on));
            if (due < today) { open.overdue += some.count; }
            auto left = days_.left(today, due);
            left.provisional = left.provisional || some.provisional;
            if (kind != nullptr) { light = kind->light(left); }
        }
        open.by_light[static_cast<std::size_t>(light)] += some.count;
        return Done{};
    }));
    const std::lock_guard guard(lock_);
    if (kept_.size() >= kKeptMax) { kept_.clear(); }
    kept_[account] = {position, today, std::move(filter.sights), open};
    return open;
}

Result<Json> ListTodos::counts(const Actor& actor) const {
    if (!actor.may(kRead)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kRead)}; }
    GX_TRY(const Numbers open, numbers(actor));
    GX_TRY(const auto reader, store_.reader());
    GX_TRY(const auto unread, notices_.count(*reader, {.tenant = actor.tenant, .account = actor.account, .unread_only = true}));
    Json lights = Json::object();
    for (std::size_t i = 0; i < open.by_light.size(); ++i) {
        lights.set(std::string(to_string(static_cast<TodoLight>(i))), open.by_light[i]);
    }
    Json json = Json::object();
    json.set("todo", open.todo).set("overdue", open.overdue).set("by_light", std::move(lights)).set("unread_notices", unread);
    return json;
}

Result<Json> ListTodos::some(const Actor& actor, std::optional<Date> due_from, std::optional<Date> due_before, std::size_t limit) const {
    TodoFilter filter = in_sight(actor, law_);
    filter.standing = TodoFilter::Standing::Open;
    if (due_from) { filter.due_from = due_from->days(); }
    if (due_before) { filter.due_before = due_before->days(); }
    std::int64_t total = 0;
    GX_TRY(auto found, items(filter, {.limit = limit, .counted = false}, total));
    return Json(std::move(found));
}

Result<bool> ListTodos::sees(const std::string& id, const Actor& actor) const {
    TodoFilter filter = in_sight(actor, law_);
    filter.id = id;
    GX_TRY(const auto count, rows_.page(filter, {.limit = 1}, [](const TodoRow&) -> Result<Done> { return Done{}; }));
    return count > 0;
}

}  // namespace gx::app
