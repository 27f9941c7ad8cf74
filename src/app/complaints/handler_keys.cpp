// SPDX-License-Identifier: Apache-2.0
#include "app/complaints/handler_keys.hpp"

#include <algorithm>

#include "app/access/grants.hpp"
#include "app/complaints/key_share_text.hpp"
#include "base/text.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::string_view kType = "handler_key";
constexpr std::size_t kPassphraseMin = 12;
constexpr std::size_t kPassphraseMax = 200;
constexpr std::size_t kKeysMax = 20;         ///< of one account
constexpr std::size_t kHandlersMax = 200;    ///< of one county
constexpr int kSharesMax = 20;

std::string purpose_of(std::string_view key_id) { return fmt::format("handler key {}", key_id); }

Result<Done> check_passphrase(std::string_view passphrase) {
    const std::size_t length = base::code_points(passphrase);
    if (length < kPassphraseMin || length > kPassphraseMax) {
        return Error{ErrorCode::InvalidInput, "handler_key.passphrase_length", {}, "/body/passphrase"};
    }
    return Done{};
}

Result<Done> check_right(const Actor& actor) {
    if (!actor.may(kReadFiling)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kReadFiling)}; }
    return Done{};
}

Json key_json(const Entity& key) {
    Json json = Json::object();
    json.set("id", key.id).set("public", key.content.at("public")).set("made_on", key.content.at("made_on"));
    return json.set("changed_on", key.content.at("changed_on")).set("shares", key.content.at("shares"));
}

bool has_ended(const Entity& key) { return !key.content.at("ended_on").is_null(); }

std::string locked_digest(const domain::Hasher& hasher, const Json& locked) {
    return base::to_hex(hasher.digest(base::as_bytes(base::canonical(locked))));
}

}  // namespace

Result<std::vector<Entity>> HandlerKeys::keys_of(Reader& reader, const Actor& actor) const {
    return reader.list(kType, {.tenant = actor.tenant, .where = {{.column = "account", .values = {Value{actor.account}}}},
                               .order = {{.column = "seq", .descending = true}}, .limit = kKeysMax});
}

Result<Json> HandlerKeys::make(const Make& input, const Actor& actor) {
    GX_CHECK(check_right(actor));
    GX_CHECK(check_passphrase(input.passphrase));
    if (input.shares && (input.shares->needed < 2 || input.shares->needed > input.shares->count || input.shares->count > kSharesMax)) {
        return Error{ErrorCode::InvalidInput, "handler_key.shares", {}, "/body/shares"};
    }
    std::vector<Entity> earlier;
    {
        GX_TRY(const auto reader, parts_.store.reader());
        GX_TRY(earlier, keys_of(*reader, actor));
    }
    std::erase_if(earlier, has_ended);
    if (!earlier.empty() && !input.replace) { return Error{ErrorCode::Conflict, "handler_key.exists"}; }

    const BoxKeys keys = parts_.envelope.make_keys();
    const std::string today = parts_.clock.today().iso();
    Entity key{.type = std::string(kType), .tenant = actor.tenant, .id = parts_.ids.next_id(), .key = {}, .version = 1, .content = Json::object()};
    key.key = key.id;
    GX_TRY(const Json locked, parts_.envelope.lock_with_passphrase(input.passphrase, keys.private_key.view(), purpose_of(key.id)));
    key.content.set("code", key.id).set("account", actor.account).set("public", base::to_hex(keys.public_key));
    key.content.set("locked_digest", locked_digest(parts_.hasher, locked)).set("made_on", today);
    Json told = Json::array();
    if (input.shares) {
        key.content.set("shares", Json::object().set("count", input.shares->count).set("needed", input.shares->needed));
        for (KeyShare& share : parts_.envelope.split(keys.private_key.view(), input.shares->count, input.shares->needed)) {
            told.push(share_text(parts_.hasher, share, input.shares->needed));
            base::wipe(share.bytes.data(), share.bytes.size());
        }
    }
    GX_CHECK(parts_.store.write({.actor = actor, .at = parts_.clock.now()}, [&](Work& work) -> Result<Done> {
        for (Entity old : earlier) {
            old.version += 1;
            old.content.set("ended_on", today);
            GX_CHECK(work.put(old, "end"));
        }
        GX_CHECK(work.put(key, "add"));
        return parts_.filings.keep_secret(work, actor.tenant, key.id, locked);
    }));
    Json json = Json::object();
    json.set("key", key_json(key));
    return input.shares ? json.set("shares", std::move(told)) : json;
}

