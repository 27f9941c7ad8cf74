// SPDX-License-Identifier: Apache-2.0
#include "domain/record/record.hpp"

#include <array>
#include <utility>

#include "base/json_reader.hpp"
#include "domain/obligation/content.hpp"

namespace gx::domain {

using base::Date;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::JsonReader;
using base::Result;

namespace {

constexpr std::array kPolarities = {Polarity::Negative, Polarity::Positive, Polarity::Neutral};
constexpr std::array kSeverities = {Severity::Minor, Severity::General, Severity::Serious};

template <class Codes, class Value>
Result<base::Done> read_code(const JsonReader& reader, std::string_view member, const Codes& codes, const char* reason,
                             Value& value) {
    GX_TRY(const auto text, reader.text(member, 20));
    for (const auto code : codes) {
        if (code_of(code) == text) {
            value = code;
            return base::Done{};
        }
    }
    return reader.refuse(member, reason, text);
}

Result<std::string> needed(const JsonReader& reader, std::string_view member, const char* reason) {
    if (!reader.has(member)) { return Error{ErrorCode::BasisMissing, reason, {}, reader.where(member)}; }
    return reader.text(member, 400);
}

Result<std::optional<ServedNotice>> read_served(const Json& object, std::string pointer) {
    if (object.is_null()) { return std::optional<ServedNotice>{}; }
    const JsonReader reader{object, std::move(pointer)};
    GX_CHECK(reader.only({"method", "on", "proof"}));
    ServedNotice made;
    GX_TRY(made.method, reader.text("method", 100));
    GX_TRY(made.on, reader.date("on"));
    GX_TRY(made.proof, reader.text_or_empty("proof", 400));
    return std::optional<ServedNotice>{std::move(made)};
}

Result<std::optional<Defence>> read_defence(const Json& object, std::string pointer) {
    if (object.is_null()) { return std::optional<Defence>{}; }
    const JsonReader reader{object, std::move(pointer)};
    GX_CHECK(reader.only({"until", "text"}));
    Defence made;
    GX_TRY(made.until, reader.date("until"));
    GX_TRY(made.text, reader.text_or_empty("text", 20'000));
    return std::optional<Defence>{std::move(made)};
}

bool before(const std::optional<Date>& later, const std::optional<Date>& earlier) {
    return later && earlier && *later < *earlier;
}

Result<base::Done> check(const JsonReader& reader, const Record& made) {
    if (made.body_id.empty() == made.official_id.empty()) { return reader.refuse("body_id", "record.subject"); }
    if ((made.polarity == Polarity::Negative) != made.severity.has_value()) {
        return reader.refuse("severity", "record.severity", "a negative record has a severity, another has none");
    }
    if (before(made.behaviour_end_on, made.behaviour_on)) { return reader.refuse("behaviour_end_on", "record.order"); }
    if (before(made.effective_on, made.decided_on)) { return reader.refuse("effective_on", "record.order"); }
    if (before(made.publish_from, made.effective_on)) { return reader.refuse("publish_from", "record.order"); }
    if (before(made.publish_until, made.publish_from)) { return reader.refuse("publish_until", "record.order"); }
    if (before(made.expires_on, made.effective_on)) { return reader.refuse("expires_on", "record.order"); }
    if (before(made.repaired_on, made.effective_on)) { return reader.refuse("repaired_on", "record.order"); }
    if (made.revoked_on && made.revoke_reason.empty()) {
        return reader.refuse("revoke_reason", "record.revoked_without_reason");
    }
    return base::Done{};
}

Result<base::Done> read_days(const JsonReader& reader, Record& made) {
    GX_TRY(made.doc_date, reader.date("doc_date"));
    GX_TRY(made.decided_on, reader.date("decided_on"));
    GX_TRY(made.behaviour_on, reader.optional_date("behaviour_on"));
    GX_TRY(made.behaviour_end_on, reader.optional_date("behaviour_end_on"));
    GX_TRY(made.effective_on, reader.optional_date("effective_on"));
    GX_TRY(made.publish_from, reader.optional_date("publish_from"));
    GX_TRY(made.publish_until, reader.optional_date("publish_until"));
    GX_TRY(made.expires_on, reader.optional_date("expires_on"));
    GX_TRY(made.repaired_on, reader.optional_date("repaired_on"));
    GX_TRY(made.revoked_on, reader.optional_date("revoked_on"));
    return base::Done{};
}

}  // namespace

std::string_view to_string(RecordStanding standing) {
    constexpr std::array<std::string_view, 5> kNames = {"not_yet", "in_effect", "repaired", "expired", "revoked"};
    return kNames[static_cast<std::size_t>(standing)];
}

Result<Record> Record::from_json(const Json& content, const std::string& pointer) {
    const JsonReader reader{content, pointer};
    GX_CHECK(reader.only({"code", "cat", "body_id", "official_id", "subject_name_at_time", "polarity", "severity", "loss",
                          "impact", "doc_type", "doc_no", "doc_date", "organ", "facts", "behaviour_on",
                          "behaviour_end_on", "amount_fen", "domain", "obligation_id", "finding_id", "served", "defence",
                          "decided_on", "maker", "checker", "effective_on", "publish_from", "publish_until",
                          "expires_on", "repaired_on", "revoked_on", "revoke_reason", "disputed", "source_published",
                          "note", "basis"}));
    Record made;
    GX_TRY(made.code, reader.text("code", 400));
    GX_TRY(made.cat, reader.text("cat", 20));
    GX_TRY(made.body_id, reader.text_or_empty("body_id", 60));
    GX_TRY(made.official_id, reader.text_or_empty("official_id", 60));
    GX_TRY(made.subject_name_at_time, reader.text("subject_name_at_time", 400));
    GX_CHECK(read_code(reader, "polarity", kPolarities, "record.polarity", made.polarity));
    if (reader.has("severity")) {
        Severity severity{};
        GX_CHECK(read_code(reader, "severity", kSeverities, "record.severity", severity));
        made.severity = severity;
    }
    GX_TRY(made.loss, reader.text_or_empty("loss", 10));
    GX_TRY(made.impact, reader.text_or_empty("impact", 10));
    GX_TRY(made.doc_type, needed(reader, "doc_type", "record.document_missing"));
    GX_TRY(made.doc_no, needed(reader, "doc_no", "record.document_missing"));
    GX_TRY(made.organ, needed(reader, "organ", "record.organ_missing"));
    GX_TRY(made.facts, reader.text("facts", 8'000));
    GX_TRY(made.amount_fen, reader.optional_integer("amount_fen", 0, kAmountMax));
    GX_TRY(made.domain, reader.text_or_empty("domain", 20));
    GX_TRY(made.obligation_id, reader.text_or_empty("obligation_id", 60));
    GX_TRY(made.finding_id, reader.text_or_empty("finding_id", 60));
    GX_TRY(made.served, read_served(reader.raw("served"), reader.where("served")));
    GX_TRY(made.defence, read_defence(reader.raw("defence"), reader.where("defence")));
    GX_TRY(made.maker, reader.text_or_empty("maker", 100));
    GX_TRY(made.checker, reader.text_or_empty("checker", 100));
    GX_TRY(made.revoke_reason, reader.text_or_empty("revoke_reason"));
    GX_TRY(made.disputed, reader.flag_or("disputed", false));
    GX_TRY(made.source_published, reader.flag_or("source_published", false));
    GX_TRY(made.note, reader.text_or_empty("note"));
    GX_TRY(made.basis, reader.texts("basis", 50));
    GX_CHECK(read_days(reader, made));
    GX_CHECK(check(reader, made));
    return made;
}

Json Record::to_json() const {
    Json out = Json::object();
    set_text(out, "code", code);
    set_text(out, "cat", cat);
    set_text(out, "body_id", body_id);
    set_text(out, "official_id", official_id);
    set_text(out, "subject_name_at_time", subject_name_at_time);
    out.set("polarity", code_of(polarity));
    if (severity) { out.set("severity", code_of(*severity)); }
    set_text(out, "loss", loss);
    set_text(out, "impact", impact);
    set_text(out, "doc_type", doc_type);
    set_text(out, "doc_no", doc_no);
    out.set("doc_date", doc_date.iso());
    set_text(out, "organ", organ);
    set_text(out, "facts", facts);
    set_day(out, "behaviour_on", behaviour_on);
    set_day(out, "behaviour_end_on", behaviour_end_on);
    out.set("amount_fen", amount_fen);
    set_text(out, "domain", domain);
    set_text(out, "obligation_id", obligation_id);
    set_text(out, "finding_id", finding_id);
    if (served) {
        Json notice = Json::object();
        notice.set("method", served->method).set("on", served->on.iso());
        set_text(notice, "proof", served->proof);
        out.set("served", std::move(notice));
    }
    if (defence) {
        Json answer = Json::object();
        answer.set("until", defence->until.iso());
        set_text(answer, "text", defence->text);
        out.set("defence", std::move(answer));
    }
    out.set("decided_on", decided_on.iso());
    set_text(out, "maker", maker);
    set_text(out, "checker", checker);
    set_day(out, "effective_on", effective_on);
    set_day(out, "publish_from", publish_from);
    set_day(out, "publish_until", publish_until);
    set_day(out, "expires_on", expires_on);
    set_day(out, "repaired_on", repaired_on);
    set_day(out, "revoked_on", revoked_on);
    set_text(out, "revoke_reason", revoke_reason);
    if (disputed) { out.set("disputed", true); }
    if (source_published) { out.set("source_published", true); }
    set_text(out, "note", note);
    set_basis(out, basis);
    return out;
}

RecordStanding Record::standing_on(Date day) const {
    if (!effective_on || day < *effective_on) { return RecordStanding::NotYet; }
    if (revoked_on && *revoked_on <= day) { return RecordStanding::Revoked; }
    if (repaired_on && *repaired_on <= day) { return RecordStanding::Repaired; }
    // The last day of the term still counts.
    if (expires_on && *expires_on < day) { return RecordStanding::Expired; }
    return RecordStanding::InEffect;
}

Result<Severity> proposed_severity(const Record& record, const SeverityMatrix& matrix,
                                   const std::vector<std::string>& reasons) {
    const std::string band = record.loss.empty() ? matrix.band_of(record.amount_fen.value_or(0)).code : record.loss;
    return matrix.grade(band, record.impact, reasons);
}

}  // namespace gx::domain
