// SPDX-License-Identifier: Apache-2.0
// Guards over how a record stands, and over when it may be repaired or shown.
#include <algorithm>
#include <array>

#include <fmt/ranges.h>

#include "app/casework/call_subject.hpp"
#include "app/casework/call_tables.hpp"
#include "app/subject/subject_rows.hpp"
#include "domain/calendar/deadline.hpp"
#include "domain/publication/publication_window.hpp"

namespace gx::app {
namespace {

using base::Date;
using base::Json;
using domain::CaseFile;
using domain::Record;

Result<Done> record_in_effect(const GuardCall& call) {
    GX_TRY(const auto found, record_of_case(call.work, call.actor.tenant, call.file));
    if (found && found->record.in_effect_on(call.today)) { return Done{}; }
    return Error{ErrorCode::StateForbids, "case.record_not_in_effect", found ? found->record.code : std::string{}};
}

Result<Done> record_not_in_effect(const GuardCall& call) {
    GX_TRY(const auto found, record_of_case(call.work, call.actor.tenant, call.file));
    if (!found || !found->record.in_effect_on(call.today)) { return Done{}; }
    return Error{ErrorCode::StateForbids, "case.record_in_effect", found->record.code};
}

Result<Done> record_standing(const GuardCall& call) {
    GX_TRY(const auto found, record_of_case(call.work, call.actor.tenant, call.file));
    const std::string stands = found ? std::string(domain::to_string(found->record.standing_on(call.today))) : std::string{};
    return stands == call.arg("is") ? Result<Done>(Done{}) : Error{ErrorCode::StateForbids, "case.record_stands_otherwise", stands};
}

/// Nobody judges what he made. Source: S-5.6c; DESIGN 6
Result<Done> not_maker_of_record(const GuardCall& call) {
    GX_TRY(const auto found, record_of_case(call.work, call.actor.tenant, call.file));
    if (!found) { return Done{}; }
    const std::string& account = call.actor.account;
    bool made = found->record.maker == account || found->record.checker == account;
    if (!made) {
        GX_TRY(const auto row, case_that_made(call.work, call.actor.tenant, *found));
        if (row) {
            GX_TRY(const auto file, decoded<CaseFile>(*row));
            made = file.takers({"*"}).contains(account);
        }
    }
    return made ? Error{ErrorCode::StateForbids, "case.record_maker", found->record.code} : Result<Done>(Done{});
}

/// Whoever keeps faith gets incentives; whoever broke it, or has been told of being charged with it, none. Source: S-5.5j
Result<Done> no_active_record(const GuardCall& call) {
    GX_TRY(const std::string body, body_of_case(call.work, call.actor.tenant, call.file));
    GX_TRY(const auto records, records_about(call.work, call.actor.tenant, body, {}));
    for (const CaseRecord& one : records) {
        if (one.record.polarity == domain::Polarity::Negative && one.record.in_effect_on(call.today)) {
            return Error{ErrorCode::StateForbids, "case.record_active", one.record.code};
        }
    }
    GX_TRY(const auto cases, open_cases_about(call.work, call.actor.tenant, "subject_id", body));
    for (const Entity& row : cases) {
        if (row.content.text_or_empty("procedure") != "record") { continue; }
        GX_TRY(const auto file, decoded<CaseFile>(row));
        // One in effect has its record, which was looked at; a notice that went back counts no more.
        const bool told = !file.text("served_on").empty() && file.state != "verifying" && file.state != "active";
        if (told) { return Error{ErrorCode::StateForbids, "case.record_active", file.code}; }
    }
    return Done{};
}

/// Whether files hang on the case. What is about to be opened gets them as soon as it is there.
Result<bool> has_files(const GuardCall& call) {
    if (call.step == "open") { return true; }
    Query query{.tenant = call.actor.tenant};
    query.where.push_back({.column = "entity_id", .values = {call.case_id}});
    query.where.push_back({.column = "withdrawn_on", .compare = Compare::IsNull});
    GX_TRY(const auto count, call.work.count("attachment", query));
    return count > 0;
}

/// What a repair asks for and the application does not have. `files`: the promise and the proof may be among those of the case.
std::vector<std::string> not_ready(const CaseFile& file, bool files) {
    const auto filled = [&](const char* field) { return file.field(field).is_array() && !file.field(field).as_array().empty(); };
    std::vector<std::string> missing;
    for (const char* field : {"corrected", "duties_done"}) {
        if (!flag_in(file, field)) { missing.emplace_back(field); }
    }
    for (const char* field : {"promise", "proof"}) {
        if (!filled(field) && !files) { missing.emplace_back(field); }
    }
    const std::string way = file.text("channel");
    const Json& hours = file.field("training_hours");
    if ((way == "training" || way == "public_service") && (!hours.is_int() || hours.as_int() <= 0)) { missing.emplace_back("training_hours"); }
    return missing;
}

std::optional<Date> earlier_of(std::optional<Date> one, std::optional<Date> other) {
    if (!one || !other) { return one ? one : other; }
    return std::min(*one, *other);
}

/// The last day of the shortest publicity by the law of the document's day, or by the law of today when that is milder (从旧兼从轻).
std::optional<Date> shortest_until(const LawPack& law, const Record& record, Date today) {
    if (!record.severity) { return std::nullopt; }
    const auto by_then = domain::RepairPeriods::of(law.deadlines).shortest_until(*record.severity, record.doc_date);
    const char* id = *record.severity == domain::Severity::General ? "DL-REP-01b" : *record.severity == domain::Severity::Serious ? "DL-REP-01c" : "";
    const auto rule = law.deadlines.find(id, today);
    if (!rule.ok()) { return by_then; }
    const auto now = domain::compute_deadline(*rule, record.doc_date, {}, {}, law.calendar);
    return now.ok() ? earlier_of(by_then, now->due) : by_then;
}

/// Types whose decision has a term of its own: until then it stands.
bool has_own_term(const Record& record) {
    return record.cat.starts_with("R-JL-") || record.cat.starts_with("R-WZ-") || record.cat == "R-SF-06";
}

/// The term of the decision, as the case that made the record was told. Nothing when it has none.
Result<std::optional<Date>> own_term(const GuardCall& call, const CaseRecord& found) {
    GX_TRY(const auto row, case_that_made(call.work, call.actor.tenant, found));
    if (!row) { return std::optional<Date>{}; }
    GX_TRY(const auto file, decoded<CaseFile>(*row));
    const auto sanction = day_in(file, "sanction_until");
    return sanction ? sanction : day_in(file, "valid_until");
}

/// Put right, promised, shown as long as it must be. Source: S-5.6e; EXT-ORD58; EXT-ORD36
Result<Done> repair_ready(const GuardCall& call) {
    GX_TRY(const CaseRecord found, needed_record(call.work, call.actor.tenant, call.file));
    GX_TRY(const bool files, has_files(call));
    const auto missing = not_ready(with_entered(call), files);
    if (!missing.empty()) {
        return at_field(ErrorCode::BasisMissing, "case.repair_not_ready", missing.front(), fmt::format("{}", fmt::join(missing, ", ")));
    }
    std::optional<Date> until = shortest_until(call.parts.law, found.record, call.today);
    if (has_own_term(found.record)) {
        GX_TRY(const auto term, own_term(call, found));
        if (term) { until = until ? std::max(*until, *term) : *term; }
    }
    if (until && call.today <= *until) { return Error{ErrorCode::StateForbids, "case.repair_too_early", until->plus_days(1).iso()}; }
    return Done{};
}

/// 国家工作人员: nobody is named without a basis and the organ's own publication. Source: S-5.5i; DOMAIN 4.5
Result<Done> person_ground(const GuardCall& call) {
    GX_TRY(const auto found, record_of_case(call.work, call.actor.tenant, call.file));
    if (!found || found->record.official_id.empty()) { return Done{}; }
    const domain::RecordType* type = domain::type_of(found->record, call.parts.law.record_types);
    const bool open = type != nullptr && domain::check_publishable(found->record, *type, domain::RepairPeriods::of(call.parts.law.deadlines)).ok();
    return open ? Result<Done>(Done{}) : Error{ErrorCode::StateForbids, "case.person_forbidden", found->record.cat};
}

/// No publication outlives the record's own. Source: DL-REP-02
Result<Done> publish_within(const GuardCall& call) {
    const std::string field = call.arg("field");
    GX_TRY(const auto found, record_of_case(call.work, call.actor.tenant, call.file));
    const auto until = day_in(with_entered(call), field);
    if (!found || !until) { return Done{}; }
    const Record& record = found->record;
    std::optional<Date> last = record.publish_until;
    if (record.severity) {
        const auto longest = domain::RepairPeriods::of(call.parts.law.deadlines).longest_until(*record.severity, record.doc_date);
        if (!longest) { return at_field(ErrorCode::StateForbids, "case.publish_too_long", field); }  // no law lets it be shown at all
        last = earlier_of(last, longest);
    }
    if (last && *until > *last) { return at_field(ErrorCode::StateForbids, "case.publish_too_long", field, last->iso()); }
    return Done{};
}

constexpr std::array kGuards{
    GuardEntry{"record_in_effect", record_in_effect, "", ""},
    GuardEntry{"record_not_in_effect", record_not_in_effect, "", ""},
    GuardEntry{"record_standing", record_standing, "is", "is"},
    GuardEntry{"not_maker_of_record", not_maker_of_record, "", ""},
    GuardEntry{"no_active_record", no_active_record, "", ""},
    GuardEntry{"repair_ready", repair_ready, "", ""},
    GuardEntry{"person_ground", person_ground, "", ""},
    GuardEntry{"publish_within", publish_within, "field", "field"}};

}  // namespace

std::span<const GuardEntry> record_guards() { return kGuards; }

}  // namespace gx::app