Result<Json> HandlerKeys::show(const Actor& actor) const {
    GX_CHECK(check_right(actor));
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(const auto own, keys_of(*reader, actor));
    GX_TRY(const auto all, recipients(*reader, {}));
    Json json = Json::object();
    const auto current = std::ranges::find_if_not(own, has_ended);
    if (current != own.end()) { json.set("key", key_json(*current)); }
    return json.set("ready", all.size() >= kHandlersMin);
}

Result<Json> HandlerKeys::recover(const Recover& input, const Actor& actor) {
    GX_CHECK(check_right(actor));
    GX_CHECK(check_passphrase(input.passphrase));
    std::vector<KeyShare> shares;
    for (const std::string& text : input.shares) {
        GX_TRY(auto share, read_share(parts_.hasher, text));
        shares.push_back(std::move(share));
    }
    const base::Secret joined = parts_.envelope.join(shares);
    const Error wrong{ErrorCode::InvalidInput, "handler_key.shares_wrong", {}, "/body/shares"};
    auto keys = parts_.envelope.keys_of(joined.view());
    if (!keys.ok()) { return wrong; }
    const std::string public_hex = base::to_hex(keys->public_key);
    std::vector<Entity> own;
    {
        GX_TRY(const auto reader, parts_.store.reader());
        GX_TRY(own, keys_of(*reader, actor));
    }
    const auto found = std::ranges::find_if(own, [&](const Entity& key) { return key.content.text_or_empty("public") == public_hex; });
    if (found == own.end()) { return wrong; }
    GX_TRY(const Json locked, parts_.envelope.lock_with_passphrase(input.passphrase, keys->private_key.view(), purpose_of(found->id)));
    Entity next = *found;
    next.version += 1;
    next.content.set("locked_digest", locked_digest(parts_.hasher, locked)).set("changed_on", parts_.clock.today().iso());
    GX_CHECK(parts_.store.write({.actor = actor, .at = parts_.clock.now()}, [&](Work& work) -> Result<Done> {
        GX_CHECK(work.put(next, "recover"));
        return parts_.filings.keep_secret(work, actor.tenant, next.id, locked);
    }));
    Json json = Json::object();
    return json.set("key", key_json(next));
}

Result<std::vector<Recipient>> HandlerKeys::recipients(Reader& reader, const std::string& body_id) const {
    const auto accounts = parts_.accounts.now();
    GX_TRY(const auto keys, reader.list(kType, {.tenant = parts_.tenant, .where = {{.column = "ended_on", .compare = Compare::IsNull}},
                                                .order = {{.column = "seq"}}, .limit = kHandlersMax}));
    std::vector<std::string> accused;
    if (!body_id.empty()) { accused = accounts->tree(parts_.tenant).subtree(body_id); }
    std::vector<Recipient> found;
    for (const Entity& key : keys) {
        const auto account = accounts->named(key.content.text_or_empty("account"));
        if (account == nullptr || account->tenant != parts_.tenant || !account->may_act()) { continue; }
        // 信访工作条例 art. 30, 46(5): nobody of the accused body learns of it.
        if (std::ranges::binary_search(accused, account->account.body_id) || (!body_id.empty() && account->account.body_id == body_id)) { continue; }
        if (!grants_action(actions_of(account->grants), kReadFiling)) { continue; }
        GX_TRY(auto public_key, base::from_hex(key.content.text_or_empty("public")));
        found.push_back({.name = key.id, .public_key = std::move(public_key)});
    }
    return found;
}

Result<HandlerKeys::Unlocked> HandlerKeys::unlock(Reader& reader, const SealedFiling& filing, std::string_view passphrase, const Actor& actor) const {
    GX_TRY(const auto own, keys_of(reader, actor));
    bool addressed = false;
    for (const Entity& key : own) {
        if (!is_addressed(filing, key.id)) { continue; }
        addressed = true;
        GX_TRY(const auto locked, parts_.filings.secret(reader, actor.tenant, key.id));
        if (!locked) { continue; }
        // A lock put in by SQL would try another passphrase on a key of somebody's choice.
        if (locked_digest(parts_.hasher, *locked) != key.content.text_or_empty("locked_digest")) {
            return Error{ErrorCode::Corrupt, "handler_key.tampered", key.id};
        }
        auto opened = parts_.envelope.unlock_with_passphrase(passphrase, *locked, purpose_of(key.id));
        if (opened.ok()) { return Unlocked{.key_id = key.id, .private_key = std::move(*opened)}; }
        if (opened.error().reason != "envelope.passphrase") { return std::move(opened).error(); }
    }
    if (!addressed) { return Error{ErrorCode::NotFound, "complaint.unknown"}; }
    return Error{ErrorCode::InvalidInput, "handler_key.passphrase_wrong", {}, "/body/passphrase"};
}

}  // namespace gx::app
