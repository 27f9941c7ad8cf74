// SPDX-License-Identifier: Apache-2.0
#include "app/accounts/account_parts.hpp"

#include <algorithm>

namespace gx::app {

Result<Done> require_recent_proof(const Actor& actor, base::Instant now) {
    if (actor.session.empty()) { return Done{}; }
    if (actor.proven_at && now.millis() - actor.proven_at->millis() <= kProofGoodMs) { return Done{}; }
    return Error{ErrorCode::NotPermitted, "session.reauthenticate"};
}

Result<Accounts::Known> own_account(const AccountParts& parts, const Actor& actor) {
    if (actor.session.empty()) { return Error{ErrorCode::NotPermitted, "session.web_only"}; }
    auto known = parts.accounts.now()->named(actor.account);
    if (!known || known->tenant != actor.tenant) { return Error{ErrorCode::NotFound, "account.unknown"}; }
    return known;
}

bool rules_tenant(const Accounts& accounts, std::span<const Role> roles, const Actor& actor, std::string_view action) {
    if (!actor.may(action)) { return false; }
    if (actor.reach(action).is_everything()) { return true; }
    const auto known = accounts.named(actor.account);
    if (!known || known->tenant != actor.tenant || !known->may_act()) { return false; }
    return std::ranges::any_of(known->account.grants, [&](const GrantedRole& grant) {
        const auto role = std::ranges::find(roles, grant.role, &Role::id);
        return grant.kind == ScopeKind::System && role != roles.end() && role->may(action);
    });
}

std::string recovery_digest(const domain::Hasher& hasher, std::string_view typed) {
    std::string plain;
    for (const char c : typed) {
        if (c != '-' && c != ' ') { plain.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c); }
    }
    return base::to_hex(hasher.digest(base::as_bytes("gongxin recovery code\n"), base::as_bytes(plain)));
}

}  // namespace gx::app
