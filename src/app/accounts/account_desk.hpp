// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>

#include "app/accounts/manage_accounts.hpp"
#include "app/accounts/own_account.hpp"
#include "app/accounts/sign_in.hpp"

namespace gx::app {

/// Everything about accounts in one place, put together once by a program.
///
/// Thread: any.
class AccountDesk {
public:
    /// What it is made of; outlives it.
    struct Needs {
        Store& store;
        AccountStore& rows;  ///< of the same store
        PasswordHasher& passwords;
        const OneTimeCodes& codes;
        Sealer& sealer;
        Clock& clock;
        IdSource& ids;
        Random& random;
        const domain::Hasher& hasher;
        std::span<const Role> roles;
        base::Bytes key;  ///< 32 bytes, of nothing else
        PasswordRules rules = {};
        SessionLimits sessions = {};
        FailureLimits failures = {};
        std::function<void(const Error&)> report = {};
    };

    /// Reads the accounts and sessions. Errors: those of the store.
    static Result<std::unique_ptr<AccountDesk>> open(Needs needs);

    /// Follows the journal and other processes; cheap when there is nothing new. Errors: those of the store.
    Result<Done> refresh();

    AccountBook& accounts() { return accounts_; }
    SessionBook& sessions() { return sessions_; }
    SignIn& sign_in() { return sign_in_; }
    OwnAccount& own() { return own_; }
    ManageAccounts& manage() { return manage_; }
    /// For names that only this site may be able to recompute.
    const KeyedDigest& key() const { return parts_.key; }

private:
    explicit AccountDesk(Needs needs);

    PasswordRules rules_;
    AccountBook accounts_;
    SessionBook sessions_;
    AccountParts parts_;
    SignIn sign_in_;
    OwnAccount own_;
    ManageAccounts manage_;
};

}  // namespace gx::app
