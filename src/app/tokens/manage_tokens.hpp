// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/accounts/account_book.hpp"
#include "app/ports/store.hpp"
#include "app/ports/world.hpp"
#include "app/tokens/api_token.hpp"
#include "app/tokens/token_book.hpp"

namespace gx::app {

/// Makes, lists and revokes API tokens. Each change is a journal entry; the secret is in none.
class ManageTokens {
public:
    /// `book`, where there is one, knows of each change before it is answered.
    ManageTokens(Store& store, Clock& clock, IdSource& ids, Random& random, const domain::Hasher& hasher,
                 AccountBook& accounts, TokenBook* book = nullptr)
        : store_(store), clock_(clock), ids_(ids), random_(random), hasher_(hasher), accounts_(accounts), book_(book) {}

    /// Roles that see less than the county take the scope in which the account holds them.
    struct Input {
        std::string account;
        TokenRights rights = {};
        std::optional<base::Date> expires_on = {};
        std::string token = {};  ///< a secret brought along; empty: a fresh random one
    };
    struct Made {
        ApiToken token;
        std::string secret;  ///< told once, kept nowhere
    };

    /// Whoever is not the command line, by session or by token, makes tokens only for another account that exists, and with no
    /// more than that account may do.
    /// Errors: NotPermitted "access.denied", "session.reauthenticate", "account.own_grants", "account.beyond_scope"; InvalidInput
    ///         "token.account_form" (an opaque name of 2..40 characters a-z 0-9
    ///         . _ -), "token.expires_past", "token.secret_form", those of check_rights; NotFound "tenant.unknown",
    ///         "account.unknown";
    ///         Conflict "token.secret_used"; those of the store.
    Result<Made> create(const Input& input, const Actor& actor);
    /// All tokens of the tenant, by code. Errors: NotPermitted "access.denied"; those of the store.
    Result<std::vector<ApiToken>> list(const Actor& actor);
    /// Errors: NotPermitted "access.denied"; NotFound "token.unknown"; StateForbids "token.revoked"; those of the store.
    Result<ApiToken> revoke(const std::string& code, const Actor& actor);

private:
    Result<TokenRights> scoped(const Input& input, const KnownAccount* account, const Actor& actor) const;

    Store& store_;
    Clock& clock_;
    IdSource& ids_;
    Random& random_;
    const domain::Hasher& hasher_;
    AccountBook& accounts_;
    TokenBook* book_;
};

}  // namespace gx::app
