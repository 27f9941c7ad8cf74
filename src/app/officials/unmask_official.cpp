// SPDX-License-Identifier: Apache-2.0
#include "app/officials/unmask_official.hpp"

#include "app/access/access_log.hpp"
#include "app/accounts/account_parts.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::string_view kUnmask = "official.unmask";
constexpr std::size_t kFieldsMax = 10;

AccessRecord record_of(const Entity& official) {
    return {.action = std::string(kUnmask), .entity = "official", .entity_id = official.id,
            .body_id = official.content.text_or_empty("body_id"), .official_id = official.id};
}

}  // namespace

/// Somebody at a keyboard who has just said again who it is. An attempt without that is itself worth an entry.
Result<Done> UnmaskOfficial::check_person(const Input& input, const Actor& actor) {
    if (actor.session.empty()) { return Error{ErrorCode::NotPermitted, "official.unmask_by_session", {}, {}}; }
    auto proof = require_recent_proof(actor, parts_.clock.now());
    if (proof.ok()) { return proof; }
    GX_TRY(const auto reader, parts_.store.reader());
    if (const auto official = official_within(*reader, actor, kUnmask, input.id); official.ok()) {
        AccessRecord record = record_of(*official);
        record.outcome = AccessOutcome::Refused;
        GX_CHECK(AccessLog(parts_.store, parts_.clock, parts_.ids).write(record, actor));
    }
    return proof;
}

Result<Done> UnmaskOfficial::check_fields(const std::vector<std::string>& fields) const {
    const FieldGate gate(parts_.fields, parts_.sealer);
    const auto refuse = [](const std::string& field) { return Error{ErrorCode::InvalidInput, "official.field_unknown", field, "/body/fields"}; };
    if (fields.empty() || fields.size() > kFieldsMax) { return refuse({}); }
    for (const std::string& field : fields) {
        if (!gate.opens("official", field, kUnmask)) { return refuse(field); }
    }
    return Done{};
}

Result<Json> UnmaskOfficial::run(const Input& input, const Actor& actor) {
    if (!actor.may(kUnmask)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kUnmask)}; }
    GX_CHECK(check_person(input, actor));
    GX_CHECK(check_fields(input.fields));
    GX_TRY(const std::string reason, check_reason(input.reason, "/body/reason"));
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(const Entity official, official_within(*reader, actor, kUnmask, input.id));

    AccessRecord record = record_of(official);
    record.fields = input.fields;
    record.reason = reason;
    GX_CHECK(AccessLog(parts_.store, parts_.clock, parts_.ids).write(record, actor));

    const FieldGate gate(parts_.fields, parts_.sealer);
    GX_TRY(const Json clear, gate.shown(*reader, "official", official.content, {input.fields.begin(), input.fields.end()}));
    Json out = Json::object();
    out.set("id", official.id);
    for (const std::string& field : input.fields) { out.set(field, clear.at(field)); }
    return out;
}

}  // namespace gx::app
