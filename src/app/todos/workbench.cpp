// SPDX-License-Identifier: Apache-2.0
#include "app/todos/workbench.hpp"

#include <map>

#include "app/access/limit.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kTodosShown = 5;
constexpr std::size_t kNoticesShown = 5;
constexpr std::size_t kImportsShown = 3;
constexpr std::size_t kBodiesShown = 20;
constexpr std::size_t kLowestShown = 5;
constexpr std::size_t kEvaluationsLookedAt = 50;

Json body_json(const Entity& body) {
    Json json = Json::object();
    json.set("id", body.id).set("code", body.key).set("name", body.content.text_or_empty("name"));
    return json;
}

}  // namespace

Result<Json> Workbench::show(const Actor& actor) const {
    if (!actor.may("session.open")) { return Error{ErrorCode::NotPermitted, "access.denied", "session.open"}; }
    Json json = Json::object();
    const base::Date today = clock_.today();
    if (actor.may("todo.read")) {
        GX_TRY(auto counts, todos_.counts(actor));
        GX_TRY(auto overdue, todos_.some(actor, {}, today, kTodosShown));
        GX_TRY(auto soon, todos_.some(actor, today, {}, kTodosShown));
        json.set("todos", std::move(counts)).set("overdue", std::move(overdue)).set("due_soon", std::move(soon));
    }
    if (actor.may("notice.read")) {
        GX_TRY(auto notices, notices_.list(ReadNotices::Which::All, {.limit = kNoticesShown}, actor));
        json.set("notices", notices.at("items"));
    }
    GX_TRY(const auto reader, store_.reader());
    if (actor.may("evaluation_result.read")) {
        GX_TRY(auto shown, bodies(*reader, actor));
        json.set("bodies", std::move(shown));
    }
    if (actor.may("statement.read")) {
        GX_TRY(auto shown, statements(*reader, actor));
        json.set("statements", std::move(shown));
    }
    if (actor.may("import_batch.read")) {
        GX_TRY(auto shown, imports(*reader, actor));
        json.set("imports", std::move(shown));
    }
    return json;
}

Result<Json> Workbench::bodies(Reader& reader, const Actor& actor) const {
    Json list = Json::array();
    GX_TRY(const auto evaluations, reader.list("evaluation", {.tenant = actor.tenant, .where = {{.column = "state", .values = {std::string("frozen")}}},
                                                              .order = {{"as_of", true}}, .limit = kEvaluationsLookedAt}));
    std::map<std::string, std::string> newest;  // scheme → evaluation
    Condition of{.column = "evaluation_id", .compare = Compare::In};
    std::map<std::string, std::string> periods;
    for (const Entity& one : evaluations) {
        if (!newest.emplace(one.content.text_or_empty("scheme"), one.id).second) { continue; }
        of.values.emplace_back(one.id);
        periods[one.id] = one.content.text_or_empty("period");
    }
    if (of.values.empty()) { return list; }
    const Reach reach = actor.reach("evaluation_result.read");
    Query query{.tenant = actor.tenant, .where = {std::move(of)}, .order = {{"total"}}, .limit = reach.is_everything() ? kLowestShown : kBodiesShown};
    // Absent totals come first: a body without a score is not the lowest.
    if (reach.is_everything()) { query.where.push_back({.column = "total", .compare = Compare::NotNull}); }
    GX_TRY(const bool any, limit_to(query, "body_id", reach));
    if (!any) { return list; }
    GX_TRY(const auto results, reader.list("evaluation_result", query));
    for (const Entity& result : results) {
        GX_TRY(const auto body, reader.find("body", actor.tenant, result.content.text_or_empty("body_id")));
        if (!body) { continue; }
        Json item = Json::object();
        item.set("body", body_json(*body)).set("period", periods[result.content.text_or_empty("evaluation_id")]);
        if (const auto total = result.content.int_at("total")) { item.set("score", *total); }
        if (const auto grade = result.content.string_at("grade")) { item.set("grade", *grade); }
        if (const auto rank = result.content.int_at("rank")) { item.set("rank", *rank); }
        list.push(std::move(item));
    }
    return list;
}

/// Statements of the year before, and how many bodies have not filed them all.
Result<Json> Workbench::statements(Reader& reader, const Actor& actor) const {
    const std::string period = std::to_string(clock_.today().year() - 1);
    const Reach reach = actor.reach("statement.read");
    Json json = Json::object();
    json.set("period", period).set("filed", 0).set("missing", 0);
    Query filed{.tenant = actor.tenant, .where = {{.column = "period", .values = {period}}}};
    GX_TRY(const bool any, limit_to(filed, "body_id", reach));
    if (!any) { return json; }
    GX_TRY(const auto count, reader.count("statement", filed));
    Condition kinds{.column = "kind", .compare = Compare::In};
    for (const TodoKind& kind : law_.todo_kinds) {
        if (kind.yearly) { kinds.values.emplace_back(kind.id); }
    }
    json.set("filed", count);
    if (kinds.values.empty()) { return json; }
    // By state: the index of states and kinds counts them alone.
    Condition open{.column = "state", .compare = Compare::In, .values = {std::string("open"), std::string("signed")}};
    Query missing{.tenant = actor.tenant, .where = {std::move(kinds), std::move(open)}};
    GX_CHECK(limit_to(missing, "body_id", reach));
    GX_TRY(const auto bodies_missing, reader.count("todo", missing));
    return json.set("missing", bodies_missing);
}

/// The newest import batches that the actor ran or, with the whole county in reach, anybody did.
Result<Json> Workbench::imports(Reader& reader, const Actor& actor) const {
    Json list = Json::array();
    const bool all = actor.reach("import_batch.read").is_everything();
    GX_TRY(const auto rows, reader.list("import_batch", {.tenant = actor.tenant, .order = {{"seq", true}}, .limit = all ? kImportsShown : kEvaluationsLookedAt}));
    for (const Entity& row : rows) {
        if (list.as_array().size() == kImportsShown) { break; }
        GX_TRY(const auto history, reader.history("import_batch", row.id));
        if (!all && (history.empty() || history.front().actor != actor.account)) { continue; }
        Json item = Json::object();
        item.set("id", row.id).set("kind", row.content.text_or_empty("kind")).set("state", row.content.text_or_empty("state"));
        for (const char* member : {"read", "added", "changed", "unchanged", "rejected"}) { item.set(member, row.content.int_at(member).value_or(0)); }
        if (!history.empty()) { item.set("at", history.front().at.iso()); }
        list.push(std::move(item));
    }
    return list;
}

}  // namespace gx::app
