// SPDX-License-Identifier: Apache-2.0
#include "app/officials/own_file.hpp"

#include "app/access/access_log.hpp"
#include "app/officials/file_objection.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::string_view kReadOwn = "official.read_own";
constexpr std::size_t kReadsShown = 200;

/// Every field that has a mask: the person sees them all.
FieldGate::Fields every_field(const FieldBook& book) {
    FieldGate::Fields fields;
    if (const FieldClasses* classes = book.of("official")) {
        for (const FieldRule& rule : classes->fields) { fields.insert(rule.field); }
    }
    return fields;
}

}  // namespace

Result<Entity> own_official(Reader& reader, const Actor& actor) {
    const Error none{ErrorCode::NotFound, "official.no_own_file", {}, {}};
    if (actor.official_id.empty()) { return none; }
    GX_TRY(auto row, reader.find("official", actor.tenant, actor.official_id));
    if (!row || !actor.reach(kReadOwn).covers_official(row->id, row->content.text_or_empty("body_id"))) { return none; }
    return std::move(*row);
}

Result<Json> OwnFile::run(const Actor& actor) {
    if (!actor.may(kReadOwn)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kReadOwn)}; }
    GX_TRY(const auto before, parts_.store.reader());
    GX_TRY(const Entity official, own_official(*before, actor));
    GX_CHECK(AccessLog(parts_.store, parts_.clock, parts_.ids)
                 .write({.action = std::string(kReadOwn), .entity = "official", .entity_id = official.id,
                         .body_id = official.content.text_or_empty("body_id"), .official_id = official.id},
                        actor));

    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(const auto view, OfficialView::of(parts_, *reader, actor.tenant, {&official, 1}));
    Json out = Json::object();
    GX_TRY(Json person, view.shown(*reader, official, every_field(parts_.fields)));
    GX_TRY(Json tenures, tenures_shown(*reader, actor.tenant, official.id));
    GX_TRY(Json records, records_shown(parts_, *reader, actor.tenant, official.id, {.all = true}));
    GX_TRY(Json reads, reads_shown(*reader, actor.tenant, official.id, kReadsShown, 0));
    GX_TRY(const auto objections, objections_of(*reader, actor.tenant, official.id));
    Json own = Json::array();
    for (const FileObjection& objection : objections) { own.push(objection.shown()); }
    out.set("official", std::move(person)).set("tenures", std::move(tenures)).set("records", std::move(records));
    return out.set("reads", std::move(reads)).set("objections", std::move(own));
}

}  // namespace gx::app
