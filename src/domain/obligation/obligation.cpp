// SPDX-License-Identifier: Apache-2.0
#include "domain/obligation/obligation.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "base/json_reader.hpp"
#include "domain/obligation/content.hpp"

namespace gx::domain {

using base::Date;
using base::Json;
using base::JsonReader;
using base::Result;

namespace {

constexpr std::array<std::string_view, 7> kDomains = {"procurement", "ppp",      "bidding", "investment",
                                                      "debt",        "township", "other"};
constexpr std::array<std::string_view, 6> kCounterparties = {"private", "state", "foreign", "individual", "deputy",
                                                             "public"};
constexpr std::array<std::string_view, 5> kMilestones = {"delivery", "acceptance", "payment", "report", "other"};

template <class List>
bool contains(const List& list, std::string_view text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

Result<std::optional<Counterparty>> read_counterparty(const Json& object, std::string pointer) {
    if (object.is_null()) { return std::optional<Counterparty>{}; }
    const JsonReader reader{object, std::move(pointer)};
    GX_CHECK(reader.only({"name", "type", "code", "sme"}));
    Counterparty made;
    GX_TRY(made.name, reader.text_or_empty("name", 400));
    GX_TRY(made.type, reader.text("type", 20));
    if (!contains(kCounterparties, made.type)) {
        return reader.refuse("type", "obligation.counterparty_type", made.type);
    }
    GX_TRY(made.code, reader.text_or_empty("code", 60));
    GX_TRY(made.sme, reader.flag_or("sme", false));
    return std::optional<Counterparty>{std::move(made)};
}

Json counterparty_json(const Counterparty& value) {
    Json out = Json::object();
    set_text(out, "name", value.name);
    set_text(out, "type", value.type);
    set_text(out, "code", value.code);
    return out.set("sme", value.sme);
}

/// "01" … "13", the service areas of the plan. Source: S-6.6c
bool is_area(std::string_view area) {
    return area.size() == 2 && area >= "01" && area <= "13" && area[1] >= '0' && area[1] <= '9';
}

Result<base::Done> check(const JsonReader& reader, const Obligation& made) {
    if (made.due_on < made.made_on) { return reader.refuse("due_on", "obligation.due_before_made"); }
    if (made.done_on && *made.done_on < made.made_on) {
        return reader.refuse("done_on", "obligation.done_before_made");
    }
    if (made.void_on && made.void_reason.empty()) {
        return reader.refuse("void_reason", "obligation.void_without_reason");
    }
    if (!made.domain.empty() && !contains(kDomains, made.domain)) {
        return reader.refuse("domain", "obligation.domain", made.domain);
    }
    if (!made.area.empty() && !is_area(made.area)) { return reader.refuse("area", "obligation.area", made.area); }
    if (!made.attributes.is_null() && !made.attributes.is_object()) {
        return reader.refuse("attributes", "json.member_type", "expected an object");
    }
    return base::Done{};
}

}  // namespace

Result<std::vector<Evidence>> Evidence::list_from_json(const Json& list, const std::string& pointer) {
    std::vector<Evidence> out;
    if (list.is_null()) { return out; }
    if (!list.is_array() || list.as_array().size() > 100) {
        return base::Error{base::ErrorCode::InvalidInput, "json.member_type", "expected a list of at most 100", pointer};
    }
    for (std::size_t i = 0; i < list.as_array().size(); ++i) {
        const JsonReader reader{list.as_array()[i], fmt::format("{}/{}", pointer, i)};
        GX_CHECK(reader.only({"title", "on", "digest", "doc_no"}));
        Evidence made;
        GX_TRY(made.title, reader.text("title", 400));
        GX_TRY(made.on, reader.optional_date("on"));
        GX_TRY(made.digest, reader.text_or_empty("digest", 128));
        GX_TRY(made.doc_no, reader.text_or_empty("doc_no", 200));
        out.push_back(std::move(made));
    }
    return out;
}

Result<Obligation> Obligation::from_json(const Json& content, const std::string& pointer) {
    const JsonReader reader{content, pointer};
    GX_CHECK(reader.only({"code",         "body_id",       "kind",         "title",          "source_id",
                          "post_id",      "counterparty",  "made_on",      "due_on",         "due_provisional",
                          "done_on",      "amount_fen",    "fulfilled_fen", "currency",      "domain",
                          "area",         "evidence",      "has_evidence", "accepted_on",    "agreed_rate_bp",
                          "void_on",      "void_reason",   "cancelled_on", "cancel_document", "disclosed",
                          "rating",       "excuse",        "attributes",   "note",           "basis"}));
    Obligation made;
    GX_TRY(made.code, reader.text("code", 200));
    GX_TRY(made.body_id, reader.text("body_id", 60));
    GX_TRY(made.kind, reader.text("kind", 60));
    GX_TRY(made.title, reader.text("title", 1'000));
    GX_TRY(made.source_id, reader.text_or_empty("source_id", 60));
    GX_TRY(made.post_id, reader.text_or_empty("post_id", 60));
    GX_TRY(made.counterparty, read_counterparty(reader.raw("counterparty"), reader.where("counterparty")));
    GX_TRY(made.made_on, reader.date("made_on"));
    GX_TRY(made.due_on, reader.date("due_on"));
    GX_TRY(made.due_provisional, reader.flag_or("due_provisional", false));
    GX_TRY(made.done_on, reader.optional_date("done_on"));
    GX_TRY(made.amount_fen, reader.optional_integer("amount_fen", 0, kAmountMax));
    GX_TRY(made.fulfilled_fen, reader.optional_integer("fulfilled_fen", 0, kAmountMax));
    GX_TRY(made.currency, read_currency(reader));
    GX_TRY(made.domain, reader.text_or_empty("domain", 20));
    GX_TRY(made.area, reader.text_or_empty("area", 2));
    GX_TRY(made.evidence, Evidence::list_from_json(reader.raw("evidence"), reader.where("evidence")));
    GX_CHECK(reader.flag_or("has_evidence", false));
    GX_TRY(made.accepted_on, reader.optional_date("accepted_on"));
    GX_TRY(made.agreed_rate_bp, reader.optional_integer("agreed_rate_bp", 0, 10'000));
    GX_TRY(made.void_on, reader.optional_date("void_on"));
    GX_TRY(made.void_reason, reader.text_or_empty("void_reason"));
    GX_TRY(made.cancelled_on, reader.optional_date("cancelled_on"));
    GX_TRY(made.cancel_document, reader.text_or_empty("cancel_document", 200));
    GX_TRY(made.disclosed, reader.flag_or("disclosed", false));
    GX_TRY(made.rating, reader.optional_integer("rating", 0, 100));
    GX_TRY(made.excuse, reader.text_or_empty("excuse", 200));
    made.attributes = reader.raw("attributes");
    GX_TRY(made.note, reader.text_or_empty("note"));
    GX_TRY(made.basis, reader.texts("basis", 50));
    GX_CHECK(check(reader, made));
    return made;
}

Json Obligation::to_json() const {
    Json out = Json::object();
    set_text(out, "code", code);
    set_text(out, "body_id", body_id);
    set_text(out, "kind", kind);
    set_text(out, "title", title);
    set_text(out, "source_id", source_id);
    set_text(out, "post_id", post_id);
    if (counterparty) { out.set("counterparty", counterparty_json(*counterparty)); }
    out.set("made_on", made_on.iso()).set("due_on", due_on.iso());
    if (due_provisional) { out.set("due_provisional", true); }
    set_day(out, "done_on", done_on);
    out.set("amount_fen", amount_fen).set("fulfilled_fen", fulfilled_fen);
    set_text(out, "currency", currency);
    set_text(out, "domain", domain);
    set_text(out, "area", area);
    set_evidence(out, evidence);
    out.set("has_evidence", !evidence.empty());
    set_day(out, "accepted_on", accepted_on);
    out.set("agreed_rate_bp", agreed_rate_bp);
    set_day(out, "void_on", void_on);
    set_text(out, "void_reason", void_reason);
    set_day(out, "cancelled_on", cancelled_on);
    set_text(out, "cancel_document", cancel_document);
    out.set("disclosed", disclosed).set("rating", rating);
    set_text(out, "excuse", excuse);
    out.set("attributes", attributes);
    set_text(out, "note", note);
    set_basis(out, basis);
    return out;
}

Result<Milestone> Milestone::from_json(const Json& content, const std::string& pointer) {
    const JsonReader reader{content, pointer};
    GX_CHECK(reader.only({"code", "obligation_id", "body_id", "no", "type", "title", "due_on", "done_on", "amount_fen",
                          "fulfilled_fen", "evidence", "note", "basis"}));
    Milestone made;
    GX_TRY(made.code, reader.text("code", 200));
    GX_TRY(made.obligation_id, reader.text("obligation_id", 60));
    GX_TRY(made.body_id, reader.text("body_id", 60));
    GX_TRY(made.no, reader.integer("no", 0, 100'000));
    GX_TRY(made.type, reader.text("type", 20));
    if (!contains(kMilestones, made.type)) { return reader.refuse("type", "milestone.type", made.type); }
    GX_TRY(made.title, reader.text("title", 1'000));
    GX_TRY(made.due_on, reader.date("due_on"));
    GX_TRY(made.done_on, reader.optional_date("done_on"));
    GX_TRY(made.amount_fen, reader.optional_integer("amount_fen", 0, kAmountMax));
    GX_TRY(made.fulfilled_fen, reader.optional_integer("fulfilled_fen", 0, kAmountMax));
    GX_TRY(made.evidence, Evidence::list_from_json(reader.raw("evidence"), reader.where("evidence")));
    GX_TRY(made.note, reader.text_or_empty("note"));
    GX_TRY(made.basis, reader.texts("basis", 50));
    return made;
}

Json Milestone::to_json() const {
    Json out = Json::object();
    set_text(out, "code", code);
    set_text(out, "obligation_id", obligation_id);
    set_text(out, "body_id", body_id);
    out.set("no", no);
    set_text(out, "type", type);
    set_text(out, "title", title);
    out.set("due_on", due_on.iso());
    set_day(out, "done_on", done_on);
    out.set("amount_fen", amount_fen).set("fulfilled_fen", fulfilled_fen);
    set_evidence(out, evidence);
    set_text(out, "note", note);
    set_basis(out, basis);
    return out;
}

Result<Payment> Payment::from_json(const Json& content, const std::string& pointer) {
    const JsonReader reader{content, pointer};
    GX_CHECK(reader.only({"code", "obligation_id", "body_id", "milestone_id", "paid_on", "amount_fen", "currency",
                          "voucher_no", "note", "basis"}));
    Payment made;
    GX_TRY(made.code, reader.text("code", 200));
    GX_TRY(made.obligation_id, reader.text("obligation_id", 60));
    GX_TRY(made.body_id, reader.text("body_id", 60));
    GX_TRY(made.milestone_id, reader.text_or_empty("milestone_id", 60));
    GX_TRY(made.paid_on, reader.date("paid_on"));
    GX_TRY(made.amount_fen, reader.integer("amount_fen", 1, kAmountMax));
    GX_TRY(made.currency, read_currency(reader));
    GX_TRY(made.voucher_no, reader.text_or_empty("voucher_no", 200));
    GX_TRY(made.note, reader.text_or_empty("note"));
    GX_TRY(made.basis, reader.texts("basis", 50));
    return made;
}

Json Payment::to_json() const {
    Json out = Json::object();
    set_text(out, "code", code);
    set_text(out, "obligation_id", obligation_id);
    set_text(out, "body_id", body_id);
    set_text(out, "milestone_id", milestone_id);
    out.set("paid_on", paid_on.iso()).set("amount_fen", amount_fen);
    set_text(out, "currency", currency);
    set_text(out, "voucher_no", voucher_no);
    set_text(out, "note", note);
    set_basis(out, basis);
    return out;
}

}  // namespace gx::domain
