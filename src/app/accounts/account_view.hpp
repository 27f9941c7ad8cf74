// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "app/accounts/account_book.hpp"
#include "base/json.hpp"

namespace gx::app {

/// {id, code, name}, or null for a body that is not there. Total.
base::Json body_view(const BodyTree& tree, std::string_view body_id);
/// [{role, name, scope: {kind, ref?, name?}}], with `id` instead of `role` when `own`. Total.
enum class GrantNames { Role, Id };
base::Json grants_view(std::span<const GrantedRole> grants, std::span<const Role> roles, const BodyTree& tree, GrantNames names);
/// {items: [{id, name, scope, actions, never_with}]} in the order of the law pack. Total.
base::Json roles_view(std::span<const Role> roles);

}  // namespace gx::app
