// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/ports/store.hpp"
#include "base/result.hpp"

namespace gx::app {

/// What anybody may do without signing in is granted to this role.
inline constexpr std::string_view kPublicRole = "public";

/// One role of law/roles with the actions it may do ("record.register"; "record.*" for every verb).
struct RoleGrants {
    std::string role;
    std::set<std::string, std::less<>> actions;
};

/// The one table role × action. What it does not grant is denied.
///
/// Shape:  roles unique; action "area.verb".
/// Thread: any number of readers.
class AccessTable {
public:
    /// The public role alone.
    AccessTable();
    /// The public role and those of the law pack.
    /// Errors: Conflict "access.role_twice" (also for "public"); InvalidInput "access.action_form"
    static Result<AccessTable> make(const std::vector<RoleGrants>& roles);

    bool may(std::string_view role, std::string_view action) const;
    /// The roles that may do this, in order of their names.
    std::vector<std::string> roles_of(std::string_view action) const;
    /// Who acts with these roles; unknown roles grant nothing.
    Actor actor(std::string account, std::string tenant, const std::vector<std::string>& roles) const;
    /// Somebody who has not signed in.
    Actor anonymous() const { return actor("anonymous", "", {std::string{kPublicRole}}); }

private:
    std::map<std::string, std::set<std::string, std::less<>>, std::less<>> grants_;
};

}  // namespace gx::app
