// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/access/body_tree.hpp"
#include "app/access/role.hpp"
#include "app/ports/actor.hpp"
#include "base/json.hpp"

namespace gx::app {

/// How far a role was granted to somebody.
enum class ScopeKind {
    Tenant,    ///< every row of the county
    Division,  ///< the bodies of a division and of all below; `ref` is its code
    Body,      ///< a body and all below it; `ref` is its id
    Self,      ///< the own file
    System,    ///< no business rows
};
std::string_view code_of(ScopeKind kind);

/// One role held in one scope. JSON: {"role": "R5", "scope": {"kind": "body", "ref": id}}
struct GrantedRole {
    std::string role;
    ScopeKind kind = ScopeKind::System;
    std::string ref = {};

    bool operator==(const GrantedRole&) const = default;
    /// Errors: those of base::JsonReader; InvalidInput "grant.scope_kind", "grant.ref_missing", "grant.ref_unwanted"
    static Result<GrantedRole> from_json(const base::Json& json, const std::string& pointer = {});
    base::Json to_json() const;
};

/// Whether these roles may be held together and each in its scope: a role of scope `tenant` or `domain` may be granted for the
/// county, a division or a body; one of scope `body` for a body or a division; `self` and `system` roles only as such.
///
/// Shape:  0..20 grants, no two equal.
/// Errors: InvalidInput "grant.role_unknown", "grant.scope_too_wide", "grant.scope_unfit", "grant.too_many", "grant.twice",
///         "grant.body_unknown", "grant.division_unknown"; Conflict "account.roles_exclusive" (never_with); `where` is
///         "/body/grants/N"
/// Source: S-5.6a; DOMAIN 11
Result<Done> check_grants(std::span<const GrantedRole> grants, std::span<const Role> roles, const BodyTree& tree);

/// The one place where a scope becomes rows. A role that the law pack in force no longer has grants nothing; a body or a
/// division that is gone covers nothing. `actions`, when not empty, narrows what the roles allow. Total.
std::vector<ActorGrant> resolve_grants(std::span<const GrantedRole> grants, std::span<const Role> roles, const BodyTree& tree,
                                       std::string_view official_id, const std::set<std::string>& actions = {});
/// What both sides allow, action by action and row by row. Total.
std::vector<ActorGrant> grants_met(std::span<const ActorGrant> one, std::span<const ActorGrant> other);
/// What the grants allow in any scope. Total.
ActionSet actions_of(std::span<const ActorGrant> grants);

}  // namespace gx::app
