// SPDX-License-Identifier: Apache-2.0
#include "app/officials/object_to_file.hpp"

#include <algorithm>

#include "app/officials/own_file.hpp"
#include "app/subject/subject_rows.hpp"
#include "base/text.hpp"
#include "domain/publication/masks.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::string_view kType = "file_objection";
constexpr std::string_view kFile = "file_objection.file";
constexpr std::string_view kRead = "file_objection.read";
constexpr std::string_view kAnswer = "file_objection.answer";
constexpr std::size_t kTextMin = 4;
constexpr std::size_t kTextMax = 2'000;
constexpr std::size_t kScanMax = 10'000;

Result<std::string> checked_text(std::string_view given, const std::string& pointer) {
    const std::string_view text = base::trim(given);
    const std::size_t length = base::code_points(text);
    const bool controls = std::any_of(text.begin(), text.end(), [](char c) {
        return c != '\n' && (static_cast<unsigned char>(c) < 0x20U || c == 0x7F);
    });
    if (length < kTextMin || length > kTextMax || controls) { return Error{ErrorCode::InvalidInput, "file_objection.text", {}, pointer}; }
    if (domain::personal_value_in(text)) { return Error{ErrorCode::InvalidInput, "file_objection.text_personal", {}, pointer}; }
    return std::string(text);
}

/// Whether the thing belongs to the person's own file.
Result<bool> in_own_file(Reader& reader, const Entity& official, const std::string& type, const std::string& id) {
    if (type == "official") { return id == official.id; }
    GX_TRY(const auto row, reader.find(type, official.tenant, id));
    return row && row->content.text_or_empty("official_id") == official.id;
}

/// The official of an objection, within reach of the action. Errors: NotFound "file_objection.unknown"; those of the store.
Result<Entity> official_of(Reader& reader, const Actor& actor, std::string_view action, const FileObjection& objection) {
    auto official = official_within(reader, actor, action, objection.official_id);
    if (!official.ok() && official.error().code == ErrorCode::NotFound) {
        return Error{ErrorCode::NotFound, "file_objection.unknown", objection.id};
    }
    return official;
}

/// The objection and, masked, who objects.
Result<Json> with_official(const OfficialParts& parts, Reader& reader, const FileObjection& objection, const Entity& official) {
    GX_TRY(const auto view, OfficialView::of(parts, reader, official.tenant, {&official, 1}));
    GX_TRY(const Json person, view.shown(reader, official));
    Json reference = Json::object();
    reference.set("id", official.id).set("staff_no", official.key).set("name", person.at("name"));
    return objection.shown().set("official", std::move(reference));
}

}  // namespace

Result<FileObjection> ObjectToFile::run(const Input& input, const Actor& actor) {
    if (!actor.may(kFile)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kFile)}; }
    if (input.entity != "official" && input.entity != "tenure" && input.entity != "record") {
        return Error{ErrorCode::InvalidInput, "file_objection.entity", input.entity, "/body/entity"};
    }
    GX_TRY(const std::string text, checked_text(input.text, "/body/text"));
    FileObjection objection{.id = parts_.ids.next_id(), .version = 1, .entity = input.entity, .entity_id = input.entity_id, .text = text};
    objection.filed_on = parts_.clock.today();
    GX_CHECK(parts_.store.write({.actor = actor, .at = parts_.clock.now()}, [&](Work& work) -> Result<Done> {
        GX_TRY(const Entity official, own_official(work, actor));
        GX_TRY(const bool own, in_own_file(work, official, input.entity, input.entity_id));
        if (!own) { return Error{ErrorCode::NotFound, "file_objection.subject_unknown", input.entity_id, "/body/id"}; }
        objection.official_id = official.id;
        GX_TRY(const auto open, open_objections(work, actor.tenant, {{official.id}}));
        const bool again = std::any_of(open.begin(), open.end(), [&](const FileObjection& one) { return one.entity_id == input.entity_id; });
        if (again) { return Error{ErrorCode::Conflict, "file_objection.open_already", input.entity_id, "/body/id"}; }
        return work.put(first_version(kType, actor.tenant, objection.id, objection.to_json()), "file");
    }));
    return objection;
}

