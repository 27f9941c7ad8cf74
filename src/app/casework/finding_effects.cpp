// SPDX-License-Identifier: Apache-2.0
// Effects on findings, and on what is known of a record before it is one.
#include <algorithm>
#include <array>

#include "app/casework/call_tables.hpp"
#include "app/casework/record_writing.hpp"
#include "app/subject/subject_rows.hpp"
#include "domain/finding/finding.hpp"

namespace gx::app {
namespace {

using base::Date;
using base::Json;
using domain::CaseFile;
using domain::Severity;

constexpr int kFindingsMax = 50;

/// The nearest severity that the catalogue allows for the type.
Severity allowed_nearest(Severity proposed, const std::vector<Severity>& allowed) {
    if (allowed.empty()) { return proposed; }
    const auto distance = [&](Severity one) { return std::abs(static_cast<int>(one) - static_cast<int>(proposed)); };
    return *std::ranges::min_element(allowed, {}, distance);
}

/// Loss and impact through the matrix; up for what makes it worse, down for what was put right at once.
Result<Severity> by_matrix(const EffectCall& call) {
    const auto& matrix = call.parts.law.severity;
    if (!matrix) { return Error{ErrorCode::Corrupt, "severity.code_unknown", "no matrix"}; }
    domain::Record record;
    const Json& loss = call.file.field("loss");
    record.loss = loss_band(call.parts.law, loss.is_int() ? loss.as_int() : 0);
    record.impact = call.text("impact");
    std::vector<std::string> reasons;
    for (const auto* list : {&matrix->upgrades(), &matrix->downgrades()}) {
        std::ranges::copy_if(*list, std::back_inserter(reasons), [&](const std::string& reason) { return flag_in(call.file, reason); });
    }
    return domain::proposed_severity(record, *matrix, reasons);
}

/// A proposal, never the decision. Source: S-5.5a
Result<Done> propose_severity(const EffectCall& call) {
    const std::string by_value = call.args.at("by_value").text_or_empty(call.text(call.arg("by_field")));
    std::string proposed = by_value;
    if (proposed.empty()) {
        const auto type = call.parts.law.record_type(call.text("cat"), call.today);
        if (type.ok() && (*type)->severities.size() == 1) {
            proposed = domain::code_of((*type)->severities.front());
        } else {
            GX_TRY(const Severity severity, by_matrix(call));
            proposed = domain::code_of(type.ok() ? allowed_nearest(severity, (*type)->severities) : severity);
        }
    }
    call.file.fields.insert_or_assign(call.arg("field"), Json(proposed));
    return Done{};
}

void keep_day(CaseFile& file, const std::string& field, const std::optional<Date>& day) {
    if (day) {
        file.fields.insert_or_assign(field, Json(day->iso()));
    } else {
        file.fields.erase(field);
    }
}

/// How long it is shown and how long it counts. Source: DL-REP-02, DL-REP-07; S-5.6a
Result<Done> set_record_periods(const EffectCall& call) {
    const auto type = call.parts.law.record_type(call.text("cat"), call.today);
    const auto doc_date = day_in(call.file, "doc_date");
    if (!type.ok() || !doc_date) { return Error{ErrorCode::BasisMissing, "case.field_missing", "doc_date", "/body/fields/doc_date"}; }
    const auto periods = domain::RepairPeriods::of(call.parts.law.deadlines);
    const bool breach = (*type)->polarity == domain::Polarity::Negative;
    const bool hidden = (*type)->public_level == domain::PublicLevel::Never || (*type)->public_level == domain::PublicLevel::Internal;
    std::optional<Date> until;
    for (const Severity severity : {Severity::Minor, Severity::General, Severity::Serious}) {
        if (breach && !hidden && domain::code_of(severity) == call.text("severity")) { until = periods.longest_until(severity, *doc_date); }
    }
    const auto retained = periods.retained_until(day_in(call.file, "behaviour_end_on").value_or(*doc_date));
    const auto valid = breach ? std::nullopt : day_in(call.file, "valid_until");
    keep_day(call.file, "publish_until", until);
    keep_day(call.file, "expires_on", valid ? valid : retained);
    return Done{};
}

/// Findings of one case are numbered: one that was taken back keeps its place.
Result<std::string> free_code(const EffectCall& call) {
    for (int number = 1; number <= kFindingsMax; ++number) {
        std::string code = fmt::format("{}/{}", call.file.code, number);
        GX_TRY(const auto there, call.work.find_by_key("finding", call.actor.tenant, code));
        if (!there) { return code; }
    }
    return Error{ErrorCode::Conflict, "case.too_often", call.file.code};
}

/// An organ's word with its document, or nothing negative rests on it. Source: S-5.2c; EXT-N1103
Result<Done> put_finding(const EffectCall& call) {
    domain::Finding finding;
    GX_TRY(finding.code, free_code(call));
    const std::string kind = call.arg("kind");
    finding.kind = kind == "rectified" ? domain::FindingKind::Rectified : kind == "not_true" ? domain::FindingKind::NotTrue : domain::FindingKind::Breach;
    GX_TRY(finding.body_id, body_of_case(call.work, call.actor.tenant, call.file));
    finding.organ = call.text("organ");
    if (finding.organ.empty()) {
        GX_TRY(const auto handler, call.work.find("body", call.actor.tenant, call.file.body_id));
        if (handler) { finding.organ = handler->content.text_or_empty("name"); }
    }
    finding.doc_no = call.text("doc_no").empty() ? call.file.code : call.text("doc_no");
    finding.decided_on = call.today;
    finding.facts = call.text("facts").empty() ? call.text("result") : call.text("facts");
    if (const std::string duty = call.text("obligation"); !duty.empty()) {
        GX_TRY(const auto row, call.work.find_by_key("obligation", call.actor.tenant, duty));
        if (row) { finding.obligation_id = row->id; }
    }
    GX_TRY(const auto accused, call.work.find("body", call.actor.tenant, finding.body_id));
    if (accused && finding.kind == domain::FindingKind::Breach) { GX_CHECK(domain::check_organ(finding, accused->content.text_or_empty("name"))); }
    GX_TRY(const auto checked, domain::Finding::from_json(finding.to_json()));
    const std::string id = call.parts.ids.next_id();
    GX_CHECK(call.work.put(first_version("finding", call.actor.tenant, id, checked.to_json()), "add"));
    call.file.fields.insert_or_assign("finding_id", Json(id));
    call.made.push_back({"finding", id, finding.code});
    return Done{};
}

Result<Done> revoke_finding(const EffectCall& call) {
    const std::string id = call.text("finding_id");
    call.file.fields.erase("finding_id");
    if (id.empty()) { return Done{}; }
    GX_TRY(const auto row, call.work.find("finding", call.actor.tenant, id));
    if (!row) { return Done{}; }
    GX_TRY(auto finding, decoded<domain::Finding>(*row));
    if (finding.revoked_on) { return Done{}; }
    finding.revoked_on = call.today;
    return call.work.put(next_version(*row, finding.to_json()), "revoke");
}

constexpr std::array kEffects{
    EffectEntry{.name = "propose_severity", .run = propose_severity, .fills = true, .field_arg = "field", .args = "field by_field by_value", .required = "field"},
    EffectEntry{.name = "set_record_periods", .run = set_record_periods, .fills = true, .own_field = "expires_on"},
    EffectEntry{.name = "put_finding", .run = put_finding, .own_field = "finding_id", .args = "kind", .required = "kind"},
    EffectEntry{.name = "revoke_finding", .run = revoke_finding}};

}  // namespace

std::span<const EffectEntry> finding_effects() { return kEffects; }

}  // namespace gx::app
