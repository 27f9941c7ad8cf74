// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "app/accounts/account_book.hpp"
#include "app/accounts/failure_clock.hpp"
#include "app/accounts/keyed_digest.hpp"
#include "app/accounts/password_rules.hpp"
#include "app/accounts/session_book.hpp"
#include "app/ports/account_store.hpp"
#include "app/ports/crypto.hpp"
#include "app/ports/passwords.hpp"
#include "app/ports/world.hpp"

namespace gx::app {

/// What the use cases of accounts work with. Everything outlives them.
struct AccountParts {
    Store& store;
    AccountStore& rows;  ///< of the same store
    AccountBook& accounts;
    SessionBook& sessions;
    PasswordHasher& passwords;
    const OneTimeCodes& codes;
    Sealer& sealer;
    Clock& clock;
    IdSource& ids;
    Random& random;
    const domain::Hasher& hasher;
    KeyedDigest key;
    const PasswordRules& rules;
    FailureLimits limits = {};
    std::string no_password = {};                     ///< PHC text that no password fits: what unknown names are compared with
    std::function<void(const Error&)> report = {};    ///< faults that the operator must see and the caller must not
};

/// How long a proof of who one is counts for sensitive acts. Units: milliseconds.
inline constexpr std::int64_t kProofGoodMs = 600'000;

/// Refuses a sensitive act of a web session that proved who it is too long ago. Tokens and the command line have no session.
/// Errors: NotPermitted "session.reauthenticate"
Result<Done> require_recent_proof(const Actor& actor, base::Instant now);
/// The account behind a web session. Errors: NotPermitted "session.web_only" (a token); NotFound "account.unknown"
Result<Accounts::Known> own_account(const AccountParts& parts, const Actor& actor);
/// Whether an actor may do this to accounts, rights, keys and logs of the whole tenant: by a role of scope `system` that the
/// account holds, or with every row in reach. Total.
bool rules_tenant(const Accounts& accounts, std::span<const Role> roles, const Actor& actor, std::string_view action);
/// Hex digest of a recovery code, however it was typed.
std::string recovery_digest(const domain::Hasher& hasher, std::string_view typed);

}  // namespace gx::app
