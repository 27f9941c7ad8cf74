// SPDX-License-Identifier: Apache-2.0
#include "app/complaints/follow_complaint.hpp"

#include <algorithm>

#include "app/complaints/complaint_texts.hpp"
#include "app/complaints/receipt.hpp"
#include "app/complaints/receipt_document.hpp"
#include "base/text.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kTextMax = 4'000;
constexpr std::size_t kNoteMax = 2'000;
constexpr std::size_t kIdDigits = 32;

Result<Done> check_text(const std::string& text, std::size_t most, const char* where) {
    const std::size_t length = base::code_points(base::trim(text));
    if (length == 0 || length > most) { return Error{ErrorCode::InvalidInput, "complaint.message_length", {}, where}; }
    return Done{};
}

std::int64_t next_number(const std::vector<SealedFiling>& all) { return all.empty() ? 1 : all.back().number + 1; }

bool holds(const std::vector<SealedFiling>& all, FilingKind kind) {
    return std::ranges::any_of(all, [kind](const SealedFiling& one) { return one.kind == kind; });
}

Error not_ratable() { return {ErrorCode::StateForbids, "complaint.not_ratable"}; }

}  // namespace

Result<SealedFiling> FollowComplaint::find(const Visit& visit) {
    const std::string form = receipt_form(visit.receipt);
    GX_CHECK(gate_.pass_look(visit.proof, form));
    GX_TRY(const auto doors, doors_of(parts_.sealer, form));
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(auto found, parts_.filings.behind(*reader, doors));
    if (!found) {
        gate_.missed();
        return Error{ErrorCode::NotFound, "complaint.receipt_unknown"};
    }
    return std::move(*found);
}

/// Signed anew each time; with the proof that it stands in the journal, as soon as it does.
Result<Json> FollowComplaint::certificate(const SealedFiling& complaint, base::Date day) const {
    const ReceiptDocument document{.tenant = complaint.tenant, .number = complaint.id, .day = day, .digest = complaint.digest,
                                   .hash = std::string(parts_.hasher.name())};
    GX_TRY(Json json, document.signed_by(parts_.signer));
    if (!complaint.entered) { return json; }
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(const auto entity, reader->find("filing", complaint.tenant, complaint.id));
    if (!entity) { return json; }
    GX_TRY(const auto size, reader->journal_size());
    GX_TRY(const auto proof, prove_.inclusion(static_cast<std::uint64_t>(entity->seq), static_cast<std::uint64_t>(size)));
    return json.set("entry", to_json(proof));
}

Result<bool> FollowComplaint::may_rate(Reader& reader, const SealedFiling& complaint, const std::vector<SealedFiling>& all) const {
    if (complaint.case_id.empty() || parts_.intake == nullptr || holds(all, FilingKind::Rating)) { return false; }
    GX_TRY(const auto standing, parts_.intake->standing(reader, complaint.tenant, complaint.case_id));
    return standing.can_rate;
}

Result<Json> FollowComplaint::look(const Visit& visit) {
    GX_TRY(const SealedFiling complaint, find(visit));
    const BoxKeys holder = holder_keys(parts_.envelope, visit.receipt);
    const LetterOpener opener{.name = kReceiptHolder, .private_key = holder.private_key.view()};
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(const auto all, parts_.filings.all_of(*reader, complaint.id));
    GX_TRY(const Json letter, open_text(parts_, *reader, complaint, opener));
    GX_TRY(const auto day, base::Date::parse(letter.text_or_empty("day")));
    Json json = Json::object();
    json.set("id", complaint.id).set("filed_on", day.iso()).set("anonymous", complaint.anonymous);
    json.set("title", letter.at("title")).set("content", letter.at("content"));
    if (!complaint.case_id.empty() && parts_.intake != nullptr) {
        GX_TRY(const auto standing, parts_.intake->standing(*reader, complaint.tenant, complaint.case_id));
        json.set("state", standing.state).set("state_name", Json::object().set("zh", standing.state_name.zh).set("en", standing.state_name.en));
        json.set("reply", standing.reply.empty() ? Json{} : Json(standing.reply)).set("closed", standing.closed);
        json.set("can_rate", standing.can_rate && !holds(all, FilingKind::Rating));
    } else {
        json.set("state", "received").set("closed", false).set("can_rate", false);
    }
    GX_TRY(Json messages, messages_of(parts_, *reader, all, opener));
    json.set("messages", std::move(messages));
    GX_TRY(Json document, certificate(complaint, day));
    json.set("certificate", std::move(document));
    if (std::ranges::any_of(all, [](const SealedFiling& one) { return one.kind == FilingKind::Answer && !one.seen; })) {
        GX_CHECK(parts_.store.write({.actor = {.account = "portal", .tenant = complaint.tenant}, .at = parts_.clock.now()}, [&](Work& work) -> Result<Done> {
            GX_CHECK(parts_.filings.mark_seen(work, complaint.id, FilingKind::Answer));
            return Done{};
        }));
    }
    return json;
}

