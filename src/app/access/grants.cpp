// SPDX-License-Identifier: Apache-2.0
#include "app/access/grants.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/json_reader.hpp"

namespace gx::app {
namespace {

struct KindCode {
    ScopeKind kind;
    std::string_view code;
};
constexpr std::array<KindCode, 5> kKinds{{{ScopeKind::Tenant, "tenant"},
                                          {ScopeKind::Division, "division"},
                                          {ScopeKind::Body, "body"},
                                          {ScopeKind::Self, "self"},
                                          {ScopeKind::System, "system"}}};
constexpr std::size_t kGrantsMax = 20;

const Role* find_role(std::span<const Role> roles, std::string_view id) {
    const auto found = std::ranges::find(roles, id, &Role::id);
    return found == roles.end() ? nullptr : &*found;
}

bool needs_ref(ScopeKind kind) { return kind == ScopeKind::Division || kind == ScopeKind::Body; }

bool fits(RoleScope role, ScopeKind kind) {
    switch (role) {
        case RoleScope::Tenant:
        case RoleScope::Domain: return kind == ScopeKind::Tenant || needs_ref(kind);
        case RoleScope::Body: return needs_ref(kind);
        case RoleScope::Self: return kind == ScopeKind::Self;
        case RoleScope::System: return kind == ScopeKind::System;
        case RoleScope::Public: return false;
    }
    return false;
}

bool excludes(const Role& one, std::string_view other) {
    return std::ranges::find(one.never_with, other) != one.never_with.end();
}

Result<Done> check_one(const GrantedRole& grant, std::span<const Role> roles, const BodyTree& tree, const std::string& where) {
    const auto refuse = [&](std::string reason) { return Error{ErrorCode::InvalidInput, std::move(reason), grant.role, where}; };
    const Role* role = find_role(roles, grant.role);
    if (role == nullptr) { return refuse("grant.role_unknown"); }
    if (role->scope == RoleScope::Body && grant.kind == ScopeKind::Tenant) { return refuse("grant.scope_too_wide"); }
    if (!fits(role->scope, grant.kind)) { return refuse("grant.scope_unfit"); }
    if (grant.kind == ScopeKind::Body && tree.find(grant.ref) == nullptr) { return refuse("grant.body_unknown"); }
    if (grant.kind == ScopeKind::Division && !tree.has_division(grant.ref)) { return refuse("grant.division_unknown"); }
    return Done{};
}

Reach reach_of(const GrantedRole& grant, const BodyTree& tree, std::string_view official_id) {
    switch (grant.kind) {
        case ScopeKind::Tenant: return Reach::everything();
        case ScopeKind::Division: return Reach::of_bodies(tree.in_division(grant.ref));
        case ScopeKind::Body: return Reach::of_bodies(tree.subtree(grant.ref));
        case ScopeKind::Self: return Reach::of_official(std::string(official_id));
        case ScopeKind::System: return {};
    }
    return {};
}

}  // namespace

std::string_view code_of(ScopeKind kind) {
    const auto found = std::ranges::find(kKinds, kind, &KindCode::kind);
    GX_ASSERT(found != kKinds.end());
    return found->code;
}

Result<GrantedRole> GrantedRole::from_json(const base::Json& json, const std::string& pointer) {
    const base::JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"role", "scope"}));
    GrantedRole out;
    GX_TRY(out.role, reader.text("role", 20));
    const base::JsonReader scope(reader.raw("scope"), reader.where("scope"));
    GX_CHECK(scope.only({"kind", "ref"}));
    GX_TRY(const std::string kind, scope.text("kind", 20));
    const auto found = std::ranges::find(kKinds, std::string_view(kind), &KindCode::code);
    if (found == kKinds.end()) { return scope.refuse("kind", "grant.scope_kind", kind); }
    out.kind = found->kind;
    GX_TRY(out.ref, scope.text_or_empty("ref", 100));
    if (needs_ref(out.kind) && out.ref.empty()) { return scope.refuse("ref", "grant.ref_missing"); }
    if (!needs_ref(out.kind) && !out.ref.empty()) { return scope.refuse("ref", "grant.ref_unwanted"); }
    return out;
}

base::Json GrantedRole::to_json() const {
    base::Json scope = base::Json::object();
    scope.set("kind", code_of(kind));
    if (!ref.empty()) { scope.set("ref", ref); }
    base::Json json = base::Json::object();
    json.set("role", role).set("scope", std::move(scope));
    return json;
}

Result<Done> check_grants(std::span<const GrantedRole> grants, std::span<const Role> roles, const BodyTree& tree) {
    if (grants.size() > kGrantsMax) { return Error{ErrorCode::InvalidInput, "grant.too_many", {}, "/body/grants"}; }
    for (std::size_t i = 0; i < grants.size(); ++i) {
        const std::string where = fmt::format("/body/grants/{}", i);
        GX_CHECK(check_one(grants[i], roles, tree, where));
        const Role& role = *find_role(roles, grants[i].role);
        for (std::size_t j = 0; j < i; ++j) {
            if (grants[i] == grants[j]) { return Error{ErrorCode::InvalidInput, "grant.twice", grants[i].role, where}; }
            if (excludes(role, grants[j].role) || excludes(*find_role(roles, grants[j].role), role.id)) {
                return Error{ErrorCode::Conflict, "account.roles_exclusive", grants[j].role + ", " + role.id, where};
            }
        }
    }
    return Done{};
}

std::vector<ActorGrant> resolve_grants(std::span<const GrantedRole> grants, std::span<const Role> roles, const BodyTree& tree,
                                       std::string_view official_id, const std::set<std::string>& actions) {
    std::vector<ActorGrant> resolved;
    for (const GrantedRole& grant : grants) {
        const Role* role = find_role(roles, grant.role);
        if (role == nullptr || !fits(role->scope, grant.kind)) { continue; }
        ActionSet allowed;
        for (const std::string& action : actions) {
            if (role->may(action)) { allowed.insert(action); }
        }
        if (actions.empty()) { allowed.insert(role->actions.begin(), role->actions.end()); }
        resolved.push_back({std::make_shared<const ActionSet>(std::move(allowed)), reach_of(grant, tree, official_id), role->id});
    }
    return resolved;
}

std::vector<ActorGrant> grants_met(std::span<const ActorGrant> one, std::span<const ActorGrant> other) {
    std::vector<ActorGrant> both;
    for (const ActorGrant& mine : one) {
        for (const ActorGrant& theirs : other) {
            ActionSet actions;
            for (const std::string& action : *mine.actions) {
                if (grants_action(*theirs.actions, action)) { actions.insert(action); }
            }
            // "entity.*" on the one side, single actions of the entity on the other.
            for (const std::string& action : *theirs.actions) {
                if (grants_action(*mine.actions, action)) { actions.insert(action); }
            }
            if (!actions.empty()) { both.push_back({std::make_shared<const ActionSet>(std::move(actions)), mine.reach.met(theirs.reach), mine.role}); }
        }
    }
    return both;
}

ActionSet actions_of(std::span<const ActorGrant> grants) {
    ActionSet all;
    for (const ActorGrant& grant : grants) { all.insert(grant.actions->begin(), grant.actions->end()); }
    return all;
}

}  // namespace gx::app
