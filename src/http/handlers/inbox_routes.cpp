// SPDX-License-Identifier: Apache-2.0
// The inbox: to-dos, notices, where notices go, the first screen; and the clock of a drill.
#include "http/handlers/route_groups.hpp"
#include "http/handlers/row_routes.hpp"
#include "http/routes/json_body.hpp"

namespace gx::http {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

constexpr std::size_t kBodyBytesMax = 16U << 10U;
constexpr std::size_t kNoticesAtOnce = 200;

Error not_ready() { return {ErrorCode::Unavailable, "server.not_ready"}; }

/// Answers that differ for each account are kept by nobody.
Route own_answer(Method method, std::string pattern, std::string operation, std::string action, Scope scope) {
    Route route;
    route.method = method;
    route.pattern = std::move(pattern);
    route.operation = std::move(operation);
    route.action = std::move(action);
    route.scope = scope;
    route.caching = Caching::Never;
    route.run_on = RunOn::Worker;
    if (method != Method::Get) { route.body_bytes_max = kBodyBytesMax; }
    return route;
}

Result<Answer> list_todos(const InboxServices& inbox, const Call& call) {
    if (inbox.todos == nullptr) { return not_ready(); }
    const app::TodoQuery query{.tab = call.parameters.text_or_empty("tab"), .kind = call.parameters.text_or_empty("kind"),
                               .body = call.parameters.text_or_empty("body"), .sort = call.parameters.text_or_empty("sort"),
                               .page = offset_page(call.parameters)};
    GX_TRY(auto json, inbox.todos->list(query, call.actor));
    return Answer::of(std::move(json));
}

Result<Answer> count_todos(const InboxServices& inbox, const Call& call) {
    if (inbox.todos == nullptr) { return not_ready(); }
    GX_TRY(auto json, inbox.todos->counts(call.actor));
    return Answer::of(std::move(json));
}

Result<Answer> sign_todos(const InboxServices& inbox, const Call& call) {
    if (inbox.sign == nullptr) { return not_ready(); }
    GX_TRY(const Json body, json_body(call));
    const base::JsonReader reader(body, kBodyPointer);
    GX_CHECK(reader.only({"ids"}));
    GX_TRY(const auto ids, reader.texts("ids", 100));
    GX_TRY(const auto items, inbox.sign->run(ids, call.actor));
    Json list = Json::array();
    for (const auto& item : items) {
        Json one = Json::object();
        one.set("id", item.id).set("ok", item.reason.empty());
        if (!item.reason.empty()) { one.set("reason", item.reason); }
        list.push(std::move(one));
    }
    Json json = Json::object();
    json.set("items", std::move(list));
    return Answer::of(std::move(json));
}

Result<Answer> list_notices(const InboxServices& inbox, const Call& call) {
    if (inbox.notices == nullptr) { return not_ready(); }
    const bool unread = call.parameters.text_or_empty("unread") == "true";
    GX_TRY(auto json, inbox.notices->list(unread ? app::ReadNotices::Which::Unread : app::ReadNotices::Which::All,
                                          offset_page(call.parameters), call.actor));
    return Answer::of(std::move(json));
}

Result<Answer> read_notices(const InboxServices& inbox, const Call& call) {
    if (inbox.notices == nullptr) { return not_ready(); }
    GX_TRY(const Json body, json_body(call));
    const base::JsonReader reader(body, kBodyPointer);
    GX_CHECK(reader.only({"ids", "all"}));
    GX_TRY(const auto ids, reader.texts("ids", kNoticesAtOnce));
    GX_TRY(const bool all, reader.flag_or("all", false));
    if (all != ids.empty()) { return reader.refuse("ids", "notice.ids_or_all"); }
    GX_TRY(const auto marked, inbox.notices->mark_read(ids, call.actor));
    Json json = Json::object();
    json.set("marked", marked);
    return Answer::of(std::move(json));
}

Result<Answer> show_channels(const InboxServices& inbox, const Call& call) {
    if (inbox.channels == nullptr) { return not_ready(); }
    GX_TRY(auto json, inbox.channels->show(call.actor));
    return Answer::of(std::move(json));
}

Result<Answer> change_channels(const InboxServices& inbox, const Call& call) {
    if (inbox.channels == nullptr) { return not_ready(); }
    GX_TRY(const Json body, json_body(call));
    GX_TRY(auto json, inbox.channels->change(body, call.actor));
    return Answer::of(std::move(json));
}

Result<Answer> show_workbench(const InboxServices& inbox, const Call& call) {
    if (inbox.workbench == nullptr) { return not_ready(); }
    GX_TRY(auto json, inbox.workbench->show(call.actor));
    return Answer::of(std::move(json));
}

Error drill_off() { return {ErrorCode::NotFound, "drill.off"}; }

Result<Answer> show_clock(const InboxServices& inbox, const Call&) {
    if (inbox.drill == nullptr) { return drill_off(); }
    Json json = Json::object();
    json.set("today", inbox.drill->today().iso());
    return Answer::of(std::move(json));
}

Result<Answer> move_clock(const InboxServices& inbox, const Call& call) {
    if (inbox.drill == nullptr) { return drill_off(); }
    GX_TRY(const Json body, json_body(call));
    const base::JsonReader reader(body, kBodyPointer);
    GX_CHECK(reader.only({"today"}));
    GX_TRY(const auto to, reader.date("today"));
    GX_TRY(const auto ran, inbox.drill->run(to, call.actor));
    Json list = Json::array();
    for (const auto& one : ran) {
        Json item = Json::object();
        item.set("tenant", one.tenant).set("day", one.day.iso()).set("job", one.job).set("result", one.result);
        list.push(std::move(item));
    }
    Json json = Json::object();
    json.set("today", inbox.drill->today().iso()).set("ran", std::move(list));
    return Answer::of(std::move(json));
}

}  // namespace

std::vector<Route> inbox_routes(const ApiServices& services) {
    using Answering = Result<Answer> (*)(const InboxServices&, const Call&);
    std::vector<Route> routes;
    const auto add = [&](Route route, Answering answering) {
        route.handler = [&services, answering](const Call& call) { return answering(services.inbox, call); };
        routes.push_back(std::move(route));
    };
    add(own_answer(Method::Get, "/todos", "listTodos", "todo.read", Scope::Rows), list_todos);
    add(own_answer(Method::Get, "/todos/counts", "countTodos", "todo.read", Scope::Rows), count_todos);
    add(own_answer(Method::Post, "/todos/sign", "signTodos", "todo.sign", Scope::Rows), sign_todos);
    add(own_answer(Method::Get, "/notices", "listNotices", "notice.read", Scope::Own), list_notices);
    add(own_answer(Method::Post, "/notices/read", "readNotices", "notice.read", Scope::Own), read_notices);
    add(own_answer(Method::Get, "/me/notice-channels", "getNoticeChannels", "notice_channel.change", Scope::Own), show_channels);
    add(own_answer(Method::Put, "/me/notice-channels", "putNoticeChannels", "notice_channel.change", Scope::Own), change_channels);
    add(own_answer(Method::Get, "/workbench", "getWorkbench", "session.open", Scope::Rows), show_workbench);
    add(own_answer(Method::Get, "/drill/clock", "getDrillClock", "drill.move", Scope::System), show_clock);
    add(own_answer(Method::Post, "/drill/clock", "moveDrillClock", "drill.move", Scope::System), move_clock);
    return routes;
}

}  // namespace gx::http
