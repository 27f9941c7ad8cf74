// SPDX-License-Identifier: Apache-2.0
#include "app/casework/vetting.hpp"

#include <algorithm>

#include "app/access/access_log.hpp"
#include "app/casework/call_subject.hpp"
#include "app/casework/case_sight.hpp"
#include "app/officials/official_rows.hpp"
#include "app/subject/subject_rows.hpp"
#include "base/text.hpp"
#include "domain/publication/publication_window.hpp"

namespace gx::app {
namespace {

using base::Date;
using base::Json;

constexpr std::string_view kRight = "vetting.run";
constexpr std::size_t kNamesMax = 200;
constexpr std::size_t kMeasuresMax = 1'000;

Json wording(const domain::Wording& words) { return Json::object().set("zh", words.zh).set("en", words.en); }

/// A record as an answer carries it: the document, the finding and its basis.
Json shown(const domain::Record& record, const LawPack& law) {
    Json one = Json::object();
    one.set("code", record.code).set("cat", record.cat);
    if (const domain::RecordType* type = domain::type_of(record, law.record_types)) { one.set("title", wording(type->title)); }
    if (record.severity) { one.set("severity", domain::code_of(*record.severity)); }
    const Json content = record.to_json();
    for (const char* member : {"doc_type", "doc_no", "doc_date", "organ", "facts", "decided_on", "effective_on", "expires_on", "basis"}) {
        one.set(member, content.at(member));
    }
    return one.set("disputed", record.disputed);
}

Result<Json> records_in_effect(Reader& reader, const LawPack& law, const std::string& tenant, const std::string& body, const std::string& official,
                               const RecordTypes& types, Date today) {
    GX_TRY(const auto records, records_about(reader, tenant, body, official));
    Json list = Json::array();
    for (const CaseRecord& row : records) {
        const bool stands = row.record.polarity == domain::Polarity::Negative && row.record.in_effect_on(today);
        if (stands && types.holds(row.record.cat)) { list.push(shown(row.record, law)); }
    }
    return list;
}

bool in_effect(const Json& measure, Date today) {
    const auto day = [&](const char* member) { return measure.text_or_empty(member); };
    const std::string now = today.iso();  // ISO days sort as days
    return day("lifted_on").empty() && day("from_on") <= now && (day("ends_on").empty() || now <= day("ends_on"));
}

Result<Json> measures_in_effect(Reader& reader, const LawPack& law, const std::string& tenant, const char* column, const std::string& id, Date today) {
    Query query{.tenant = tenant, .limit = kMeasuresMax};
    query.where.push_back({.column = column, .values = {id}});
    query.where.push_back({.column = "lifted_on", .compare = Compare::IsNull});
    GX_TRY(const auto rows, reader.list("measure", query));
    Json list = Json::array();
    for (const Entity& row : rows) {
        const auto type = law.measure_type(row.content.text_or_empty("kind"), today);
        const bool incentive = type.ok() && (*type)->group == domain::MeasureGroup::Incentive;
        if (!in_effect(row.content, today) || incentive) { continue; }
        Json one = Json::object();
        for (const char* member : {"code", "kind", "basis", "doc_no", "doc_date", "scope", "from_on", "ends_on"}) { one.set(member, row.content.at(member)); }
        if (type.ok()) { one.set("title", wording((*type)->title)); }
        GX_TRY(const auto record, reader.find("record", tenant, row.content.text_or_empty("record_id")));
        if (record) { one.set("record", record->key); }
        list.push(std::move(one));
    }
    return list;
}

/// Bodies within reach, each once, in the order asked for.
Result<std::vector<Entity>> bodies_of(Reader& reader, const Actor& actor, const std::vector<std::string>& names) {
    std::vector<Entity> found;
    for (const std::string& name : names) {
        GX_TRY(auto row, reader.find("body", actor.tenant, name));
        if (!row) { GX_TRY(row, reader.find_by_key("body", actor.tenant, name)); }
        if (!row || !actor.reach(kRight).covers(row->id)) { return Error{ErrorCode::NotFound, "body.unknown", name, "/body/bodies"}; }
        if (std::ranges::find(found, row->id, &Entity::id) == found.end()) { found.push_back(std::move(*row)); }
    }
    return found;
}

Result<std::vector<Entity>> officials_of(Reader& reader, const Actor& actor, const std::vector<std::string>& ids) {
    std::vector<Entity> found;
    for (const std::string& id : ids) {
        GX_TRY(auto row, official_within(reader, actor, kRight, id));
        if (std::ranges::find(found, row.id, &Entity::id) == found.end()) { found.push_back(std::move(row)); }
    }
    return found;
}

Result<Done> check_names(const Vetting::Input& input, const Actor& actor) {
    if (!actor.may(kRight)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kRight)}; }
    if (!input.officials.empty() && !actor.may(kCaseReadPerson)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kCaseReadPerson)}; }
    const std::size_t names = input.bodies.size() + input.officials.size();
    if (names > kNamesMax) { return Error{ErrorCode::TooLarge, "vetting.too_many", std::to_string(names), "/body"}; }
    if (names == 0) { return Error{ErrorCode::InvalidInput, "vetting.names_missing", {}, "/body/bodies"}; }
    if (base::trim(input.basis).empty()) { return Error{ErrorCode::BasisMissing, "vetting.basis_missing", {}, "/body/basis"}; }
    return Done{};
}

