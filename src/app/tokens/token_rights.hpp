// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/access/role.hpp"
#include "base/result.hpp"

namespace gx::app {

/// What a token may do, as its entity says.
struct TokenRights {
    std::vector<std::string> roles = {};
    std::vector<std::string> actions = {};  ///< narrows the roles; alone: each must be one of some tenant role
};

/// The actions that the rights come to under the law pack in force: never more than roles of scope `tenant` have, so a
/// role that lost an action, or is gone, grants it no more. Total.
std::set<std::string, std::less<>> granted_actions(const TokenRights& rights, std::span<const Role> roles);

/// Whether a token with these rights may be made; `held` are the roles of the account's other tokens.
///
/// Errors: InvalidInput "token.rights_missing", "token.role_unknown", "token.role_scope" (a role that sees less than the
///         whole county, or no rows: such tokens would need row scopes), "token.action_unknown", "token.action_not_granted",
///         "token.action_form"; Conflict "token.roles_exclusive" (never_with)
base::Result<base::Done> check_rights(const TokenRights& rights, std::span<const Role> roles,
                                      const std::set<std::string, std::less<>>& held);

}  // namespace gx::app
