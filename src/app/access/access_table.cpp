// SPDX-License-Identifier: Apache-2.0
#include "app/access/access_table.hpp"

#include <algorithm>

namespace gx::app {
namespace {

constexpr std::string_view kPublicActions[] = {
    "public.read", "public.verify", "complaint.file", "session.sign_in", "import.template", "service.health", "service.metrics", "service.openapi",
};

bool is_action(std::string_view text) {
    const auto dot = text.find('.');
    if (dot == std::string_view::npos || dot == 0 || dot + 1 == text.size() || text.size() > 64) { return false; }
    const std::string_view verb = text.substr(dot + 1);
    const auto is_word = [](std::string_view word) {
        return std::ranges::all_of(word, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
    };
    return is_word(text.substr(0, dot)) && (verb == "*" || is_word(verb));
}

}  // namespace

AccessTable::AccessTable() {
    auto& actions = grants_[std::string{kPublicRole}];
    for (const auto action : kPublicActions) { actions.emplace(action); }
}

Result<AccessTable> AccessTable::make(const std::vector<RoleGrants>& roles) {
    AccessTable table;
    for (const auto& one : roles) {
        if (table.grants_.contains(one.role)) { return Error{ErrorCode::Conflict, "access.role_twice", one.role}; }
        for (const auto& action : one.actions) {
            if (!is_action(action)) {
                return Error{ErrorCode::InvalidInput, "access.action_form", action, one.role};
            }
        }
        table.grants_[one.role] = one.actions;
    }
    return table;
}

bool AccessTable::may(std::string_view role, std::string_view action) const {
    const auto found = grants_.find(role);
    return found != grants_.end() && grants_action(found->second, action);
}

std::vector<std::string> AccessTable::roles_of(std::string_view action) const {
    std::vector<std::string> roles;
    for (const auto& [role, actions] : grants_) {
        if (grants_action(actions, action)) { roles.push_back(role); }
    }
    return roles;
}

Actor AccessTable::actor(std::string account, std::string tenant, const std::vector<std::string>& roles) const {
    Actor actor{.account = std::move(account), .tenant = std::move(tenant)};
    for (const auto& role : roles) {
        const auto found = grants_.find(role);
        if (found != grants_.end()) { actor.actions.insert(found->second.begin(), found->second.end()); }
    }
    return actor;
}

}  // namespace gx::app
