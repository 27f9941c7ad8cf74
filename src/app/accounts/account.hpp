// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/access/grants.hpp"
#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::app {

enum class AccountState {
    Active,
    Disabled,  ///< may come back
    Closed,    ///< for good
};
std::string_view code_of(AccountState state);
/// Nothing for another text.
std::optional<AccountState> account_state(std::string_view code);

/// Whom an identity provider calls by a name of its own; only a digest of that name is kept.
struct OutsideName {
    std::string provider;
    std::string subject_digest;
};

/// An account's entity: everything but what it signs in with.
///
/// Shape: docs/ENTITIES.md "account"; `name` and `totp` are references to sealed values.
struct Account {
    std::string code;
    base::Json name;
    std::string body_id = {};
    std::string official_id = {};
    std::string locale = {};
    AccountState state = AccountState::Active;
    std::vector<GrantedRole> grants = {};
    base::Date made_on;
    std::string secret_digest = {};
    std::optional<base::Date> password_changed_on = {};  ///< nothing: the password is one-time
    base::Json totp = {};
    std::vector<OutsideName> oidc = {};

    /// Errors: those of base::JsonReader; InvalidInput "account.state"
    static base::Result<Account> from_json(const base::Json& content);
    base::Json to_json() const;
    bool has_totp() const { return !totp.is_null(); }
};

/// 2..40 characters a-z 0-9 . _ -, the first and the last a letter or a digit. Total.
bool is_sign_in_name(std::string_view text);
/// What the journal says of a password's PHC text.
std::string secret_digest(const domain::Hasher& hasher, std::string_view kept);
/// Hex; differs whenever password, rights or the person behind the account differ: sessions of another stamp are over.
std::string stamp_of(const domain::Hasher& hasher, const Account& account);

}  // namespace gx::app
