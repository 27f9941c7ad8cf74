// SPDX-License-Identifier: Apache-2.0
#include "app/notices/deliver_notices.hpp"

#include <algorithm>

#include "app/notices/manage_channels.hpp"
#include "app/notices/read_notices.hpp"
#include "domain/journal/hmac.hpp"

namespace gx::app {
namespace {

using base::Instant;
using base::Json;

constexpr std::size_t kAtOnce = 20;
constexpr std::int64_t kTakenMillis = 30'000;  ///< longer than an attempt takes
constexpr std::int64_t kAttemptsMax = 8;
constexpr std::int64_t kPauseMillisMax = 6 * 3'600'000;

}  // namespace

std::string webhook_signature(const domain::Hasher& hasher, std::string_view secret, std::int64_t timestamp, std::string_view body) {
    const std::string signed_text = fmt::format("{}.{}", timestamp, body);
    const auto mac = domain::hmac(hasher, base::as_bytes(secret), base::as_bytes(signed_text));
    return fmt::format("hmac-{}={}", hasher.name(), base::to_hex(mac));
}

Result<std::int64_t> DeliverNotices::run() {
    const WriteContext context{{.account = "outbox", .tenant = {}}, services_.machine.now()};
    std::int64_t left = 0;
    for (std::size_t i = 0; i < kAtOnce; ++i) {
        {
            GX_TRY(const auto reader, services_.store.reader());
            GX_TRY(const auto due, services_.box.next_due(*reader));
            if (!due || *due > services_.machine.now()) { break; }
        }
        // One at a time: a server killed here keeps one item waiting for kTakenMillis, not twenty.
        std::vector<OutboxItem> items;
        GX_CHECK(services_.store.write(context, [&](Work& work) -> Result<Done> {
            const Instant now = services_.machine.now();
            GX_TRY(items, services_.box.take_due(work, now, Instant::from_millis(now.millis() + kTakenMillis), 1));
            return Done{};
        }));
        if (items.empty()) { break; }  // another server took it
        GX_TRY(auto reader, services_.store.reader());
        const auto parcel = parcel_of(*reader, items.front());
        reader.reset();  // no snapshot is held while another server is waited for
        const Result<Done> sent = parcel.ok() ? send(items.front(), *parcel) : Result<Done>(parcel.error());
        left += sent.ok() ? 1 : 0;
        const OutboxOutcome outcome = outcome_of(items.front(), sent);
        GX_CHECK(services_.store.write(context, [&](Work& work) { return services_.box.settle(work, outcome); }));
    }
    return left;
}

Result<Done> DeliverNotices::send(const OutboxItem& item, const Parcel& parcel) {
    return item.channel == "email" ? mail(item, parcel.notice, parcel.address) : post(item, parcel.notice, parcel.address);
}

OutboxOutcome DeliverNotices::outcome_of(const OutboxItem& item, const Result<Done>& sent) const {
    const Instant now = services_.machine.now();
    OutboxOutcome outcome{.id = item.id, .state = "sent", .attempts = item.attempts + 1, .next_at = now};
    if (sent.ok()) {
        outcome.sent_at = now;
        return outcome;
    }
    outcome.reason = sent.error().reason;
    outcome.state = outcome.attempts >= kAttemptsMax ? "dead" : "waiting";
    const std::int64_t pause = std::min(services_.pause_millis << std::min<std::int64_t>(item.attempts, 20), kPauseMillisMax);
    outcome.next_at = Instant::from_millis(now.millis() + pause);
    return outcome;
}

Result<DeliverNotices::Parcel> DeliverNotices::parcel_of(Reader& reader, const OutboxItem& item) const {
    GX_TRY(auto notice, services_.box.find(reader, item.tenant, item.notice_id));
    if (!notice) { return Error{ErrorCode::NotFound, "notice.unknown", item.notice_id}; }
    GX_TRY(Json address, open_channel(reader, services_.sealer, item.tenant, item.account, item.channel));
    if (!address.is_object()) { return Error{ErrorCode::NotFound, "channel.gone", item.channel}; }
    return Parcel{.notice = std::move(*notice), .address = std::move(address)};
}

Result<Done> DeliverNotices::mail(const OutboxItem& item, const Notice& notice, const Json& address) {
    if (services_.mailer == nullptr) { return Error{ErrorCode::Unavailable, "outbound.not_set_up"}; }
    const Json words = notice_words(notice, services_.law);
    const Json& subject = words.at("subject");
    const Json& text = words.at("text");
    Letter letter{.id = item.id, .to = address.text_or_empty("email"), .subject = subject.text_or_empty("zh"), .at = notice.made_at};
    letter.text = fmt::format("{}\n\n{}\n{}\n", text.text_or_empty("zh"), subject.text_or_empty("en"), text.text_or_empty("en"));
    return services_.mailer->send(letter);
}

Result<Done> DeliverNotices::post(const OutboxItem& item, const Notice& notice, const Json& address) {
    if (services_.outbound == nullptr) { return Error{ErrorCode::Unavailable, "outbound.not_set_up"}; }
    Json object = Json::object();
    object.set("type", notice.object_type).set("id", notice.object_id);
    Json json = notice_words(notice, services_.law);
    json.set("id", item.id).set("notice", notice.id).set("tenant", notice.tenant).set("kind", notice.kind);
    json.set("object", std::move(object)).set("made_at", notice.made_at.iso()).set("params", notice.params);
    const std::int64_t timestamp = services_.machine.now().millis() / 1'000;
    OutboundRequest request{.url = address.text_or_empty("url"), .content_type = "application/json", .body = base::canonical(json)};
    request.headers = {{"X-Gongxin-Timestamp", std::to_string(timestamp)},
                       {"X-Gongxin-Signature", webhook_signature(services_.hasher, address.text_or_empty("secret"), timestamp, request.body)}};
    GX_TRY(const auto answer, services_.outbound->send(request));
    if (answer.status < 200 || answer.status > 299) { return Error{ErrorCode::Unavailable, "outbound.status", std::to_string(answer.status)}; }
    return Done{};
}

}  // namespace gx::app
