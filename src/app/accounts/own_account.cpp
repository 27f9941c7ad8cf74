// SPDX-License-Identifier: Apache-2.0
#include "app/accounts/own_account.hpp"

#include "app/accounts/account_view.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kSettingsBytesMax = 16U << 10U;

Json list_of(const ActionSet& actions) {
    Json list = Json::array();
    for (const std::string& action : actions) { list.push(action); }
    return list;
}

}  // namespace

Result<Json> OwnAccount::show(const Holder& holder) const {
    const Actor& actor = holder.actor;
    const auto accounts = parts_.accounts.now();
    const BodyTree& tree = accounts->tree(actor.tenant);
    Json user = Json::object();
    user.set("id", "").set("username", actor.account).set("name", actor.account).set("locale", "zh");
    Json out = Json::object();
    out.set("roles", Json::array()).set("totp_enrolled", false).set("tenant", actor.tenant);
    const auto known = accounts->named(actor.account);
    if (known && known->tenant == actor.tenant) {
        GX_TRY(const auto reader, parts_.store.reader());
        GX_TRY(const std::string name, display_name(*reader, parts_.sealer, known->account));
        user.set("id", known->id).set("name", name).set("body", body_view(tree, known->account.body_id));
        if (!known->account.locale.empty()) { user.set("locale", known->account.locale); }
        if (!known->account.official_id.empty()) { user.set("official_id", known->account.official_id); }
        out.set("roles", grants_view(known->account.grants, parts_.accounts.roles(), tree, GrantNames::Id));
        out.set("totp_enrolled", known->account.has_totp());
        if (const auto session = parts_.sessions.named(known->id, actor.session)) { out.set("expires_at", session->ends_at.iso()); }
    }
    out.set("user", std::move(user)).set("actions", list_of(actor.actions)).set("csrf", holder.csrf);
    out.set("must_change_password", holder.restricted).set("idle_seconds", parts_.sessions.limits().idle_ms / 1'000);
    return out;
}

Result<SignIn::Opened> OwnAccount::change_password(Proof::Input current, const std::string& next, const Actor& actor) {
    GX_TRY(const auto known, own_account(parts_, actor));
    const auto session = parts_.sessions.named(known->id, actor.session);
    if (!session) { return Error{ErrorCode::Unauthenticated, "access.sign_in"}; }
    GX_TRY(const std::string text, password_text(next));
    GX_CHECK(check_password(text, actor.account, parts_.rules));
    current.username = actor.account;
    current.second = SecondFactor::ShownBefore;
    GX_TRY(auto proven, proof_.check(current));
    GX_TRY(const bool same, parts_.passwords.verify(proven.secret.password, text));
    if (same) { return Error{ErrorCode::InvalidInput, "password.same", {}, "/body/next"}; }
    GX_TRY(const std::string kept, parts_.passwords.hash(text));
    const base::Instant now = parts_.clock.now();
    SessionBook::Fresh fresh;
    GX_CHECK(parts_.store.write({actor, now}, [&](Work& work) -> Result<Done> {
        Proof::Proven taken = proven;
        taken.fresh_hash.clear();
        GX_CHECK(proof_.settle(work, taken));
        Account account = taken.row.account;
        account.secret_digest = secret_digest(parts_.hasher, kept);
        account.password_changed_on = now.civil_day();
        GX_CHECK(work.put(next_version(taken.row.entity, account), "change"));
        AccountSecret secret = taken.secret;
        secret.password = kept;
        secret.ends_at.reset();
        GX_CHECK(parts_.rows.put_secret(work, secret));
        fresh = parts_.sessions.renewed(*session, stamp_of(parts_.hasher, account));
        return parts_.sessions.put(work, fresh.row);
    }));
    GX_CHECK(parts_.accounts.refresh());
    parts_.sessions.keep(fresh.row);
    auto holder = parts_.sessions.find(fresh.cookie);
    if (!holder) { return Error{ErrorCode::Unauthenticated, "access.sign_in"}; }
    return SignIn::Opened{.cookie = std::move(fresh.cookie), .session = std::move(fresh.row), .holder = std::move(holder)};
}

Result<Json> OwnAccount::sessions(const Actor& actor) const {
    GX_TRY(const auto known, own_account(parts_, actor));
    Json items = Json::array();
    for (const WebSession& session : parts_.sessions.of_account(known->id)) {
        items.push(Json::object().set("id", session.name).set("made_at", session.made_at.iso()).set("seen_at", session.seen_at.iso())
                       .set("expires_at", session.ends_at.iso()).set("agent", session.agent)
                       .set("current", session.name == actor.session));
    }
    return Json::object().set("items", std::move(items));
}

Result<Done> OwnAccount::end_session(const std::string& name, const Actor& actor) {
    GX_TRY(const auto known, own_account(parts_, actor));
    auto session = parts_.sessions.named(known->id, name);
    if (!session) { return Error{ErrorCode::NotFound, "session.unknown"}; }
    return parts_.sessions.end({std::move(*session)}, actor);
}

Result<Json> OwnAccount::settings(const Actor& actor) const {
    GX_TRY(const auto known, own_account(parts_, actor));
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(const auto kept, parts_.rows.settings(*reader, known->id));
    Json settings = Json::object();
    if (kept) {
        auto parsed = base::parse_json(*kept);
        if (!parsed.ok()) { return Error{ErrorCode::Corrupt, "store.content", "account_setting " + known->id}; }
        settings = std::move(*parsed);
    }
    return Json::object().set("settings", std::move(settings));
}

Result<Done> OwnAccount::keep_settings(const Json& settings, const Actor& actor) {
    GX_TRY(const auto known, own_account(parts_, actor));
    if (!settings.is_object()) { return Error{ErrorCode::InvalidInput, "settings.form", {}, "/body/settings"}; }
    const std::string text = base::canonical(settings);
    if (text.size() > kSettingsBytesMax) { return Error{ErrorCode::TooLarge, "settings.too_large", {}, "/body/settings"}; }
    return parts_.store.write({actor, parts_.clock.now()}, [&](Work& work) {
        return parts_.rows.put_settings(work, known->tenant, known->id, text);
    });
}

}  // namespace gx::app
