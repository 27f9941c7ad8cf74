// SPDX-License-Identifier: Apache-2.0
#include "app/oidc/outside_sessions.hpp"

#include <algorithm>

namespace gx::app {

OutsideName outside_name(const KeyedDigest& key, std::string_view provider, std::string_view issuer,
                         std::string_view subject) {
    return {.provider = std::string(provider),
            .subject_digest = key.hex(fmt::format("gongxin outside name\n{}\n{}", issuer, subject))};
}

Accounts::Known OutsideSessions::bound(const OutsideIdentity& identity) const {
    if (identity.subject.empty()) { return nullptr; }
    const OutsideName wanted = outside_name(desk_.key(), identity.provider, identity.issuer, identity.subject);
    const auto accounts = desk_.accounts().now();
    const auto is_wanted = [&](const OutsideName& name) {
        return name.provider == wanted.provider && name.subject_digest == wanted.subject_digest;
    };
    const auto found = std::ranges::find_if(
        accounts->by_id, [&](const auto& entry) { return std::ranges::any_of(entry.second->account.oidc, is_wanted); });
    return found == accounts->by_id.end() ? nullptr : found->second;
}

base::Result<OpenedSession> OutsideSessions::open(const OutsideIdentity& identity, const std::string& agent) {
    const Error not_bound{ErrorCode::Unauthenticated, "oidc.not_bound"};
    GX_CHECK(desk_.accounts().refresh());
    const auto account = bound(identity);
    if (!account) { return not_bound; }
    auto opened = desk_.sign_in().open_vouched(account->id, agent, identity.provider, identity.session);
    if (!opened.ok()) { return opened.error().reason == "session.refused" ? not_bound : std::move(opened).error(); }
    return OpenedSession{std::move(opened->cookie)};
}

base::Result<int> OutsideSessions::end(const OutsideIdentity& identity) {
    GX_CHECK(desk_.accounts().refresh());
    GX_CHECK(desk_.sessions().refresh());
    std::vector<WebSession> sessions;
    if (!identity.session.empty()) { sessions = desk_.sessions().of_outside(identity.provider, identity.session); }
    if (const auto account = bound(identity)) {
        for (auto& session : desk_.sessions().of_account(account->id)) {
            // A session whose name at the provider is known ends by that name, when the order gives one.
            const bool meant = identity.session.empty() || session.outside_id.empty();
            if (session.opened_by == identity.provider && meant) { sessions.push_back(std::move(session)); }
        }
    }
    for (const auto& session : sessions) {
        const auto owner = desk_.accounts().now()->find(session.account_id);
        if (!owner) { continue; }
        GX_CHECK(desk_.sessions().end({session}, {.account = owner->account.code, .tenant = owner->tenant}));
    }
    return static_cast<int>(sessions.size());
}

}  // namespace gx::app
