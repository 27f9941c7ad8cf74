// SPDX-License-Identifier: Apache-2.0
#include "app/complaints/file_complaint.hpp"

#include <algorithm>

#include "app/complaints/complaint_texts.hpp"
#include "app/complaints/receipt.hpp"
#include "app/complaints/receipt_document.hpp"
#include "base/text.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kTitleMax = 200;
constexpr std::size_t kContentMax = 20'000;

bool is_anonymous(const FileComplaint::Input& input) { return input.anonymous || input.contact.is_null(); }

/// What was said, without the day: a repetition on the next day is the same complaint.
Json content_of(const FileComplaint::Input& input) {
    Json json = Json::object();
    json.set("title", input.title).set("content", input.content).set("body", input.body_id.empty() ? Json{} : Json(input.body_id));
    return json.set("focus", input.focus.empty() ? Json{} : Json(input.focus)).set("contact", input.contact);
}

Error not_ready() { return {ErrorCode::Unavailable, "complaint.not_ready"}; }

}  // namespace

struct FileComplaint::Prepared {
    SealedFiling filing;
    Json letter;       ///< the content and the day
    Recipient holder;  ///< the receipt's
    base::Date day;
};

Result<Done> FileComplaint::check(const Input& input) const {
    const auto refuse = [](const char* reason, const char* where) { return Error{ErrorCode::InvalidInput, reason, {}, where}; };
    const std::size_t title = base::code_points(base::trim(input.title));
    const std::size_t content = base::code_points(base::trim(input.content));
    if (title == 0 || title > kTitleMax) { return refuse("complaint.title_length", "/body/title"); }
    if (content == 0 || content > kContentMax) { return refuse("complaint.content_length", "/body/content"); }
    if (!input.focus.empty() && input.focus != "harm_people" && input.focus != "harm_market") { return refuse("complaint.focus_unknown", "/body/focus"); }
    if (!input.body_id.empty()) {
        GX_TRY(const auto reader, parts_.store.reader());
        GX_TRY(const auto body, reader->find("body", parts_.tenant, input.body_id));
        if (!body) { return refuse("complaint.body_unknown", "/body/body"); }
    }
    return Done{};
}

Result<Json> FileComplaint::run(const Input& input) {
    GX_CHECK(check_filing_key(input.key));
    GX_TRY(const auto receipts, receipts_of(parts_.sealer, parts_.tenant, input.key));
    const Json content = content_of(input);
    for (const std::string& receipt : receipts) {
        GX_TRY(const auto doors, doors_of(parts_.sealer, receipt));
        GX_TRY(const auto reader, parts_.store.reader());
        GX_TRY(const auto known, parts_.filings.behind(*reader, doors));
        if (known) { return again(*known, receipt, content); }
    }
    GX_CHECK(gate_.pass_filing(input.proof, input.key));
    GX_CHECK(check(input));

    const std::string& receipt = receipts.back();
    GX_TRY(const auto doors, doors_of(parts_.sealer, receipt));
    const BoxKeys holder = holder_keys(parts_.envelope, receipt);
    Prepared prepared{.filing = {.tenant = parts_.tenant, .id = random_id(parts_.random), .filing_id = {}, .door = doors.back(),
                                 .holder = holder.public_key, .body_id = input.body_id, .focus = input.focus,
                                 .anonymous = is_anonymous(input),
                                 .digest = content_digest(parts_.hasher, receipt_salt(parts_.envelope, receipt).view(), content)},
                      .letter = content, .holder = {.name = std::string(kReceiptHolder), .public_key = holder.public_key},
                      .day = parts_.clock.today()};
    prepared.filing.filing_id = prepared.filing.id;
    prepared.letter.set("day", prepared.day.iso());
    auto kept = prepared.filing.anonymous ? keep_anonymous(input, prepared) : keep_named(input, prepared);
    if (!kept.ok() && kept.error().reason == "store.constraint") {
        // The same request came twice at once, and the other was first.
        GX_TRY(const auto reader, parts_.store.reader());
        GX_TRY(const auto known, parts_.filings.behind(*reader, doors));
        if (known) { return again(*known, receipt, content); }
    }
    GX_CHECK(kept);
    return told(prepared.filing, receipt, prepared.day);
}

Result<Done> FileComplaint::keep_anonymous(const Input& input, Prepared& prepared) {
    std::vector<Recipient> recipients;
    {
        GX_TRY(const auto reader, parts_.store.reader());
        GX_TRY(recipients, keys_.recipients(*reader, input.body_id));
    }
    if (recipients.size() < kHandlersMin) { return Error{ErrorCode::Unavailable, "complaint.no_handlers"}; }
    recipients.push_back(prepared.holder);
    GX_CHECK(lock_letter(parts_.envelope, prepared.filing, prepared.letter, recipients));
    return parts_.store.write({.actor = {.account = "portal", .tenant = parts_.tenant}, .at = parts_.clock.now()},
                              [&](Work& work) { return parts_.filings.add(work, prepared.filing); });
}

Result<Done> FileComplaint::keep_named(const Input& input, Prepared& prepared) {
    if (parts_.intake == nullptr) { return not_ready(); }
    return parts_.store.write({.actor = {.account = "portal", .tenant = parts_.tenant}, .at = parts_.clock.now()}, [&](Work& work) -> Result<Done> {
        SealedFiling& filing = prepared.filing;
        filing.sealed_id.clear();
        GX_TRY(const auto contact, parts_.sealer.seal(parts_.tenant, parts_.ids.next_id(), base::as_bytes(base::canonical(input.contact))));
        GX_CHECK(work.add_sealed(contact.row));
        GX_TRY(filing.case_id, parts_.intake->open(work, {.tenant = parts_.tenant, .filing_id = filing.id, .anonymous = false,
                                                         .title = std::string(base::trim(input.title)), .content = input.content,
                                                         .body_id = input.body_id, .focus = input.focus, .contact = contact.reference(),
                                                         .on = prepared.day}));
        GX_TRY(const Json text, seal_text(parts_, work, filing, prepared.letter));
        filing.entered = true;
        GX_CHECK(parts_.filings.add(work, filing));
        return enter_journal(parts_, work, filing, prepared.day, text);
    });
}

Result<Json> FileComplaint::again(const SealedFiling& filing, const std::string& receipt, const Json& content) const {
    if (content_digest(parts_.hasher, receipt_salt(parts_.envelope, receipt).view(), content) != filing.digest) {
        return Error{ErrorCode::Conflict, "complaint.key_reused", {}, "/header/Idempotency-Key"};
    }
    const BoxKeys holder = holder_keys(parts_.envelope, receipt);
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(const Json letter, open_text(parts_, *reader, filing, {.name = kReceiptHolder, .private_key = holder.private_key.view()}));
    GX_TRY(const auto day, base::Date::parse(letter.text_or_empty("day")));
    return told(filing, receipt, day);
}

Result<Json> FileComplaint::told(const SealedFiling& filing, const std::string& receipt, base::Date day) const {
    const ReceiptDocument document{.tenant = filing.tenant, .number = filing.id, .day = day, .digest = filing.digest,
                                   .hash = std::string(parts_.hasher.name())};
    GX_TRY(Json certificate, document.signed_by(parts_.signer));
    Json json = Json::object();
    json.set("id", filing.id).set("receipt", receipt).set("anonymous", filing.anonymous);
    return json.set("certificate", std::move(certificate));
}

}  // namespace gx::app
