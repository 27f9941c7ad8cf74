// SPDX-License-Identifier: Apache-2.0
#include "domain/obligation/lawful_change.hpp"

#include <array>
#include <utility>

#include "base/json_reader.hpp"
#include "domain/obligation/content.hpp"

namespace gx::domain {

using base::Date;
using base::Done;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::JsonReader;
using base::Result;

namespace {

constexpr std::array<std::pair<ChangeReason, std::string_view>, 3> kReasons = {
    {{ChangeReason::NationalInterest, "national_interest"},
     {ChangeReason::PublicInterest, "public_interest"},
     {ChangeReason::OtherStatutory, "other_statutory"}}};

Error missing(const JsonReader& reader, std::string_view member, std::string reason) {
    return {ErrorCode::BasisMissing, std::move(reason), {}, reader.where(member)};
}

Result<ChangeReason> read_reason(const JsonReader& reader) {
    // SRC-YSHJTL art. 31: 因国家利益、社会公共利益需要改变政策承诺、合同约定的，应当依照法定权限和程序进行
    GX_TRY(const auto text, reader.text("reason_type", 40));
    for (const auto& [reason, name] : kReasons) {
        if (name == text) { return reason; }
    }
    return reader.refuse("reason_type", "change.reason_type", text);
}

Result<Compensation> read_compensation(const JsonReader& change) {
    // S-6.4f: 对相关企业和投资人的财产损失依法予以补偿
    if (!change.has("compensation")) { return missing(change, "compensation", "change.compensation_missing"); }
    const JsonReader reader{change.raw("compensation"), change.where("compensation")};
    GX_CHECK(reader.only({"amount_fen", "reason", "agreed_on", "due_on", "paid_on"}));
    Compensation made;
    GX_TRY(made.amount_fen, reader.integer("amount_fen", 0, kAmountMax));
    GX_TRY(made.reason, reader.text_or_empty("reason"));
    GX_TRY(made.agreed_on, reader.optional_date("agreed_on"));
    GX_TRY(made.due_on, reader.optional_date("due_on"));
    GX_TRY(made.paid_on, reader.optional_date("paid_on"));
    if (made.amount_fen == 0 && made.reason.empty()) {
        return missing(reader, "reason", "change.zero_compensation_without_reason");
    }
    return made;
}

Result<Done> check(const JsonReader& reader, const LawfulChange& made) {
    if (made.decided_on < made.collective_decision_on) {
        return reader.refuse("decided_on", "change.decided_before_collective");
    }
    if (made.notified_on && *made.notified_on < made.decided_on) {
        return reader.refuse("notified_on", "change.notified_before_decided");
    }
    const bool new_terms = made.new_due_on || made.new_amount_fen;
    if (made.cancels && new_terms) { return reader.refuse("cancels", "change.cancels_and_changes"); }
    if (!made.cancels && !new_terms) { return reader.refuse("new_due_on", "change.nothing_changes"); }
    return Done{};
}

}  // namespace

std::string_view to_string(ChangeReason reason) { return kReasons[static_cast<std::size_t>(reason)].second; }

Result<LawfulChange> LawfulChange::from_json(const Json& content, const std::string& pointer) {
    const JsonReader reader{content, pointer};
    GX_CHECK(reader.only({"code", "obligation_id", "body_id", "reason_type", "reason", "approval_doc_no", "decided_on",
                          "collective_decision_on", "notified_on", "new_due_on", "new_amount_fen", "cancels",
                          "compensation", "note", "basis"}));
    LawfulChange made;
    GX_TRY(made.code, reader.text("code", 200));
    GX_TRY(made.obligation_id, reader.text("obligation_id", 60));
    GX_TRY(made.body_id, reader.text("body_id", 60));
    GX_TRY(made.reason_type, read_reason(reader));
    GX_TRY(made.reason, reader.text("reason"));
    if (!reader.has("approval_doc_no")) { return missing(reader, "approval_doc_no", "change.approval_missing"); }
    GX_TRY(made.approval_doc_no, reader.text("approval_doc_no", 200));
    GX_TRY(made.decided_on, reader.date("decided_on"));
    if (!reader.has("collective_decision_on")) {
        return missing(reader, "collective_decision_on", "change.collective_decision_missing");
    }
    GX_TRY(made.collective_decision_on, reader.date("collective_decision_on"));
    GX_TRY(made.notified_on, reader.optional_date("notified_on"));
    GX_TRY(made.new_due_on, reader.optional_date("new_due_on"));
    GX_TRY(made.new_amount_fen, reader.optional_integer("new_amount_fen", 0, kAmountMax));
    GX_TRY(made.cancels, reader.flag_or("cancels", false));
    GX_TRY(made.compensation, read_compensation(reader));
    GX_TRY(made.note, reader.text_or_empty("note"));
    GX_TRY(made.basis, reader.texts("basis", 50));
    GX_CHECK(check(reader, made));
    return made;
}

Json LawfulChange::to_json() const {
    Json out = Json::object();
    set_text(out, "code", code);
    set_text(out, "obligation_id", obligation_id);
    set_text(out, "body_id", body_id);
    out.set("reason_type", to_string(reason_type));
    set_text(out, "reason", reason);
    set_text(out, "approval_doc_no", approval_doc_no);
    out.set("decided_on", decided_on.iso()).set("collective_decision_on", collective_decision_on.iso());
    set_day(out, "notified_on", notified_on);
    set_day(out, "new_due_on", new_due_on);
    out.set("new_amount_fen", new_amount_fen);
    if (cancels) { out.set("cancels", true); }
    Json paid = Json::object();
    paid.set("amount_fen", compensation.amount_fen);
    set_text(paid, "reason", compensation.reason);
    set_day(paid, "agreed_on", compensation.agreed_on);
    set_day(paid, "due_on", compensation.due_on);
    set_day(paid, "paid_on", compensation.paid_on);
    out.set("compensation", std::move(paid));
    set_text(out, "note", note);
    set_basis(out, basis);
    return out;
}

bool LawfulChange::settled_on(Date day) const {
    return compensation.amount_fen == 0 || (compensation.paid_on && *compensation.paid_on <= day);
}

bool LawfulChange::compensation_overdue_on(Date day) const {
    return in_force_on(day) && !settled_on(day) && compensation.due_on && *compensation.due_on < day;
}

Result<Done> check_change(const LawfulChange& change, const ExcuseBook& excuses, const std::string& pointer) {
    // S-6.4d: 不得以换届、相关责任人更替等理由毁约
    auto allowed = excuses.check(change.reason, change.decided_on);
    if (allowed) { return Done{}; }
    Error error = std::move(allowed).error();
    error.where = pointer + "/reason";
    return error;
}

}  // namespace gx::domain
