// SPDX-License-Identifier: Apache-2.0
#include "app/officials/list_officials.hpp"

#include <algorithm>

#include "app/access/limit.hpp"
#include "app/sealing/lookup.hpp"
#include "base/text.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::string_view kList = "official.list";
constexpr std::string_view kRead = "official.read";

/// The body named by id or code, when its rows are within reach.
Result<std::string> body_within(Reader& reader, const Actor& actor, const std::string& wanted) {
    GX_TRY(auto body, reader.find("body", actor.tenant, wanted));
    if (!body) { GX_TRY(body, reader.find_by_key("body", actor.tenant, wanted)); }
    if (!body || !actor.reach(kList).covers(body->id)) { return Error{ErrorCode::NotFound, "body.unknown", wanted, "/query/body"}; }
    return body->id;
}

/// Whose identity number this is: only among the files that the actor may read, whatever else the list shows.
Result<std::vector<std::string>> found_by_number(Reader& reader, const OfficialParts& parts, const Actor& actor, std::string_view number) {
    GX_TRY(auto ids, find_by_value(reader, parts.sealer, actor.tenant, kIdNumberScope, number));
    const Reach files = actor.reach(kRead);
    if (files.is_everything()) { return ids; }
    std::vector<std::string> within;
    for (std::string& id : ids) {
        GX_TRY(const auto row, reader.find("official", actor.tenant, id));
        if (row && files.covers_official(row->id, row->content.text_or_empty("body_id"))) { within.push_back(std::move(id)); }
    }
    return within;
}

/// What only readers of the file see, masked as it may be.
void leave_out_private_fields(const FieldBook& fields, Json& shown) {
    const FieldClasses* classes = fields.of("official");
    if (classes == nullptr) { return; }
    for (const FieldRule& rule : classes->fields) {
        if (!rule.opens.empty() && rule.field != "name") { shown.set(rule.field, Json()); }
    }
}

}  // namespace

/// Adds what the input asks for; false: nothing can be found.
Result<bool> ListOfficials::narrow(Reader& reader, const Input& input, const Actor& actor, Query& query) const {
    if (!input.body.empty()) {
        GX_TRY(const std::string body_id, body_within(reader, actor, input.body));
        query.where.push_back({.column = "body_id", .compare = Compare::Equal, .values = {body_id}});
    }
    const std::string_view wanted = base::trim(input.q);
    if (wanted.empty()) { return true; }
    GX_TRY(auto ids, find_by_value(reader, parts_.sealer, actor.tenant, kNameScope, wanted));
    if (actor.may(kRead)) {
        GX_TRY(const auto numbered, found_by_number(reader, parts_, actor, wanted));
        ids.insert(ids.end(), numbered.begin(), numbered.end());
    }
    GX_TRY(const auto staff, reader.find_by_key("official", actor.tenant, wanted));
    if (staff) { ids.push_back(staff->id); }
    if (ids.empty()) { return false; }
    ids.resize(std::min(ids.size(), kListRowsMax));  // as many as one condition takes; a name that more bear needs a narrower question
    Condition among{.column = "id", .compare = Compare::In, .values = {}};
    for (std::string& id : ids) { among.values.emplace_back(std::move(id)); }
    query.where.push_back(std::move(among));
    return true;
}

Result<Json> ListOfficials::run(const Input& input, const Actor& actor) {
    if (!actor.may(kList)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kList)}; }
    GX_TRY(const std::size_t offset, offset_of(input.page));
    GX_TRY(const auto reader, parts_.store.reader());
    Query query{.tenant = actor.tenant, .where = {}, .order = {{.column = "key"}}, .limit = input.page.limit, .offset = offset};
    GX_TRY(const bool some, limit_to(query, "body_id", actor.reach(kList)));
    GX_TRY(const bool wanted, narrow(*reader, input, actor, query));
    if (!some || !wanted) { return page_json(input.page, offset, Json::array(), 0); }
    GX_TRY(const std::int64_t total, reader->count("official", query));
    GX_TRY(const auto rows, reader->list("official", query));
    GX_TRY(const auto view, OfficialView::of(parts_, *reader, actor.tenant, rows));
    const Reach files = actor.reach(kRead);
    Json items = Json::array();
    for (const Entity& row : rows) {
        GX_TRY(Json one, view.shown(*reader, row));
        if (!files.covers_official(row.id, row.content.text_or_empty("body_id"))) { leave_out_private_fields(parts_.fields, one); }
        items.push(std::move(one));
    }
    return page_json(input.page, offset, std::move(items), total);
}

}  // namespace gx::app
