// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/accounts/account.hpp"
#include "app/ports/crypto.hpp"
#include "app/ports/store.hpp"
#include "app/ports/world.hpp"

namespace gx::app {

/// An account as its row says, and whether the journal says the same.
struct AccountRow {
    Entity entity;
    Account account;
    bool sound = false;  ///< the row is its newest journal entry, and that entry fits its leaf in the tree
};

/// Nothing when there is no such account. Errors: Corrupt "store.content"; those of the store.
Result<std::optional<AccountRow>> read_account(Reader& reader, const domain::Hasher& hasher, std::string_view tenant, std::string_view id);
/// As above for a row already read.
Result<AccountRow> checked_account(Reader& reader, const domain::Hasher& hasher, Entity entity);
/// The next version with this content.
Entity next_version(const Entity& entity, const Account& account);

/// The display name in clear; "" when it was erased. Errors: those of the sealer.
Result<std::string> display_name(Reader& reader, Sealer& sealer, const Account& account);
/// The sealed value that a reference names, in clear, when it is the very value that the reference commits to.
/// Errors: Corrupt "sealed.broken"; those of the sealer.
Result<base::Bytes> open_sealed(Reader& reader, Sealer& sealer, const base::Json& reference);

/// What the log of sign-ins and reads keeps of one.
struct AccessNote {
    std::string account;  ///< sign-in name
    std::string action;
    std::string account_id = {};
    std::string reason = {};
    bool refused = false;
};
/// Writes an `access` entity. Errors: those of Work::put.
Result<Done> note_access(Work& work, IdSource& ids, const std::string& tenant, base::Date today, const AccessNote& note);

}  // namespace gx::app