/// One entry a person and one for each body: whoever asks is as much on record as what was found.
std::vector<AccessRecord> uses_of(const std::vector<Entity>& bodies, const std::vector<Entity>& officials, const std::string& reason) {
    std::vector<AccessRecord> uses;
    for (const Entity& body : bodies) {
        uses.push_back({.action = std::string(kRight), .entity = "body", .entity_id = body.id, .body_id = body.id, .reason = reason});
    }
    for (const Entity& official : officials) {
        uses.push_back({.action = std::string(kRight), .entity = "official", .entity_id = official.id,
                        .body_id = official.content.text_or_empty("body_id"), .official_id = official.id, .reason = reason});
    }
    return uses;
}

}  // namespace

Result<Json> Vetting::run(const Input& input, const Actor& actor) {
    GX_CHECK(check_names(input, actor));
    GX_TRY(const std::string purpose, check_reason(input.purpose, "/body/purpose"));
    GX_TRY(const std::string basis, check_reason(input.basis, "/body/basis"));
    const Date today = parts_.clock.today();
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(const auto bodies, bodies_of(*reader, actor, input.bodies));
    GX_TRY(const auto officials, officials_of(*reader, actor, input.officials));
    AccessLog log(parts_.store, parts_.clock, parts_.ids);
    GX_CHECK(log.write_all(uses_of(bodies, officials, purpose + "；" + basis), actor));

    Json of_bodies = Json::array();
    for (const Entity& body : bodies) {
        Json one = Json::object();
        one.set("id", body.id).set("code", body.key).set("name", body.content.at("name"));
        GX_TRY(Json records, records_in_effect(*reader, parts_.law, actor.tenant, body.id, {}, {.all = true}, today));
        GX_TRY(Json measures, measures_in_effect(*reader, parts_.law, actor.tenant, "body_id", body.id, today));
        of_bodies.push(one.set("records", std::move(records)).set("measures", std::move(measures)));
    }
    Json of_officials = Json::array();
    for (const Entity& official : officials) {
        Json one = Json::object();
        one.set("id", official.id).set("staff_no", official.key);  // the name stays sealed
        const RecordTypes types = record_types_for(parts_.law.fields, actor, official);
        GX_TRY(Json records, records_in_effect(*reader, parts_.law, actor.tenant, {}, official.id, types, today));
        GX_TRY(Json measures, measures_in_effect(*reader, parts_.law, actor.tenant, "official_id", official.id, today));
        of_officials.push(one.set("records", std::move(records)).set("measures", std::move(measures)));
    }
    Json out = Json::object();
    out.set("on", today.iso()).set("purpose", purpose).set("basis", basis);
    return out.set("bodies", std::move(of_bodies)).set("officials", std::move(of_officials));
}

}  // namespace gx::app