Result<Json> own_objections(const OfficialParts& parts, const Actor& actor) {
    if (!actor.may("official.read_own")) { return Error{ErrorCode::NotPermitted, "access.denied", "official.read_own"}; }
    GX_TRY(const auto reader, parts.store.reader());
    GX_TRY(const Entity official, own_official(*reader, actor));
    GX_TRY(const auto objections, objections_of(*reader, actor.tenant, official.id));
    Json items = Json::array();
    for (const FileObjection& objection : objections) { items.push(objection.shown()); }
    const auto total = static_cast<std::int64_t>(objections.size());
    return Json::object().set("items", std::move(items)).set("total", total);
}

Result<Json> ListFileObjections::run(const Input& input, const Actor& actor) {
    if (!actor.may(kRead)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kRead)}; }
    GX_TRY(const std::size_t offset, offset_of(input.page));
    GX_TRY(const auto reader, parts_.store.reader());
    Query query{.tenant = actor.tenant, .where = {}, .order = {{.column = "seq", .descending = true}}, .limit = kScanMax};
    if (!input.state.empty()) { query.where.push_back({.column = "state", .compare = Compare::Equal, .values = {input.state}}); }
    // The whole county is paged by the store; fewer bodies by looking, as an objection knows its person only.
    const bool paged = actor.reach(kRead).is_everything();
    std::int64_t total = 0;
    if (paged) {
        GX_TRY(total, reader->count(kType, query));
        query.limit = input.page.limit;
        query.offset = offset;
    }
    GX_TRY(const auto rows, reader->list(kType, query));
    Json items = Json::array();
    std::size_t within = 0;
    for (const Entity& row : rows) {
        GX_TRY(const auto objection, FileObjection::from_row(row));
        const auto official = official_of(*reader, actor, kRead, objection);
        if (!official.ok()) {
            if (official.error().code == ErrorCode::NotFound) { continue; }
            return official.error();
        }
        if (!paged && (within++ < offset || items.as_array().size() == input.page.limit)) { continue; }
        GX_TRY(Json one, with_official(parts_, *reader, objection, *official));
        items.push(std::move(one));
    }
    if (!paged) { total = static_cast<std::int64_t>(within); }
    return page_json(input.page, offset, std::move(items), total);
}

Result<Json> ShowFileObjection::run(const std::string& id, const Actor& actor) {
    if (!actor.may(kRead)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kRead)}; }
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(const Entity row, existing(*reader, kType, actor.tenant, id));
    GX_TRY(const auto objection, FileObjection::from_row(row));
    GX_TRY(const Entity official, official_of(*reader, actor, kRead, objection));
    return with_official(parts_, *reader, objection, official);
}

Result<FileObjection> AnswerFileObjection::run(const Input& input, const Actor& actor) {
    if (!actor.may(kAnswer)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kAnswer)}; }
    GX_TRY(const std::string answer, checked_text(input.answer, "/body/answer"));
    FileObjection objection;
    GX_CHECK(parts_.store.write({.actor = actor, .at = parts_.clock.now()}, [&](Work& work) -> Result<Done> {
        GX_TRY(const Entity row, existing(work, kType, actor.tenant, input.id));
        GX_TRY(objection, FileObjection::from_row(row));
        GX_CHECK(official_of(work, actor, kAnswer, objection));
        if (row.version != input.version) { return Error{ErrorCode::VersionMismatch, "store.version", row.id}; }
        if (!objection.open()) { return Error{ErrorCode::StateForbids, "file_objection.answered", row.id}; }
        if (!actor.official_id.empty() && actor.official_id == objection.official_id) {
            return Error{ErrorCode::StateForbids, "file_objection.own_case", row.id};
        }
        objection.answer = answer;
        objection.answered_by = actor.account;
        objection.answered_on = parts_.clock.today();
        ++objection.version;
        return work.put(next_version(row, objection.to_json()), "answer");
    }));
    return objection;
}

}  // namespace gx::app
