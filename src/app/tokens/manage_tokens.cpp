// SPDX-License-Identifier: Apache-2.0
#include "app/tokens/manage_tokens.hpp"

#include <algorithm>

#include "app/accounts/account_parts.hpp"

namespace gx::app {
namespace {

constexpr std::string_view kType = "api_token";
constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kCodeBytes = 6;

/// An account is a name without meaning for others: never a person's name.
bool is_account(std::string_view text) {
    return text.size() >= 2 && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    });
}

Result<Done> check_input(const ManageTokens::Input& input, base::Date today) {
    if (!is_account(input.account)) { return Error{ErrorCode::InvalidInput, "token.account_form", input.account, "--user"}; }
    if (input.expires_on && *input.expires_on < today) {
        return Error{ErrorCode::InvalidInput, "token.expires_past", input.expires_on->iso(), "--expires"};
    }
    if (!input.token.empty() && !is_token(input.token)) {
        return Error{ErrorCode::InvalidInput, "token.secret_form", "gx_ and 64 hexadecimal digits", "--token-file"};
    }
    return Done{};
}

}  // namespace

/// The rights with a scope for each role that needs one.
Result<TokenRights> ManageTokens::scoped(const Input& input, const KnownAccount* account, const Actor& actor) const {
    TokenRights rights{.roles = {}, .actions = input.rights.actions, .grants = input.rights.grants};
    for (const std::string& id : input.rights.roles) {
        const auto role = std::ranges::find(accounts_.roles(), id, &Role::id);
        const bool for_county = role == accounts_.roles().end() || role->scope == RoleScope::Tenant;
        bool held = false;
        for (const GrantedRole& grant : account != nullptr ? account->account.grants : std::vector<GrantedRole>{}) {
            if (grant.role != id || (for_county && grant.kind == ScopeKind::Tenant)) { continue; }
            rights.grants.push_back(grant);
            held = true;
        }
        if (!held) { rights.roles.push_back(id); }
    }
    // Who runs the command line is the operating system's matter; a program with a token that may grant is not it.
    if (actor.actions.contains("*")) { return rights; }
    if (account == nullptr) { return Error{ErrorCode::NotFound, "account.unknown", input.account, "/body/account"}; }
    if (input.account == actor.account) { return Error{ErrorCode::NotPermitted, "account.own_grants"}; }
    const auto grants = rights.all_grants();
    // An administrator's duty is done by a person who signed in with both factors, not by a program.
    const bool administers = std::ranges::any_of(grants, [](const GrantedRole& grant) { return grant.kind == ScopeKind::System; });
    if (administers) { return Error{ErrorCode::InvalidInput, "token.role_scope", input.account, "/body/roles"}; }
    const bool within = !grants.empty() && std::ranges::all_of(grants, [&](const GrantedRole& grant) {
        return std::ranges::find(account->account.grants, grant) != account->account.grants.end();
    });
    if (!within) { return Error{ErrorCode::NotPermitted, "account.beyond_scope", input.account, "/body/roles"}; }
    return rights;
}

Result<ManageTokens::Made> ManageTokens::create(const Input& input, const Actor& actor) {
    if (!actor.may("account.grant")) { return Error{ErrorCode::NotPermitted, "access.denied", "account.grant"}; }
    const base::Date today = clock_.today();
    GX_CHECK(check_input(input, today));
    GX_CHECK(require_recent_proof(actor, clock_.now()));
    GX_CHECK(accounts_.refresh());
    const auto accounts = accounts_.now();
    auto account = accounts->named(input.account);
    if (account && account->tenant != actor.tenant) { account = nullptr; }
    GX_TRY(const TokenRights rights, scoped(input, account.get(), actor));
    Made made;
    made.secret = input.token.empty() ? token_of(random_.bytes(kSecretBytes)) : input.token;
    const base::Bytes code = random_.bytes(kCodeBytes);
    made.token = {.code = base::to_hex(code),
                  .hash = base::to_hex(token_digest(hasher_, made.secret)),
                  .account = input.account,
                  .rights = rights,
                  .made_on = today,
                  .expires_on = input.expires_on,
                  .revoked_on = {}};
    const WriteContext context{actor, clock_.now()};
    auto written = store_.write(context, [&](Work& work) -> Result<Done> {
        GX_TRY(const auto tenant, work.find_by_key("tenant", actor.tenant, actor.tenant));
        if (!tenant) { return Error{ErrorCode::NotFound, "tenant.unknown", actor.tenant, "--tenant"}; }
        std::set<std::string, std::less<>> held;
        GX_CHECK(work.scan(kType, actor.tenant, [&](const Entity& entity) -> Result<Done> {
            GX_TRY(const ApiToken other, ApiToken::from_json(entity.content));
            if (other.hash == made.token.hash) { return Error{ErrorCode::Conflict, "token.secret_used", {}, "--token-file"}; }
            const bool valid = !other.revoked_on && (!other.expires_on || today <= *other.expires_on);
            if (!valid || other.account != input.account) { return Done{}; }
            for (const GrantedRole& grant : other.rights.all_grants()) { held.insert(grant.role); }
            return Done{};
        }));
        if (account) {
            for (const GrantedRole& grant : account->account.grants) { held.insert(grant.role); }
        }
        GX_CHECK(check_rights(rights, accounts_.roles(), held, accounts->tree(actor.tenant)));
        return work.put(Entity{std::string(kType), actor.tenant, ids_.next_id(), {}, 1, -1, made.token.to_json()}, "grant");
    });
    // A secret that another tenant's token has: the unique index says so.
    if (!written.ok() && written.error().reason == "store.version") {
        return Error{ErrorCode::Conflict, "token.secret_used", {}, "--token-file"};
    }
    GX_CHECK(std::move(written));
    // What is written is told, also when the book must learn of it later.
    if (book_ != nullptr) { static_cast<void>(book_->refresh().ok()); }
    return made;
}

Result<std::vector<ApiToken>> ManageTokens::list(const Actor& actor) {
    if (!actor.may("account.grant")) { return Error{ErrorCode::NotPermitted, "access.denied", "account.grant"}; }
    GX_TRY(const auto reader, store_.reader());
    std::vector<ApiToken> all;
    GX_CHECK(reader->scan(kType, actor.tenant, [&](const Entity& entity) -> Result<Done> {
        GX_TRY(ApiToken token, ApiToken::from_json(entity.content));
        all.push_back(std::move(token));
        return Done{};
    }));
    return all;
}

Result<ApiToken> ManageTokens::revoke(const std::string& code, const Actor& actor) {
    if (!actor.may("account.revoke")) { return Error{ErrorCode::NotPermitted, "access.denied", "account.revoke"}; }
    ApiToken token;
    const WriteContext context{actor, clock_.now()};
    GX_CHECK(store_.write(context, [&](Work& work) -> Result<Done> {
        GX_TRY(auto entity, work.find_by_key(kType, actor.tenant, code));
        if (!entity) { return Error{ErrorCode::NotFound, "token.unknown", code}; }
        GX_TRY(token, ApiToken::from_json(entity->content));
        if (token.revoked_on) { return Error{ErrorCode::StateForbids, "token.revoked", code}; }
        token.revoked_on = clock_.today();
        Entity next = std::move(*entity);
        ++next.version;
        next.content = token.to_json();
        return work.put(next, "revoke");
    }));
    if (book_ != nullptr) { static_cast<void>(book_->refresh().ok()); }
    return token;
}

}  // namespace gx::app
