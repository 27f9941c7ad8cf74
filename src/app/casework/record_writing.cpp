// SPDX-License-Identifier: Apache-2.0
#include "app/casework/record_writing.hpp"

#include <algorithm>

#include "app/publication_desk/keep_publications.hpp"
#include "app/subject/subject_rows.hpp"

namespace gx::app {
namespace {

using base::Date;
using base::Json;
using domain::CaseFile;
using domain::Record;
using domain::RecordType;

constexpr int kSameCodeMax = 100;

Error missing(const std::string& field) {
    return {ErrorCode::BasisMissing, "case.field_missing", field, "/body/fields/" + field};
}

/// Body or official, as the record names it: of an official never the name, which is sealed.
Result<std::string> take_subject(const RecordMaking& making, const CaseFile& file, Record& record) {
    if (!file.official_id.empty()) {
        GX_TRY(const auto official, making.reader.find("official", making.tenant, file.official_id));
        if (!official) { return Error{ErrorCode::NotFound, "case.subject_unknown", file.official_id}; }
        record.official_id = official->id;
        record.subject_name_at_time = official->key;
        return official->key;
    }
    GX_TRY(const std::string id, body_of_case(making.reader, making.tenant, file));
    GX_TRY(const auto body, making.reader.find("body", making.tenant, id));
    if (!body) { return Error{ErrorCode::NotFound, "case.subject_unknown", id}; }
    record.body_id = body->id;
    record.subject_name_at_time = body->content.text_or_empty("name");
    return body->key;
}

Result<Done> take_obligation(const RecordMaking& making, const CaseFile& file, Record& record) {
    const std::string code = file.text("obligation");
    if (code.empty()) { return Done{}; }
    GX_TRY(const auto duty, making.reader.find_by_key("obligation", making.tenant, code));
    if (!duty) { return Error{ErrorCode::NotFound, "case.obligation_unknown", code, "/body/fields/obligation"}; }
    record.obligation_id = duty->id;
    record.domain = duty->content.text_or_empty("domain");
    return Done{};
}

std::vector<std::string> texts_in(const CaseFile& file, std::string_view field) {
    std::vector<std::string> out;
    const Json& value = file.field(field);
    if (!value.is_array()) { return out; }
    for (const Json& one : value.as_array()) {
        if (one.is_string()) { out.push_back(one.as_string()); }
    }
    return out;
}

void take_severity(const RecordMaking& making, const CaseFile& file, const RecordType& type, Record& record) {
    if (type.polarity != domain::Polarity::Negative) { return; }
    if (const Json& loss = file.field("loss"); loss.is_int()) { record.loss = loss_band(making.law, loss.as_int()); }
    record.impact = file.text("impact");
    for (const auto severity : {domain::Severity::Minor, domain::Severity::General, domain::Severity::Serious}) {
        if (domain::code_of(severity) == file.text("severity")) { record.severity = severity; }
    }
}

/// The proof is named by its digest: the file itself lies outside the journal.
Result<Done> take_service(const RecordMaking& making, const CaseFile& file, Record& record) {
    const auto on = day_in(file, "served_on");
    const auto proofs = texts_in(file, "served_proof");
    if (!on || proofs.empty()) { return Done{}; }
    domain::ServedNotice notice{.method = file.text("served_method"), .on = *on, .proof = proofs.front()};
    GX_TRY(const auto attachment, making.reader.find("attachment", making.tenant, proofs.front()));
    if (attachment) { notice.proof = attachment->content.text_or_empty("digest"); }
    record.served = std::move(notice);
    return Done{};
}

/// Until when an answer could come: the last day of the limit, or the day of the word that nothing will be added.
void take_defence(const CaseFile& file, Record& record) {
    std::optional<Date> until;
    std::optional<Date> completed;
    for (const domain::StepTaken& step : file.steps) {
        if (step.from == "noticed" && step.to == "verifying") { completed.reset(); }  // served anew: the time begins again
        if (step.from == "noticed" && step.to == "defence") { until = step.due_was.value_or(step.on); }
        if (step.step == "waive" || step.fields.bool_at("defence_complete").value_or(false)) { completed = step.on; }
    }
    if (flag_in(file, "defence_complete") && completed) { until = completed; }
    if (until) { record.defence = domain::Defence{.until = *until, .text = file.text("defence")}; }
}

Result<Done> take_days(const CaseFile& file, Record& record) {
    const auto doc_date = day_in(file, "doc_date");
    if (!doc_date) { return missing("doc_date"); }
    record.doc_date = *doc_date;
    record.behaviour_on = day_in(file, "behaviour_on");
    record.behaviour_end_on = day_in(file, "behaviour_end_on");
    record.expires_on = day_in(file, "expires_on");
    return Done{};
}

Date decided_on(const CaseFile& file, Date today) {
    for (const char* step : {"determine", "commend"}) {
        if (const domain::StepTaken* taken = file.last(step)) { return taken->on; }
    }
    return today;
}

}  // namespace

std::string loss_band(const LawPack& law, std::int64_t loss_fen) { return law.severity ? law.severity->band_of(loss_fen).code : std::string{}; }

Result<std::string> free_record_code(Reader& reader, const std::string& tenant, const std::string& wanted) {
    for (int number = 1; number <= kSameCodeMax; ++number) {
        std::string code = number == 1 ? wanted : fmt::format("{}#{}", wanted, number);
        GX_TRY(const auto there, reader.find_by_key("record", tenant, code));
        if (!there) { return code; }
    }
    return Error{ErrorCode::Conflict, "case.record_duplicate", wanted};
}

Result<Record> record_of_fields(const RecordMaking& making, const CaseFile& file) {
    Record record;
    record.cat = file.text("cat");
    const auto type = making.law.record_type(record.cat, making.today);
    if (!type.ok()) { return Error{ErrorCode::StateForbids, "record.type_not_in_force", record.cat, "/body/fields/cat"}; }
    GX_TRY(const std::string subject, take_subject(making, file, record));
    GX_CHECK(take_obligation(making, file, record));
    GX_CHECK(take_days(file, record));
    record.polarity = (*type)->polarity;
    record.doc_type = file.text("doc_type");
    record.doc_no = file.text("doc_no");
    record.organ = file.text("organ");
    record.facts = file.text("facts");
    record.basis = texts_in(file, "basis");
    record.finding_id = file.text("finding_id");
    record.code = fmt::format("{}/{}/{}", record.cat, record.doc_no, subject);
    if (const Json& amount = file.field("amount"); amount.is_int()) { record.amount_fen = amount.as_int(); }
    take_severity(making, file, **type, record);
    GX_CHECK(take_service(making, file, record));
    take_defence(file, record);
    record.decided_on = decided_on(file, making.today);
    if (const domain::StepTaken* registered = file.last("register")) { record.maker = registered->by; }
    return Record::from_json(record.to_json());
}

Result<Done> check_drafted(const RecordMaking& making, const CaseFile& file) {
    GX_TRY(Record record, record_of_fields(making, file));
    GX_TRY(const RecordType* type, making.law.record_type(record.cat, making.today));
    // What only comes later stands in as if it were right.
    if (!record.served) { record.served = domain::ServedNotice{.method = "later", .on = making.today, .proof = "later"}; }
    if (!record.defence) { record.defence = domain::Defence{.until = std::max(record.served->on, making.today), .text = {}}; }
    if (record.finding_id.empty()) { record.finding_id = "later"; }
    record.effective_on.reset();
    record.maker = "maker";
    record.checker = "checker";
    return domain::check_record(record, *type, "/body/fields");
}

Result<Done> write_record(const EffectCall& call, const Entity& row, const Record& record, std::string_view verb) {
    GX_TRY(const Record checked, Record::from_json(record.to_json()));
    GX_CHECK(call.work.put(row.version == 0 ? first_version("record", call.actor.tenant, row.id, checked.to_json()) : next_version(row, checked.to_json()), verb));
    // The feed speaks of it in the same commit.
    GX_CHECK(keep_publication(call.work, call.actor.tenant, row.id, PublicLaw::of(call.parts.law), call.today));
    return Done{};
}

}  // namespace gx::app
