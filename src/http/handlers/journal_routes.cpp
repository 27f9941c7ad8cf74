// SPDX-License-Identifier: Apache-2.0
// The journal and the law pack as staff reads them.
#include "app/law/pack_overview.hpp"
#include "http/handlers/exchange_answers.hpp"
#include "http/handlers/row_routes.hpp"
#include "http/routes/json_body.hpp"

namespace gx::http {
namespace {

using base::Json;

app::Tongue tongue_of(const Call& call) {
    return call.language == Language::English ? app::Tongue::English : app::Tongue::Chinese;
}

base::Result<Answer> list(app::Exchange& exchange, const Call& call) {
    const Parameters& from = call.parameters;
    app::JournalFilter filter{.account = from.text_or_empty("account"), .body = from.text_or_empty("body"),
                              .entity = from.text_or_empty("entity"),   .id = from.text_or_empty("id"),
                              .action = from.text_or_empty("action"),   .from = from.day("from"),
                              .to = from.day("to")};
    if (!filter.id.empty() && filter.entity.empty()) {
        return base::Error{base::ErrorCode::InvalidInput, "journal.entity_missing", {}, "/query/entity"};
    }
    const app::BrowseJournal::Page page{.limit = static_cast<std::size_t>(from.integer("limit").value_or(50)),
                                        .cursor = from.text_or_empty("cursor")};
    GX_TRY(Json json, exchange.journal.list(std::move(filter), page, call.actor, tongue_of(call)));
    return Answer::of(std::move(json));
}

base::Result<Answer> show(app::Exchange& exchange, const Call& call) {
    GX_TRY(Json json, exchange.journal.show(call.parameters.integer("seq").value_or(-1), call.actor, tongue_of(call)));
    return Answer::of(std::move(json));
}

base::Result<app::JournalFilter> read_filter(const Json& json) {
    const Json none = Json::object();
    const base::JsonReader reader(json.is_null() ? none : json, std::string(kBodyPointer) + "/filter");
    GX_CHECK(reader.only({"account", "body", "entity", "id", "action", "from", "to"}));
    app::JournalFilter filter;
    GX_TRY(filter.account, reader.text_or_empty("account", 100));
    GX_TRY(filter.body, reader.text_or_empty("body", 100));
    GX_TRY(filter.entity, reader.text_or_empty("entity", 100));
    GX_TRY(filter.id, reader.text_or_empty("id", 400));
    GX_TRY(filter.action, reader.text_or_empty("action", 100));
    GX_TRY(filter.from, reader.optional_date("from"));
    GX_TRY(filter.to, reader.optional_date("to"));
    if (!filter.id.empty() && filter.entity.empty()) {
        return base::Error{base::ErrorCode::InvalidInput, "journal.entity_missing", {}, reader.where("entity")};
    }
    return filter;
}

base::Result<Answer> start_export(app::Exchange& exchange, const Call& call) {
    GX_TRY(const Json body, json_body(call));
    const base::JsonReader reader(body, kBodyPointer);
    GX_CHECK(reader.only({"filter", "format"}));
    GX_TRY(std::string format, reader.text_or_empty("format", 10));
    if (format.empty()) { format = "xlsx"; }
    GX_TRY(const app::JournalFilter filter, read_filter(reader.raw("filter")));
    return begun(exchange.exports.start_journal(filter, format, tongue_of(call), call.actor), "/exports/");
}

}  // namespace

std::vector<Route> journal_routes(const ApiServices& services) {
    std::vector<Route> routes;
    routes.push_back(exchange_route(services, Method::Get, "/journal", "listJournal", "journal.read", list));
    routes.push_back(exchange_route(services, Method::Get, "/journal/{seq}", "getJournalEntry", "journal.read", show));
    routes.push_back(exchange_route(services, Method::Post, "/journal/export", "exportJournal", "journal.export", start_export));
    routes.back().body_bytes_max = 16U << 10U;

    Route pack = staff_route(Method::Get, "/law/pack", "getLawPack", "law_pack.read");
    const auto overview = std::make_shared<const Json>(app::pack_overview(services.law, services.law_digest));
    pack.handler = [&services, overview](const Call& call) -> base::Result<Answer> {
        GX_TRY(Json json, app::show_pack(*overview, services.store, call.actor));
        return Answer::of(std::move(json));
    };
    routes.push_back(std::move(pack));
    return routes;
}

}  // namespace gx::http