/// Locked to the handlers of today and to the receipt; of a named complaint sealed by the server, when it is written.
Result<SealedFiling> FollowComplaint::letter_to_office(Reader& reader, const SealedFiling& complaint, const std::string& id,
                                                       std::int64_t number, const Json& content) const {
    SealedFiling filing{.tenant = complaint.tenant, .id = id, .filing_id = complaint.id, .kind = FilingKind::Message, .number = number,
                        .case_id = complaint.case_id, .anonymous = complaint.anonymous};
    const base::Secret salt = parts_.envelope.make_secret(32);
    filing.digest = content_digest(parts_.hasher, salt.view(), content);
    if (!complaint.anonymous) { return filing; }
    GX_TRY(auto recipients, keys_.recipients(reader, complaint.body_id));
    if (recipients.size() < kHandlersMin) { return Error{ErrorCode::Unavailable, "complaint.no_handlers"}; }
    recipients.push_back({.name = std::string(kReceiptHolder), .public_key = complaint.holder});
    GX_CHECK(lock_letter(parts_.envelope, filing, content, recipients));
    return filing;
}

Result<Json> FollowComplaint::write(const Visit& visit, const std::string& text, const std::string& key) {
    GX_TRY(const SealedFiling complaint, find(visit));
    GX_CHECK(check_text(text, kTextMax, "/body/text"));
    std::string id = random_id(parts_.random);
    if (!key.empty()) {
        GX_TRY(const auto digests, parts_.sealer.lookup_digests(complaint.id, "complaint.message", key));
        if (!digests.empty()) { id = digests.back().digest.substr(0, kIdDigits); }
    }
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(const auto known, parts_.filings.find(*reader, complaint.tenant, id));
    Json json = Json::object();
    if (known) { return json.set("number", known->number); }
    GX_CHECK(gate_.pass_filing(visit.proof, receipt_form(visit.receipt)));
    GX_TRY(const auto all, parts_.filings.all_of(*reader, complaint.id));
    if (all.size() > kMessagesMax) { return Error{ErrorCode::StateForbids, "complaint.too_many_messages"}; }
    const base::Date today = parts_.clock.today();
    Json content = Json::object();
    content.set("text", text).set("day", today.iso());
    GX_TRY(SealedFiling filing, letter_to_office(*reader, complaint, id, next_number(all), content));
    GX_CHECK(parts_.store.write({.actor = {.account = "portal", .tenant = complaint.tenant}, .at = parts_.clock.now()}, [&](Work& work) -> Result<Done> {
        if (complaint.anonymous) { return parts_.filings.add(work, filing); }
        GX_TRY(const Json sealed, seal_text(parts_, work, filing, content));
        filing.entered = true;
        GX_CHECK(parts_.filings.add(work, filing));
        return enter_journal(parts_, work, filing, today, sealed);
    }));
    return json.set("number", filing.number);
}

Result<Json> FollowComplaint::rate(const Visit& visit, const Rating& rating) {
    GX_TRY(const SealedFiling complaint, find(visit));
    if (rating.satisfaction != "satisfied" && rating.satisfaction != "basically" && rating.satisfaction != "dissatisfied") {
        return Error{ErrorCode::InvalidInput, "complaint.satisfaction_unknown", {}, "/body/satisfaction"};
    }
    if (!rating.note.empty()) { GX_CHECK(check_text(rating.note, kNoteMax, "/body/note")); }
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(const auto all, parts_.filings.all_of(*reader, complaint.id));
    GX_TRY(const bool ratable, may_rate(*reader, complaint, all));
    if (!ratable) { return not_ratable(); }
    GX_CHECK(gate_.pass_filing(visit.proof, receipt_form(visit.receipt)));
    const base::Date today = parts_.clock.today();
    const WriteContext context{.actor = {.account = "portal", .tenant = complaint.tenant}, .at = parts_.clock.now()};
    if (!complaint.anonymous) {
        GX_CHECK(parts_.store.write(context, [&](Work& work) {
            return parts_.intake->rate(work, complaint.tenant, complaint.case_id, {.satisfaction = rating.satisfaction, .note = rating.note, .on = today});
        }));
        return Json::object().set("accepted", true);
    }
    std::vector<SealedFiling> added;
    if (!rating.note.empty()) {
        Json content = Json::object();
        content.set("text", rating.note).set("day", today.iso());
        GX_TRY(auto note, letter_to_office(*reader, complaint, random_id(parts_.random), next_number(all), content));
        added.push_back(std::move(note));
    }
    // One of three words is no secret, and the batch must be able to read it.
    SealedFiling vote{.tenant = complaint.tenant, .id = random_id(parts_.random), .filing_id = complaint.id, .kind = FilingKind::Rating,
                      .number = next_number(all) + static_cast<std::int64_t>(added.size()), .case_id = complaint.case_id};
    vote.wraps = Json::object().set("satisfaction", rating.satisfaction);
    vote.digest = content_digest(parts_.hasher, parts_.envelope.make_secret(32).view(), vote.wraps);
    added.push_back(std::move(vote));
    GX_CHECK(parts_.store.write(context, [&](Work& work) -> Result<Done> {
        for (const SealedFiling& one : added) { GX_CHECK(parts_.filings.add(work, one)); }
        return Done{};
    }));
    return Json::object().set("accepted", true);
}

}  // namespace gx::app
