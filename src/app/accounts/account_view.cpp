// SPDX-License-Identifier: Apache-2.0
#include "app/accounts/account_view.hpp"

#include <algorithm>

namespace gx::app {
namespace {

using base::Json;

Json wording(const domain::Wording& text) { return Json::object().set("zh", text.zh).set("en", text.en); }

Json texts(const std::vector<std::string>& list) {
    Json out = Json::array();
    for (const std::string& text : list) { out.push(text); }
    return out;
}

Json scope_view(const GrantedRole& grant, const BodyTree& tree) {
    Json scope = Json::object();
    scope.set("kind", code_of(grant.kind));
    if (grant.ref.empty()) { return scope; }
    scope.set("ref", grant.ref);
    if (grant.kind == ScopeKind::Division) { return scope.set("name", tree.division_name(grant.ref)); }
    const BodyNode* body = tree.find(grant.ref);
    if (body != nullptr) { scope.set("name", body->name); }
    return scope;
}

}  // namespace

Json body_view(const BodyTree& tree, std::string_view body_id) {
    const BodyNode* body = tree.find(body_id);
    if (body == nullptr) { return {}; }
    return Json::object().set("id", body->id).set("code", body->code).set("name", body->name);
}

Json grants_view(std::span<const GrantedRole> grants, std::span<const Role> roles, const BodyTree& tree, GrantNames names) {
    Json list = Json::array();
    for (const GrantedRole& grant : grants) {
        const auto role = std::ranges::find(roles, grant.role, &Role::id);
        Json one = Json::object();
        one.set(names == GrantNames::Id ? "id" : "role", grant.role);
        if (role != roles.end()) { one.set("name", wording(role->name)); }
        list.push(one.set("scope", scope_view(grant, tree)));
    }
    return list;
}

Json roles_view(std::span<const Role> roles) {
    Json list = Json::array();
    for (const Role& role : roles) {
        Json one = Json::object();
        one.set("id", role.id).set("name", wording(role.name)).set("scope", code_of(role.scope)).set("actions", texts(role.actions));
        one.set("never_with", texts(role.never_with));
        list.push(std::move(one));
    }
    return Json::object().set("items", std::move(list));
}

}  // namespace gx::app
