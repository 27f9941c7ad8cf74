// SPDX-License-Identifier: Apache-2.0
// What administrators see of accounts.
#include <algorithm>

#include "app/accounts/account_view.hpp"
#include "app/accounts/manage_accounts.hpp"
#include "base/text.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr const char* kRead = "account.read";

bool fits(const KnownAccount& known, const AccountQuery& query) {
    const Account& account = known.account;
    if (!query.state.empty() && code_of(account.state) != query.state) { return false; }
    if (!query.body.empty() && account.body_id != query.body) { return false; }
    return query.role.empty() || std::ranges::any_of(account.grants, [&](const GrantedRole& grant) { return grant.role == query.role; });
}

}  // namespace

bool ManageAccounts::sees(const Actor& actor, const KnownAccount& known, std::string_view action) const {
    return known.tenant == actor.tenant && (rules(actor, action) || actor.reach(action).covers(known.account.body_id));
}

Result<Accounts::Known> ManageAccounts::within(const std::string& id, const char* action, const Actor& actor) const {
    if (!actor.may(action)) { return Error{ErrorCode::NotPermitted, "access.denied", action}; }
    GX_CHECK(parts_.accounts.refresh());
    auto known = parts_.accounts.now()->find(id);
    if (!known || !sees(actor, *known, action)) { return Error{ErrorCode::NotFound, "account.unknown", id}; }
    return known;
}

Result<Json> ManageAccounts::view(Reader& reader, const KnownAccount& known, const std::string& name) const {
    const Account& account = known.account;
    const auto accounts = parts_.accounts.now();
    const BodyTree& tree = accounts->tree(known.tenant);
    Json out = Json::object();
    out.set("id", known.id).set("version", known.version).set("username", account.code).set("name", name);
    out.set("state", code_of(account.state)).set("made_on", account.made_on.iso()).set("totp_enrolled", account.has_totp());
    out.set("grants", grants_view(account.grants, parts_.accounts.roles(), tree, GrantNames::Role));
    out.set("password_one_time", !account.password_changed_on.has_value()).set("tampered", !known.sound);
    if (!account.body_id.empty()) { out.set("body_id", account.body_id).set("body", body_view(tree, account.body_id)); }
    if (!account.official_id.empty()) { out.set("official_id", account.official_id); }
    if (!account.locale.empty()) { out.set("locale", account.locale); }
    GX_TRY(const auto secret, parts_.rows.secret(reader, known.id));
    if (secret && secret->seen_at) { out.set("last_seen_on", secret->seen_at->civil_day().iso()); }
    GX_TRY(const auto locked, parts_.rows.locked_until(reader, known.id, parts_.clock.now()));
    if (locked) { out.set("locked_until", locked->iso()); }
    return out;
}

Result<Json> ManageAccounts::list(const AccountQuery& query, const Actor& actor) const {
    if (!actor.may(kRead)) { return Error{ErrorCode::NotPermitted, "access.denied", kRead}; }
    GX_TRY(const auto reader, parts_.store.reader());
    const auto accounts = parts_.accounts.now();
    Json items = Json::array();
    std::int64_t total = 0;
    const std::size_t first = (query.page - 1) * query.limit;
    for (const auto& [username, known] : accounts->by_name) {
        if (!sees(actor, *known, kRead) || !fits(*known, query)) { continue; }
        const bool by_username = query.q.empty() || username.find(base::ascii_lower(query.q)) != std::string::npos;
        const auto index = static_cast<std::size_t>(total);
        const bool shown = index >= first && index < first + query.limit;
        std::string name;
        if (!by_username || shown) { GX_TRY(name, display_name(*reader, parts_.sealer, known->account)); }
        if (!by_username && name.find(query.q) == std::string::npos) { continue; }
        ++total;
        if (!shown) { continue; }
        GX_TRY(auto item, view(*reader, *known, name));
        items.push(std::move(item));
    }
    return Json::object().set("items", std::move(items)).set("total", total);
}

Result<Json> ManageAccounts::show(const std::string& id, const Actor& actor) const {
    GX_TRY(const auto known, within(id, kRead, actor));
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(const std::string name, display_name(*reader, parts_.sealer, known->account));
    return view(*reader, *known, name);
}

Result<std::string> ManageAccounts::id_of(const std::string& username, const Actor& actor) const {
    GX_CHECK(parts_.accounts.refresh());
    const auto known = parts_.accounts.now()->named(username);
    if (!known || known->tenant != actor.tenant) { return Error{ErrorCode::NotFound, "account.unknown", username}; }
    return known->id;
}

}  // namespace gx::app
