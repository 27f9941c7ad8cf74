// SPDX-License-Identifier: Apache-2.0
// Effects on what is shown to the public, taken back from whoever has it, and told to people.
#include <algorithm>
#include <array>

#include "app/casework/call_tables.hpp"
#include "app/casework/case_moves.hpp"
#include "app/casework/case_sight.hpp"
#include "app/casework/record_writing.hpp"
#include "app/casework/work_cases.hpp"
#include "app/recalls/recall.hpp"

namespace gx::app {
namespace {

using base::Date;
using base::Json;
using domain::Record;
using domain::RecordStanding;

constexpr std::string_view kPublication = "publication";

/// Shown from today until the day that was approved; the gate and the law's longest term still decide each day. Source: S-5.2c, S-5.5i
Result<Done> publish(const EffectCall& call) {
    call.file.fields.insert_or_assign("published_on", Json(call.today.iso()));
    GX_TRY(const auto found, record_of_case(call.work, call.actor.tenant, call.file));
    const auto until = day_in(call.file, "publish_until");
    if (!found || call.text("kind") == "restoration" || call.text("kind") == "honour") { return Done{}; }
    const domain::RecordType* type = domain::type_of(found->record, call.parts.law.record_types);
    if (type == nullptr) { return Error{ErrorCode::StateForbids, "record.type_not_in_force", found->record.cat}; }
    GX_CHECK(domain::check_publishable(found->record, *type, domain::RepairPeriods::of(call.parts.law.deadlines)));
    Record record = found->record;
    record.publish_from = record.effective_on ? std::max(*record.effective_on, call.today) : call.today;
    record.publish_until = until && *until >= *record.publish_from ? until : record.publish_from;
    return write_record(call, found->row, record, "publish");
}

/// A record that may be shown at all gets a draft of its publication: masking, secrecy and approval follow, each by another person.
/// Source: S-3.4d, S-5.5i
Result<Done> offer_publication(const EffectCall& call) {
    GX_TRY(const auto found, record_of_case(call.work, call.actor.tenant, call.file));
    if (!found || !found->record.official_id.empty()) { return Done{}; }
    const domain::RecordType* type = domain::type_of(found->record, call.parts.law.record_types);
    if (type == nullptr || !domain::check_publishable(found->record, *type, domain::RepairPeriods::of(call.parts.law.deadlines)).ok()) { return Done{}; }
    const auto until = day_in(call.file, "publish_until");
    if (!until || *until < call.today) { return Done{}; }  // its time was over before it began
    GX_TRY(const auto version, call.parts.procedures.current(call.arg("procedure"), call.today));
    Json fields = Json::object();
    fields.set("kind", "record").set("title", type->title.zh).set("text", found->record.facts).set("scope", "public");
    fields.set("publish_until", until->iso()).set("doc_no", found->record.doc_no).set("reason", found->record.organ + " " + found->record.doc_no);
    CaseDraft draft{.subject_type = "record", .subject_id = found->row.id, .parent_id = call.case_id, .fields = std::move(fields)};
    draft.guarded = false;
    // Nobody's own draft: whoever released the record may still approve its publication.
    const Actor system{.account = std::string(kCaseSystem), .tenant = call.actor.tenant, .actions = {"*"}};
    GX_TRY(const auto made, open_case_in(call.parts, call.work, system, call.today, *version, std::move(draft)));
    call.made.push_back({"case_file", made.id, made.file.code});
    return Done{};
}

/// The last day of showing was yesterday: from today on nobody sees it, and the feed says so.
Result<Done> end_showing(const EffectCall& call, const CaseRecord& found) {
    Record record = found.record;
    const Date last = call.today.plus_days(-1);
    if (!record.publish_from || (record.publish_until && *record.publish_until <= last)) { return Done{}; }
    if (*record.publish_from > last) {
        record.publish_from.reset();
        record.publish_until.reset();
    } else {
        record.publish_until = last;
    }
    return write_record(call, found.row, record, "withdraw");
}

Result<Done> withdraw(const EffectCall& call) {
    GX_TRY(const auto found, record_of_case(call.work, call.actor.tenant, call.file));
    const bool own = call.file.procedure == kPublication;
    // What was taken back by name, or an honour, says nothing of the record itself.
    if (!found || (own && (call.text("kind") == "restoration" || call.text("kind") == "honour"))) { return Done{}; }
    GX_CHECK(end_showing(call, *found));
    if (own) { return Done{}; }
    GX_TRY(const auto cases, open_cases_about(call.work, call.actor.tenant, "subject_id", found->row.id));
    for (const Entity& row : cases) {
        const bool shown = row.content.text_or_empty("procedure") == kPublication && row.content.at("fields").text_or_empty("kind") != "restoration";
        if (shown && row.id != call.case_id) { GX_CHECK(move_other_case(call, row, "withdraw")); }
    }
    return Done{};
}

RecallReason reason_of(RecordStanding standing) {
    switch (standing) {
        case RecordStanding::Repaired: return RecallReason::Repaired;
        case RecordStanding::Revoked: return RecallReason::Revoked;
        case RecordStanding::Expired: return RecallReason::Expired;
        default: return RecallReason::Corrected;
    }
}

/// Whoever got the record takes it back. Source: S-5.6c, S-5.6e
Result<Done> recall_record(const EffectCall& call) {
    GX_TRY(const auto found, record_of_case(call.work, call.actor.tenant, call.file));
    if (!found) { return Done{}; }
    GX_CHECK(recall(call.work, call.actor.tenant, found->row.id, reason_of(found->record.standing_on(call.today)), call.today));
    return Done{};
}

bool sits_in(const Actor& actor, const std::string& body) { return !body.empty() && !actor.seats.empty() && actor.seats.front() == body; }

/// The accounts that a notice is for.
std::vector<std::string> told(const EffectCall& call, const Recipients& recipients) {
    const std::string to = call.arg("to");
    if (to == "opener") { return recipients.knows(call.file.opened_by) ? std::vector{call.file.opened_by} : std::vector<std::string>{}; }
    std::vector<std::string> accounts;
    for (const Actor& one : recipients.all()) {
        const bool reads = one.may(kCaseRead);
        const bool meant = to == "person"      ? !call.file.official_id.empty() && one.official_id == call.file.official_id
                           : to == "concerned" ? reads && sits_in(one, call.file.concerned_id)
                           : to == "handler"   ? reads && sits_in(one, call.file.body_id)
                                               : reads && !one.seats.empty();  // "bodies": all that are judged
        if (meant) { accounts.push_back(one.account); }
    }
    return accounts;
}

/// That there is news, never what it says: whoever may see it reads it in the case.
Result<Done> notify(const EffectCall& call) {
    if (call.parts.notices == nullptr) { return Done{}; }
    GX_TRY(const auto recipients, Recipients::load(call.work, call.actor.tenant, call.parts.law, call.today));
    const auto accounts = told(call, recipients);
    if (accounts.empty()) { return Done{}; }
    NoticeDraft draft{.kind = call.arg("notice"), .params = Json::object(), .object_type = "case_file", .object_id = call.case_id};
    draft.params.set("title", call.file.title).set("body", recipients.body_name(call.file.concerned_id.empty() ? call.file.body_id : call.file.concerned_id));
    draft.rung = fmt::format("{}/{}", draft.kind, call.file.steps.size());  // the same news may come again after another step
    GX_CHECK(call.parts.notices->make(call.work, call.actor.tenant, draft, accounts, recipients));
    return Done{};
}

constexpr std::array kEffects{EffectEntry{.name = "publish", .run = publish, .own_field = "published_on"},
                              EffectEntry{.name = "offer_publication", .run = offer_publication, .args = "procedure", .required = "procedure"},
                              EffectEntry{.name = "withdraw", .run = withdraw},
                              EffectEntry{.name = "recall", .run = recall_record},
                              EffectEntry{.name = "notify", .run = notify, .args = "to notice", .required = "to notice"}};

}  // namespace

std::span<const EffectEntry> publication_effects() { return kEffects; }

}  // namespace gx::app
