// SPDX-License-Identifier: Apache-2.0
// Guards over what is found, on which document, of whom, and how the notice reached it.
#include <algorithm>
#include <array>

#include <fmt/ranges.h>

#include "app/casework/call_tables.hpp"
#include "app/casework/record_writing.hpp"
#include "app/subject/subject_rows.hpp"
#include "domain/subject/post.hpp"

namespace gx::app {
namespace {

using base::Date;
using base::Json;
using domain::CaseFile;

constexpr std::size_t kTenuresMax = 1'000;

const std::vector<std::string> kPersonnelRoles = {"R8", "R9"};
const std::vector<std::string> kCourtRole = {"R10"};
const std::vector<std::string> kCreditOffice = {"R1", "R2"};

/// The organ that the catalogue names for the type finds, nobody else. Source: S-5.2c; S-5.4a for records of persons
Result<Done> organ_of_type(const GuardCall& call) {
    const std::string field = call.arg("field").empty() ? "cat" : call.arg("field");
    const auto type = call.parts.law.record_type(call.text(field), call.today);
    if (!type.ok()) { return at_field(ErrorCode::StateForbids, "record.type_not_in_force", field, call.text(field)); }
    GX_TRY(const std::string body, body_of_case(call.work, call.actor.tenant, call.file));
    std::vector<std::string> roles = (*type)->organ_roles;
    if (!call.file.official_id.empty()) { roles = kPersonnelRoles; }
    // The court has no account that finds here: the credit office takes it from the document.
    if (roles == kCourtRole) { roles.insert(roles.end(), kCreditOffice.begin(), kCreditOffice.end()); }
    if (holds_over(call.actor, roles, body, call.file.official_id)) { return Done{}; }
    return at_field(ErrorCode::NotPermitted, "case.organ_not_competent", field, fmt::format("{}: {}", (*type)->code, fmt::join(roles, ", ")));
}

/// 送达: method, day and proof, or the time for the defence never began. Source: S-2.2
Result<Done> notice_served(const GuardCall& call) {
    const CaseFile file = with_entered(call);
    const Json& proof = file.field("served_proof");
    const auto on = day_in(file, "served_on");
    std::vector<std::string> missing;
    if (file.text("served_method").empty()) { missing.emplace_back("served_method"); }
    if (!on || *on > call.today) { missing.emplace_back("served_on"); }
    if (!proof.is_array() || proof.as_array().empty()) { missing.emplace_back("served_proof"); }
    if (missing.empty()) { return Done{}; }
    return at_field(ErrorCode::BasisMissing, "case.notice_not_served", missing.front(), fmt::format("{}", fmt::join(missing, ", ")));
}

/// The last day for an answer belongs to the subject. Source: S-2.2
Result<Done> defence_over(const GuardCall& call) {
    const CaseFile file = with_entered(call);
    if (flag_in(file, "defence_complete")) { return Done{}; }
    std::optional<Date> due;
    for (const domain::StepTaken& step : file.steps) {
        if (step.from == "noticed" && step.to != "noticed") { due = step.due_was; }
    }
    if (file.state == "noticed") { due = file.clock.due_on; }
    if (due && call.today > *due) { return Done{}; }
    return Error{ErrorCode::StateForbids, "case.defence_still_runs", due ? due->iso() : std::string{}};
}

Result<Done> record_fits_type(const GuardCall& call) {
    return check_drafted({call.work, call.parts.law, call.actor.tenant, call.today}, with_entered(call));
}

/// One document makes one record of one subject. Source: S-3.4c
Result<Done> no_duplicate_record(const GuardCall& call) {
    const std::string cat = call.text("cat");
    const std::string doc_no = call.text("doc_no");
    if (doc_no.empty()) { return Done{}; }
    const std::string& official = call.file.official_id;
    GX_TRY(const std::string body, body_of_case(call.work, call.actor.tenant, call.file));
    GX_TRY(const auto records, records_about(call.work, call.actor.tenant, body, official));
    for (const CaseRecord& one : records) {
        const bool same = one.record.cat == cat && one.record.doc_no == doc_no && !one.record.revoked_on;
        if (same && one.row.id != call.file.text("record_id")) { return Error{ErrorCode::Conflict, "case.record_duplicate", one.record.code}; }
    }
    const bool person = !official.empty();
    if (!person && body.empty()) { return Done{}; }
    GX_TRY(const auto cases, open_cases_about(call.work, call.actor.tenant, person ? "official_id" : "subject_id", person ? official : body));
    for (const Entity& row : cases) {
        const Json& fields = row.content.at("fields");
        const bool same = fields.text_or_empty("cat") == cat && fields.text_or_empty("doc_no") == doc_no;
        if (same && row.id != call.case_id && row.content.text_or_empty("procedure") == call.file.procedure) {
            return Error{ErrorCode::Conflict, "case.record_duplicate", row.key};
        }
    }
    return Done{};
}

/// The matrix proposes, a person decides; whoever departs says why. Source: S-5.5a
Result<Done> severity_reasoned(const GuardCall& call) {
    if (call.text("severity") == call.text("severity_proposed") || !call.text("severity_reason").empty()) { return Done{}; }
    return at_field(ErrorCode::BasisMissing, "case.severity_unreasoned", "severity_reason", call.text("severity_proposed"));
}

Result<bool> held_post(const GuardCall& call, const std::string& official, const std::string& body, Date day) {
    Query query{.tenant = call.actor.tenant, .limit = kTenuresMax};
    query.where.push_back({.column = "official_id", .values = {official}});
    GX_TRY(const auto rows, call.work.list("tenure", query));
    for (const Entity& row : rows) {
        GX_TRY(const auto tenure, decoded<domain::Tenure>(row));
        if (!tenure.holds_on(day)) { continue; }
        GX_TRY(const auto post, call.work.find("post", call.actor.tenant, tenure.post_id));
        if (post && post->content.text_or_empty("body_id") == body) { return true; }
    }
    return false;
}

/// Who held the post then answers for it, whoever holds it now. Source: S-6.2b, S-5.5f
Result<Done> responsible_on_day(const GuardCall& call) {
    const CaseFile file = with_entered(call);
    const auto day = day_in(file, call.arg("day_field"));
    GX_TRY(const std::string body, body_of_case(call.work, call.actor.tenant, file));
    for (const std::string& field : call.args_list("fields")) {
        const std::string official = file.text(field);
        if (official.empty()) { continue; }
        GX_TRY(const bool held, held_post(call, official, body, day.value_or(call.today)));
        if (!held) { return at_field(ErrorCode::StateForbids, "case.official_not_responsible", field); }
    }
    return Done{};
}

Result<Done> obligation_known(const GuardCall& call) {
    const std::string field = call.arg("field");
    const std::string code = call.text(field);
    if (code.empty()) { return Done{}; }
    GX_TRY(const auto duty, call.work.find_by_key("obligation", call.actor.tenant, code));
    GX_TRY(const std::string body, body_of_case(call.work, call.actor.tenant, call.file));
    if (duty && duty->content.text_or_empty("body_id") == body) { return Done{}; }
    return at_field(ErrorCode::NotFound, "case.obligation_unknown", field, code);
}

/// Whether the code is that of such a ground which concerns the body and stands today.
Result<bool> is_ground(const GuardCall& call, const std::string& ground, const std::string& code, const std::string& body) {
    const std::string& tenant = call.actor.tenant;
    if (ground == "record") {
        GX_TRY(const auto row, call.work.find_by_key("record", tenant, code));
        if (!row) { return false; }
        GX_TRY(const auto record, decoded<domain::Record>(*row));
        return record.body_id == body && record.in_effect_on(call.today);
    }
    if (ground == "finding") {
        GX_TRY(const auto row, call.work.find_by_key("finding", tenant, code));
        return row && row->content.text_or_empty("body_id") == body && row->content.at("revoked_on").is_null();
    }
    if (ground == "evaluation") {
        GX_TRY(const auto subject, call.work.find("body", tenant, body));
        if (!subject) { return false; }
        GX_TRY(const auto row, call.work.find_by_key("evaluation_result", tenant, code + "/" + subject->key));
        return row.has_value();
    }
    GX_TRY(const auto row, call.work.find_by_key("case_file", tenant, code));
    if (!row || row->content.text_or_empty("procedure") != ground) { return false; }
    GX_TRY(const auto file, decoded<CaseFile>(*row));
    GX_TRY(const std::string about, body_of_case(call.work, tenant, file));
    return about == body;
}

Result<Done> ground_known(const GuardCall& call) {
    const std::string field = call.arg("no_field");
    const std::string code = call.text(field);
    if (!call.file.parent_id.empty()) {
        GX_TRY(const auto parent, call.work.find("case_file", call.actor.tenant, call.file.parent_id));
        if (parent && parent->key == code) { return Done{}; }
    }
    GX_TRY(const std::string body, body_of_case(call.work, call.actor.tenant, call.file));
    GX_TRY(const bool known, is_ground(call, call.text(call.arg("field")), code, body));
    return known ? Result<Done>(Done{}) : at_field(ErrorCode::NotFound, "case.ground_unknown", field, code);
}

/// 不得以……为由: excuses that the law refuses explain nothing. Source: S-6.4d; EXT-N1103
Result<Done> excuse_valid(const GuardCall& call) {
    const std::string field = call.arg("field");
    const domain::Excuse* refused = call.parts.law.excuses.find(call.text(field), call.today);
    if (refused == nullptr) { return Done{}; }
    Error error = at_field(ErrorCode::StateForbids, "case.excuse_refused", field, fmt::format("{}: {}", refused->code, fmt::join(refused->source, "; ")));
    error.basis = fmt::format("{}", fmt::join(refused->source, ", "));
    return error;
}

/// A matter of persons goes to the organisation department or the discipline organ. Source: S-5.5f
Result<Done> personnel_organ(const GuardCall& call) {
    const std::string field = call.arg("field");
    GX_TRY(const bool competent, body_has_role(call.work, call.actor.tenant, call.text(field), kPersonnelRoles));
    return competent ? Result<Done>(Done{}) : at_field(ErrorCode::StateForbids, "case.not_personnel_organ", field, call.text(field));
}

constexpr std::array kGuards{
    GuardEntry{"organ_of_type", organ_of_type, "field", ""},
    GuardEntry{"notice_served", notice_served, "", ""},
    GuardEntry{"defence_over", defence_over, "", ""},
    GuardEntry{"record_fits_type", record_fits_type, "", ""},
    GuardEntry{"no_duplicate_record", no_duplicate_record, "", ""},
    GuardEntry{"severity_reasoned", severity_reasoned, "", ""},
    GuardEntry{"responsible_on_day", responsible_on_day, "fields day_field", "fields day_field"},
    GuardEntry{"obligation_known", obligation_known, "field", "field"},
    GuardEntry{"ground_known", ground_known, "field no_field", "field no_field"},
    GuardEntry{"excuse_valid", excuse_valid, "field", "field"},
    GuardEntry{"personnel_organ", personnel_organ, "field", "field"}};

}  // namespace

std::span<const GuardEntry> finding_guards() { return kGuards; }

}  // namespace gx::app
