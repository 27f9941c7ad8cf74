// SPDX-License-Identifier: Apache-2.0
#include "app/tokens/token_rights.hpp"

#include <algorithm>

namespace gx::app {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

const Role* find_role(std::span<const Role> roles, std::string_view id) {
    const auto found = std::find_if(roles.begin(), roles.end(), [&](const Role& role) { return role.id == id; });
    return found == roles.end() ? nullptr : &*found;
}

bool exclusive(const Role& one, std::string_view other) {
    return std::find(one.never_with.begin(), one.never_with.end(), other) != one.never_with.end();
}

Result<Done> check_action(const std::string& action, const TokenRights& rights, std::span<const Role> roles) {
    if (action.find('.') == std::string::npos || action.ends_with(".*") || action.ends_with('.')) {
        return Error{ErrorCode::InvalidInput, "token.action_form", action, "--action"};
    }
    const bool known = std::any_of(roles.begin(), roles.end(), [&](const Role& role) { return role.may(action); });
    if (!known) { return Error{ErrorCode::InvalidInput, "token.action_unknown", action, "--action"}; }
    if (!granted_actions({rights.roles, {action}}, roles).contains(action)) {
        return Error{ErrorCode::InvalidInput, "token.action_not_granted", action, "--action"};
    }
    return Done{};
}

}  // namespace

std::set<std::string, std::less<>> granted_actions(const TokenRights& rights, std::span<const Role> roles) {
    std::set<std::string, std::less<>> granted;
    for (const Role& role : roles) {
        const bool held = rights.roles.empty() || std::find(rights.roles.begin(), rights.roles.end(), role.id) != rights.roles.end();
        if (!held || role.scope != RoleScope::Tenant) { continue; }
        if (rights.actions.empty() && !rights.roles.empty()) { granted.insert(role.actions.begin(), role.actions.end()); }
        for (const std::string& action : rights.actions) {
            if (role.may(action)) { granted.insert(action); }
        }
    }
    return granted;
}

Result<Done> check_rights(const TokenRights& rights, std::span<const Role> roles,
                          const std::set<std::string, std::less<>>& held) {
    if (rights.roles.empty() && rights.actions.empty()) {
        return Error{ErrorCode::InvalidInput, "token.rights_missing", "give --role or --action", "--role"};
    }
    std::set<std::string, std::less<>> together = held;
    for (const std::string& id : rights.roles) {
        const Role* role = find_role(roles, id);
        if (role == nullptr) { return Error{ErrorCode::InvalidInput, "token.role_unknown", id, "--role"}; }
        if (role->scope != RoleScope::Tenant) {
            return Error{ErrorCode::InvalidInput, "token.role_scope", id + ": " + std::string(code_of(role->scope)), "--role"};
        }
        together.insert(id);
    }
    for (const std::string& id : rights.roles) {
        const Role* role = find_role(roles, id);
        for (const std::string& other : together) {
            const Role* beside = find_role(roles, other);
            if (exclusive(*role, other) || (beside != nullptr && exclusive(*beside, id))) {
                return Error{ErrorCode::Conflict, "token.roles_exclusive", id + ", " + other, "--role"};
            }
        }
    }
    for (const std::string& action : rights.actions) { GX_CHECK(check_action(action, rights, roles)); }
    return Done{};
}

}  // namespace gx::app
