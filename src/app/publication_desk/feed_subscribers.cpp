// SPDX-License-Identifier: Apache-2.0
#include "app/publication_desk/feed_subscribers.hpp"

#include <fmt/format.h>

#include "app/recalls/delivery.hpp"
#include "app/recalls/recall.hpp"
#include "app/subject/subject_rows.hpp"
#include "base/json_reader.hpp"
#include "base/text.hpp"
#include "domain/obligation/content.hpp"
#include "domain/publication/masks.hpp"

namespace gx::app {
namespace {

using base::Json;
using base::JsonReader;

constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kNameMax = 120;
constexpr std::size_t kListMax = 1'000;
constexpr std::string_view kTokenDomain = "gongxin feed token\n";
constexpr std::string_view kType = "feed_subscriber";
constexpr const char* kManage = "feed_subscriber.manage";

std::string hash_of(const domain::Hasher& hasher, std::string_view token) {
    return base::to_hex(hasher.digest(base::as_bytes(kTokenDomain), base::as_bytes(token)));
}

/// A reader of the feed is of no body: only who reaches the whole county manages them.
bool manages(const Actor& actor) { return actor.may(kManage) && actor.reach(kManage).is_everything(); }

Error denied() { return {ErrorCode::NotPermitted, "access.denied", kManage}; }

}  // namespace

Result<FeedSubscriber> FeedSubscriber::from_json(const Json& content) {
    const JsonReader reader(content);
    GX_CHECK(reader.only({"code", "name", "token_hash", "made_by", "made_on", "revoked_on"}));
    FeedSubscriber made;
    GX_TRY(made.code, reader.text("code", 60));
    GX_TRY(made.name, reader.text("name", 400));
    GX_TRY(made.token_hash, reader.text("token_hash", 64));
    GX_TRY(made.made_by, reader.text("made_by", 100));
    GX_TRY(made.made_on, reader.date("made_on"));
    GX_TRY(made.revoked_on, reader.optional_date("revoked_on"));
    return made;
}

Json FeedSubscriber::to_json() const {
    Json out = Json::object();
    out.set("code", code).set("name", name).set("token_hash", token_hash).set("made_by", made_by).set("made_on", made_on.iso());
    domain::set_day(out, "revoked_on", revoked_on);
    return out;
}

Result<FeedSubscribers::Made> FeedSubscribers::create(const std::string& name, const Actor& actor) {
    if (!manages(actor)) { return denied(); }
    if (base::trim(name).empty() || base::characters(name).size() > kNameMax) {
        return Error{ErrorCode::InvalidInput, "feed.name_missing", {}, "/body/name"};
    }
    if (domain::personal_value_in(name)) { return Error{ErrorCode::InvalidInput, "feed.name_personal", {}, "/body/name"}; }
    Made made;
    made.token = std::string(kFeedTokenPrefix) + base::to_hex(random_.bytes(kSecretBytes));
    FeedSubscriber subscriber{.code = ids_.next_id(), .name = std::string(base::trim(name)), .token_hash = hash_of(hasher_, made.token),
                              .made_by = actor.account, .made_on = clock_.today(), .revoked_on = {}};
    made.row = first_version(kType, actor.tenant, subscriber.code, subscriber.to_json());
    GX_CHECK(store_.write({actor, clock_.now()}, [&](Work& work) { return work.put(made.row, "add"); }));
    return made;
}

Result<std::vector<Entity>> FeedSubscribers::list(const Actor& actor) {
    if (!actor.may(kManage)) { return denied(); }
    if (!manages(actor)) { return std::vector<Entity>{}; }
    GX_TRY(const auto reader, store_.reader());
    return reader->list(kType, {.tenant = actor.tenant, .order = {{.column = "id"}}, .limit = kListMax});
}

Result<Entity> FeedSubscribers::revoke(const std::string& id, const Actor& actor) {
    if (!manages(actor)) { return Error{ErrorCode::NotFound, "feed_subscriber.unknown", id}; }
    Entity written;
    GX_CHECK(store_.write({actor, clock_.now()}, [&](Work& work) -> Result<Done> {
        GX_TRY(const Entity row, existing(work, kType, actor.tenant, id));
        GX_TRY(auto subscriber, decoded<FeedSubscriber>(row));
        if (subscriber.revoked_on) { return Error{ErrorCode::StateForbids, "feed.subscriber_revoked", id}; }
        subscriber.revoked_on = clock_.today();
        written = next_version(row, subscriber.to_json());
        return work.put(written, "revoke");
    }));
    return written;
}

Result<std::optional<Entity>> FeedSubscribers::find(std::string_view token, const std::vector<std::string>& tenants) {
    if (!token.starts_with(kFeedTokenPrefix)) { return std::optional<Entity>{}; }
    const std::string hash = hash_of(hasher_, token);
    GX_TRY(const auto reader, store_.reader());
    for (const std::string& tenant : tenants) {
        const Query query{.tenant = tenant, .where = {{"token_hash", Compare::Equal, {hash}}, {"revoked_on", Compare::IsNull, {}}}, .limit = 1};
        GX_TRY(auto found, reader->list(kType, query));
        if (!found.empty()) { return std::optional<Entity>{std::move(found.front())}; }
    }
    return std::optional<Entity>{};
}

Result<Done> FeedSubscribers::remember(const Entity& subscriber, const FeedPage& page) {
    if (page.items.empty()) { return Done{}; }
    DeliveryNote note{.channel = DeliveryChannel::Feed, .recipient = subscriber.id, .recipient_name = subscriber.content.text_or_empty("name"),
                      .batch = {}, .records = {}, .on = clock_.today()};
    std::vector<std::string> told;
    for (const Json& item : page.items) {
        told.push_back(item.text_or_empty("id"));
        if (!item.at("record").is_null()) { note.records.push_back(told.back()); }
    }
    note.batch = fmt::format("{}-{}", page.items.front().int_at("position").value_or(0), page.items.back().int_at("position").value_or(0));
    const WriteContext context{{.account = "feed:" + subscriber.id, .tenant = subscriber.tenant}, clock_.now()};
    return store_.write(context, [&](Work& work) -> Result<Done> {
        GX_CHECK(note_delivery(work, subscriber.tenant, note));
        return mark_told(work, subscriber.tenant, subscriber.id, told, clock_.today());
    });
}

}  // namespace gx::app
