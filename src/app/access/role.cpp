// SPDX-License-Identifier: Apache-2.0
#include "app/access/role.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/json_reader.hpp"

namespace gx::app {
namespace {

using base::Json;
using base::JsonReader;
using base::Result;

struct ScopeCode {
    RoleScope scope;
    std::string_view code;
};
constexpr std::array<ScopeCode, 6> kScopes{{
    {RoleScope::Public, "public"}, {RoleScope::Self, "self"}, {RoleScope::Body, "body"},
    {RoleScope::Domain, "domain"}, {RoleScope::Tenant, "tenant"}, {RoleScope::System, "system"}}};
constexpr std::string_view kWordCharacters = "abcdefghijklmnopqrstuvwxyz_";

/// "entity.verb" or "entity.*".
bool is_action(std::string_view action) {
    const auto point = action.find('.');
    if (point == std::string_view::npos || point == 0) { return false; }
    const std::string_view verb = action.substr(point + 1);
    if (action.substr(0, point).find_first_not_of(kWordCharacters) != std::string_view::npos) { return false; }
    return verb == "*" || (!verb.empty() && verb.find_first_not_of(kWordCharacters) == std::string_view::npos);
}

}  // namespace

std::string_view code_of(RoleScope scope) {
    const auto found = std::find_if(kScopes.begin(), kScopes.end(), [&](const auto& row) { return row.scope == scope; });
    GX_ASSERT(found != kScopes.end());
    return found->code;
}

bool Role::may(std::string_view action) const {
    const std::string every{std::string{action.substr(0, action.find('.'))} + ".*"};
    return std::any_of(actions.begin(), actions.end(),
                       [&](const std::string& own) { return own == action || own == every; });
}

Result<Role> Role::from_json(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"id", "name", "scope", "actions", "never_with", "source", "note"}));
    Role out;
    GX_TRY(out.id, reader.text("id", 20));
    GX_TRY(out.name, domain::Wording::from_json(reader.raw("name"), reader.where("name")));
    GX_TRY(const std::string scope, reader.text("scope", 20));
    const auto found = std::find_if(kScopes.begin(), kScopes.end(), [&](const auto& row) { return row.code == scope; });
    if (found == kScopes.end()) { return reader.refuse("scope", "role.scope_unknown", scope); }
    out.scope = found->scope;
    GX_TRY(out.actions, reader.texts("actions", 500));
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < out.actions.size(); ++i) {
        const std::string member = "actions";
        if (!is_action(out.actions[i])) { return reader.refuse(member, "role.action_form", out.actions[i]); }
        if (!seen.insert(out.actions[i]).second) { return reader.refuse(member, "role.action_twice", out.actions[i]); }
    }
    GX_TRY(out.never_with, reader.texts("never_with", 20));
    GX_TRY(out.source, reader.texts("source", 20));
    return out;
}

}  // namespace gx::app
