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
    const bool in_scope = std::any_of(rights.grants.begin(), rights.grants.end(), [&](const GrantedRole& grant) {
        const Role* role = find_role(roles, grant.role);
        return role != nullptr && role->may(action);
    });
    const bool everywhere = (!rights.roles.empty() || rights.grants.empty()) &&
                            granted_actions({rights.roles, {action}, {}}, roles).contains(action);
    if (!in_scope && !everywhere) {
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

std::vector<GrantedRole> TokenRights::all_grants() const {
    std::vector<GrantedRole> all;
    for (const std::string& role : roles) { all.push_back({role, ScopeKind::Tenant, {}}); }
    all.insert(all.end(), grants.begin(), grants.end());
    return all;
}

Result<Done> check_rights(const TokenRights& rights, std::span<const Role> roles, const std::set<std::string, std::less<>>& held,
                          const BodyTree& tree) {
    if (rights.roles.empty() && rights.actions.empty() && rights.grants.empty()) {
        return Error{ErrorCode::InvalidInput, "token.rights_missing", "give --role, --grant or --action", "--role"};
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
    for (const GrantedRole& grant : rights.grants) {
        together.insert(grant.role);
    }
    GX_CHECK(check_grants(rights.grants, roles, tree));
    for (const GrantedRole& grant : rights.all_grants()) {
        const Role* role = find_role(roles, grant.role);
        for (const std::string& other : together) {
            const Role* beside = find_role(roles, other);
            if (exclusive(*role, other) || (beside != nullptr && exclusive(*beside, grant.role))) {
                return Error{ErrorCode::Conflict, "token.roles_exclusive", grant.role + ", " + other, "--role"};
            }
        }
    }
    for (const std::string& action : rights.actions) { GX_CHECK(check_action(action, rights, roles)); }
    return Done{};
}

}  // namespace gx::app
