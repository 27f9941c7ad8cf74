// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/legal/plan.hpp"

namespace gx::app {

/// How far a role sees: the row scope of DESIGN 4.6.
enum class RoleScope {
    Public,    ///< published content only
    Self,      ///< the own file or case
    Body,      ///< the own body
    Domain,    ///< the bodies and kinds it is competent for
    Tenant,    ///< the whole county
    System,    ///< accounts, parameters, keys or logs; no business rows
};
std::string_view code_of(RoleScope scope);

/// A role of law/roles/roles.yaml: what it may do and with which roles one account never holds it together.
///
/// Shape:  id "R1" … "R18", "self", "handler"; actions "entity.verb", unique; "entity.*" stands for every verb.
/// Source: S-5.6a; roles of DOMAIN 11
struct Role {
    std::string id;
    domain::Wording name;
    RoleScope scope = RoleScope::Public;
    std::vector<std::string> actions;
    std::vector<std::string> never_with;
    std::vector<std::string> source;

    bool may(std::string_view action) const;

    /// Errors: those of base::JsonReader; InvalidInput "role.scope_unknown", "role.action_form", "role.action_twice"
    static base::Result<Role> from_json(const base::Json& json, const std::string& pointer = {});
};

}  // namespace gx::app
