// SPDX-License-Identifier: Apache-2.0
#include "app/tokens/manage_tokens.hpp"

#include <algorithm>

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

Result<ManageTokens::Made> ManageTokens::create(const Input& input, const Actor& actor) {
    if (!actor.may("account.grant")) { return Error{ErrorCode::NotPermitted, "access.denied", "account.grant"}; }
    const base::Date today = clock_.today();
    GX_CHECK(check_input(input, today));
    Made made;
    made.secret = input.token.empty() ? token_of(random_.bytes(kSecretBytes)) : input.token;
    const base::Bytes code = random_.bytes(kCodeBytes);
    made.token = {.code = base::to_hex(code),
                  .hash = base::to_hex(token_digest(hasher_, made.secret)),
                  .account = input.account,
                  .rights = input.rights,
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
            if (valid && other.account == input.account) { held.insert(other.rights.roles.begin(), other.rights.roles.end()); }
            return Done{};
        }));
        GX_CHECK(check_rights(input.rights, roles_, held));
        return work.put(Entity{std::string(kType), actor.tenant, ids_.next_id(), {}, 1, -1, made.token.to_json()}, "grant");
    });
    // A secret that another tenant's token has: the unique index says so.
    if (!written.ok() && written.error().reason == "store.version") {
        return Error{ErrorCode::Conflict, "token.secret_used", {}, "--token-file"};
    }
    GX_CHECK(std::move(written));
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
    return token;
}

}  // namespace gx::app
