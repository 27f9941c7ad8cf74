// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "app/accounts/account_desk.hpp"
#include "main/context.hpp"
#include "storage/accounts/sql_account_store.hpp"

namespace gx::main {

/// The settings of accounts that `serve` takes.
struct AccountSettings {
    app::SessionLimits sessions = {};
    app::FailureLimits failures = {};
    int password_classes = 0;
    int password_age_days = 0;
    std::function<void(const base::Error&)> report = {};
};

/// The account desk of an installation, with what it is made of.
struct AccountTools {
    storage::SqlAccountStore rows;
    std::unique_ptr<app::PasswordHasher> passwords;
    std::unique_ptr<app::OneTimeCodes> codes;
    std::unique_ptr<app::AccountDesk> desk;
};

/// `context` and `roles` must outlive it. Errors: Unavailable "file.unreadable" (the list of common passwords); those of keys and
/// store.
base::Result<std::unique_ptr<AccountTools>> open_accounts(Context& context, std::span<const app::Role> roles,
                                                          const AccountSettings& settings = {});

/// "R2" (in the role's own reach), "R5@body:CODE", "R7@division:CODE".
/// Errors: InvalidInput "grant.role_unknown", "grant.scope_kind", "grant.ref_missing", "grant.body_unknown"
base::Result<app::GrantedRole> parse_grant(const std::string& text, std::span<const app::Role> roles, const app::BodyTree& tree);

/// One line of the file that tells first passwords: role, sign-in name, password.
struct FirstPassword {
    std::string role;
    std::string username;
    std::string password;
};
/// Writes DIR/accounts.txt for its owner alone. Errors: those of write_file.
base::Result<base::Done> write_passwords(const Context& context, std::span<const FirstPassword> rows);
/// Makes the three administrators of a fresh store. Errors: those of ManageAccounts::add_all.
base::Result<std::vector<FirstPassword>> make_administrators(Context& context, std::span<const app::Role> roles, const std::string& tenant);

}  // namespace gx::main
