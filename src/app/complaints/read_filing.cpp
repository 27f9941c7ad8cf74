// SPDX-License-Identifier: Apache-2.0
#include "app/complaints/read_filing.hpp"

#include <algorithm>

#include "app/access/access_log.hpp"
#include "app/complaints/complaint_texts.hpp"
#include "base/text.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kTextMax = 4'000;

Error unknown() { return {ErrorCode::NotFound, "complaint.unknown"}; }

}  // namespace

Result<SealedFiling> ReadFiling::find(Reader& reader, const std::string& case_id, const Actor& actor) const {
    if (!actor.may(kReadFiling)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kReadFiling)}; }
    if (parts_.intake == nullptr) { return unknown(); }  // nothing became a case yet
    GX_CHECK(parts_.intake->check_seen(reader, actor, case_id));
    GX_TRY(auto found, parts_.filings.of_case(reader, actor.tenant, case_id));
    if (!found) { return unknown(); }
    return std::move(*found);
}

Result<Json> ReadFiling::run(const std::string& case_id, const std::string& passphrase, const Actor& actor) {
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(const SealedFiling complaint, find(*reader, case_id, actor));
    HandlerKeys::Unlocked unlocked;
    AccessRecord record{.action = std::string(kReadFiling), .entity = "filing", .entity_id = complaint.id, .body_id = complaint.body_id};
    if (complaint.anonymous) {
        auto opened = keys_.unlock(*reader, complaint, passphrase, actor);
        if (!opened.ok()) {
            if (opened.error().reason != "handler_key.passphrase_wrong") { return std::move(opened).error(); }
            record.outcome = AccessOutcome::Refused;
            GX_CHECK(AccessLog(parts_.store, parts_.clock, parts_.ids).write(record, actor));
            return std::move(opened).error();
        }
        unlocked = std::move(*opened);
    }
    GX_CHECK(AccessLog(parts_.store, parts_.clock, parts_.ids).write(record, actor));

    const LetterOpener opener{.name = unlocked.key_id, .private_key = unlocked.private_key.view()};
    GX_TRY(const auto all, parts_.filings.all_of(*reader, complaint.id));
    GX_TRY(Json content, open_text(parts_, *reader, complaint, opener));
    GX_TRY(Json messages, messages_of(parts_, *reader, all, opener));
    GX_CHECK(parts_.store.write({.actor = actor, .at = parts_.clock.now()}, [&](Work& work) -> Result<Done> {
        GX_CHECK(parts_.filings.mark_seen(work, complaint.id, FilingKind::Complaint));
        GX_CHECK(parts_.filings.mark_seen(work, complaint.id, FilingKind::Message));
        return Done{};
    }));
    Json json = Json::object();
    json.set("id", complaint.id).set("anonymous", complaint.anonymous).set("content", std::move(content));
    return json.set("messages", std::move(messages));
}

Result<Json> ReadFiling::answer(const std::string& case_id, const std::string& text, const Actor& actor) {
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(const SealedFiling complaint, find(*reader, case_id, actor));
    const std::size_t length = base::code_points(base::trim(text));
    if (length == 0 || length > kTextMax) { return Error{ErrorCode::InvalidInput, "complaint.message_length", {}, "/body/text"}; }
    GX_TRY(const auto all, parts_.filings.all_of(*reader, complaint.id));
    if (all.size() > kMessagesMax) { return Error{ErrorCode::StateForbids, "complaint.too_many_messages"}; }
    const base::Date today = parts_.clock.today();
    Json content = Json::object();
    content.set("text", text).set("day", today.iso());
    SealedFiling filing{.tenant = complaint.tenant, .id = random_id(parts_.random), .filing_id = complaint.id, .kind = FilingKind::Answer,
                        .number = all.back().number + 1, .case_id = case_id, .anonymous = complaint.anonymous, .digest = {}, .entered = true};
    filing.digest = content_digest(parts_.hasher, parts_.envelope.make_secret(32).view(), content);
    if (complaint.anonymous) {
        GX_TRY(auto recipients, keys_.recipients(*reader, complaint.body_id));
        recipients.push_back({.name = std::string(kReceiptHolder), .public_key = complaint.holder});
        GX_CHECK(lock_letter(parts_.envelope, filing, content, recipients));
    }
    GX_CHECK(parts_.store.write({.actor = actor, .at = parts_.clock.now()}, [&](Work& work) -> Result<Done> {
        Json sealed;
        if (!complaint.anonymous) { GX_TRY(sealed, seal_text(parts_, work, filing, content)); }
        GX_CHECK(parts_.filings.add(work, filing));
        return enter_journal(parts_, work, filing, today, sealed);
    }));
    return Json::object().set("number", filing.number);
}

}  // namespace gx::app
