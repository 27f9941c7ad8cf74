// SPDX-License-Identifier: Apache-2.0
#include "app/officials/read_official.hpp"

#include "app/access/access_log.hpp"
#include "app/officials/file_objection.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::string_view kRead = "official.read";
constexpr std::string_view kReads = "access.read";

/// Open objections against what this reader sees of the file: not against records that are closed to the reader.
Result<Json> objections_shown(Reader& reader, const std::string& tenant, const std::string& official_id, const Json& records) {
    GX_TRY(const auto open, open_objections(reader, tenant, {{official_id}}));
    std::set<std::string> visible;
    for (const Json& record : records.as_array()) { visible.insert(record.text_or_empty("id")); }
    Json out = Json::array();
    for (const FileObjection& objection : open) {
        if (objection.entity != "record" || visible.contains(objection.entity_id)) { out.push(objection.shown()); }
    }
    return out;
}

}  // namespace

Result<Json> ReadOfficial::run(const Input& input, const Actor& actor) {
    if (!actor.may(kRead)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kRead)}; }
    GX_TRY(const std::string reason, check_reason(input.reason, "/query/reason"));
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(const Entity official, official_within(*reader, actor, kRead, input.id));

    AccessLog log(parts_.store, parts_.clock, parts_.ids);
    GX_CHECK(log.write({.action = std::string(kRead), .entity = "official", .entity_id = official.id,
                        .body_id = official.content.text_or_empty("body_id"), .official_id = official.id, .reason = reason},
                       actor));

    GX_TRY(const auto view, OfficialView::of(parts_, *reader, actor.tenant, {&official, 1}));
    GX_TRY(Json out, view.shown(*reader, official));
    GX_TRY(Json tenures, tenures_shown(*reader, actor.tenant, official.id));
    GX_TRY(Json records, records_shown(parts_, *reader, actor.tenant, official.id, record_types_for(parts_.fields, actor, official)));
    GX_TRY(Json objections, objections_shown(*reader, actor.tenant, official.id, records));
    return out.set("tenures", std::move(tenures)).set("records", std::move(records)).set("objections", std::move(objections));
}

Result<Json> ReadsOfOfficial::run(const Input& input, const Actor& actor) {
    if (!actor.may(kReads)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kReads)}; }
    GX_TRY(const std::size_t offset, offset_of(input.page));
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(const Entity official, official_within(*reader, actor, kReads, input.id));
    GX_TRY(const std::int64_t total, count_reads(*reader, actor.tenant, official.id));
    GX_TRY(Json items, reads_shown(*reader, actor.tenant, official.id, input.page.limit, offset));
    return page_json(input.page, offset, std::move(items), total);
}

}  // namespace gx::app
