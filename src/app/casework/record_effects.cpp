// SPDX-License-Identifier: Apache-2.0
// Effects on records.
#include <algorithm>
#include <array>

#include "app/casework/call_tables.hpp"
#include "app/casework/record_writing.hpp"

namespace gx::app {
namespace {

using base::Date;
using base::Json;
using domain::CaseFile;
using domain::Record;
using domain::RecordStanding;

constexpr std::size_t kReasonBytesMax = 3'900;
constexpr std::string_view kDisputed = "disputed";

/// Takes effect inside the house; what of it is shown is decided by a publication of its own. Source: S-2.2, S-3.4c, S-3.4d, S-5.2c
Result<Done> put_record(const EffectCall& call) {
    const std::string& tenant = call.actor.tenant;
    GX_TRY(Record record, record_of_fields({call.work, call.parts.law, tenant, call.today}, call.file));
    GX_TRY(const domain::RecordType* type, call.parts.law.record_type(record.cat, call.today));
    GX_TRY(record.code, free_record_code(call.work, tenant, record.code));
    record.checker = call.actor.account;
    record.effective_on = call.today;
    // The last day for an answer belongs to the subject, also when nothing more was to come.
    if (record.polarity == domain::Polarity::Negative && record.defence) { record.effective_on = std::max(call.today, record.defence->until.plus_days(1)); }
    GX_CHECK(domain::check_record(record, *type, "/body/fields"));
    Entity row;  // version 0: nothing stands there yet
    row.id = call.parts.ids.next_id();
    GX_CHECK(write_record(call, row, record, "register"));
    call.file.fields.insert_or_assign("record_id", Json(row.id));
    call.made.push_back({"record", row.id, record.code});
    return Done{};
}

/// What was wrong is replaced; the version before stays in the journal. Source: S-5.6c
Result<Done> correct_record(const EffectCall& call) {
    GX_TRY(const CaseRecord found, needed_record(call.work, call.actor.tenant, call.file));
    const std::string prefix = call.arg("prefix");
    Json content = found.record.to_json();
    if (!call.entered.is_object()) { return Done{}; }
    bool changed = false;
    for (const auto& [name, value] : call.entered.as_object()) {
        if (value.is_null() || !name.starts_with(prefix)) { continue; }
        const std::string member = name.substr(prefix.size());
        content.set(member == "amount" ? "amount_fen" : member, value);
        changed = true;
    }
    if (!changed) { return Done{}; }
    GX_TRY(Record record, Record::from_json(content, "/body/fields"));
    const domain::RecordType* type = domain::type_of(record, call.parts.law.record_types);
    if (type != nullptr && record.severity && std::ranges::find(type->severities, *record.severity) == type->severities.end()) {
        return at_field(ErrorCode::InvalidInput, "record.severity_not_allowed", prefix + "severity");
    }
    if (record.severity != found.record.severity && record.severity && record.publish_from) {
        const auto longest = domain::RepairPeriods::of(call.parts.law.deadlines).longest_until(*record.severity, record.doc_date);
        record.publish_until = longest && *longest >= *record.publish_from ? longest : record.publish_until;
    }
    GX_CHECK(write_record(call, found.row, record, "change"));
    call.made.push_back({"record", found.row.id, record.code});
    return Done{};
}

Result<Done> mark_disputed(const EffectCall& call) {
    call.file.flags.emplace(kDisputed);
    GX_TRY(const auto found, record_of_case(call.work, call.actor.tenant, call.file));
    if (!found || found->record.disputed) { return Done{}; }
    Record record = found->record;
    record.disputed = true;
    return write_record(call, found->row, record, "change");
}

/// Whether another open case still disputes the record.
Result<bool> disputed_elsewhere(const EffectCall& call, const std::string& record_id) {
    GX_TRY(const auto cases, open_cases_about(call.work, call.actor.tenant, "subject_id", record_id));
    return std::ranges::any_of(cases, [&](const Entity& row) {
        const Json& flags = row.content.at("flags");
        if (row.id == call.case_id || !flags.is_array()) { return false; }
        return std::ranges::any_of(flags.as_array(), [](const Json& flag) { return flag.is_string() && flag.as_string() == kDisputed; });
    });
}

Result<Done> clear_disputed(const EffectCall& call) {
    call.file.flags.erase(std::string(kDisputed));
    GX_TRY(const auto found, record_of_case(call.work, call.actor.tenant, call.file));
    if (!found || !found->record.disputed) { return Done{}; }
    GX_TRY(const bool elsewhere, disputed_elsewhere(call, found->row.id));
    if (elsewhere) { return Done{}; }
    Record record = found->record;
    record.disputed = false;
    return write_record(call, found->row, record, "change");
}

/// A record ends in its own case too: README.md rule 8.
Result<Done> end_own_case(const EffectCall& call, const CaseRecord& found, std::string_view step) {
    GX_TRY(const auto row, case_that_made(call.work, call.actor.tenant, found));
    if (!row || row->id == call.case_id) { return Done{}; }
    GX_CHECK(move_other_case(call, *row, step));
    return Done{};
}

/// At most so many bytes, never half a character.
std::string cut(std::string text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) { return text; }
    std::size_t end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) { --end; }
    text.resize(end);
    return text;
}

/// Its basis fell: from today on it never counted. Source: S-5.6c, S-5.6d
Result<Done> revoke_record(const EffectCall& call) {
    GX_TRY(const auto found, record_of_case(call.work, call.actor.tenant, call.file));
    if (!found || found->record.revoked_on) { return Done{}; }
    Record record = found->record;
    record.revoked_on = call.today;
    record.revoke_reason = cut(call.text(call.arg("reason_field")), kReasonBytesMax);
    if (record.revoke_reason.empty()) { record.revoke_reason = call.file.code; }
    GX_CHECK(write_record(call, found->row, record, "revoke"));
    return end_own_case(call, *found, "revoked");
}

/// Source: S-5.6e
Result<Done> repair_record(const EffectCall& call) {
    GX_TRY(const CaseRecord found, needed_record(call.work, call.actor.tenant, call.file));
    if (!found.record.in_effect_on(call.today)) { return Error{ErrorCode::StateForbids, "case.record_not_in_effect", found.record.code}; }
    Record record = found.record;
    record.repaired_on = call.today;
    GX_CHECK(write_record(call, found.row, record, "repair"));
    return end_own_case(call, found, "repaired");
}

/// Its term is over. Source: S-5.6a
Result<Done> expire_record(const EffectCall& call) {
    GX_TRY(const auto found, record_of_case(call.work, call.actor.tenant, call.file));
    if (!found || found->record.standing_on(call.today) != RecordStanding::InEffect) { return Done{}; }
    Record record = found->record;
    record.expires_on = call.today.plus_days(-1);
    if (record.effective_on && *record.expires_on < *record.effective_on) { return Done{}; }
    return write_record(call, found->row, record, "expire");
}

constexpr std::array kEffects{
    EffectEntry{.name = "put_record", .run = put_record, .own_field = "record_id"},
    EffectEntry{.name = "correct_record", .run = correct_record, .args = "prefix", .required = "prefix"},
    EffectEntry{.name = "mark_disputed", .run = mark_disputed},
    EffectEntry{.name = "clear_disputed", .run = clear_disputed},
    EffectEntry{.name = "revoke_record", .run = revoke_record, .args = "reason_field", .required = "reason_field"},
    EffectEntry{.name = "repair_record", .run = repair_record},
    EffectEntry{.name = "expire_record", .run = expire_record}};

}  // namespace

std::span<const EffectEntry> record_effects() { return kEffects; }

}  // namespace gx::app
