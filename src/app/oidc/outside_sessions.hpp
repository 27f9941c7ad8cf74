// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "app/accounts/account_desk.hpp"
#include "app/oidc/outside_identity.hpp"

namespace gx::app {

/// How an account names somebody of another office: by a digest that only this site can make, since subjects may be
/// personal. The issuer belongs to it, so that a provider replaced in the settings vouches for nobody. Total.
OutsideName outside_name(const KeyedDigest& key, std::string_view provider, std::string_view issuer,
                         std::string_view subject);

/// Sessions of accounts that are bound to an outside identity.
///
/// Thread: any.
class OutsideSessions final : public SessionOpener {
public:
    explicit OutsideSessions(AccountDesk& desk) : desk_(desk) {}

    base::Result<OpenedSession> open(const OutsideIdentity& identity, const std::string& agent) override;
    base::Result<int> end(const OutsideIdentity& identity) override;

private:
    /// Null: nobody is bound to it.
    Accounts::Known bound(const OutsideIdentity& identity) const;

    AccountDesk& desk_;
};

}  // namespace gx::app
