// SPDX-License-Identifier: Apache-2.0
#include "app/ports/actor.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/result.hpp"

namespace gx::app {

Reach Reach::everything() {
    Reach reach;
    reach.everything_ = true;
    return reach;
}

Reach Reach::of_bodies(std::vector<std::string> ids) {
    Reach reach;
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    if (!ids.empty()) { reach.bodies_ = std::make_shared<const std::vector<std::string>>(std::move(ids)); }
    return reach;
}

Reach Reach::of_official(std::string id) {
    Reach reach;
    reach.official_ = std::move(id);
    return reach;
}

bool Reach::covers(std::string_view body_id) const {
    if (everything_) { return true; }
    return !body_id.empty() && bodies_ != nullptr && std::binary_search(bodies_->begin(), bodies_->end(), body_id);
}

bool Reach::covers_official(std::string_view official_id, std::string_view body_id) const {
    return covers(body_id) || (!official_.empty() && official_ == official_id);
}

const std::vector<std::string>& Reach::bodies() const {
    static const std::vector<std::string> kNone;
    return bodies_ == nullptr ? kNone : *bodies_;
}

Reach Reach::joined(const Reach& other) const {
    if (everything_ || other.is_nothing()) { return *this; }
    if (other.everything_ || is_nothing()) { return other; }
    GX_ASSERT(official_.empty() || other.official_.empty() || official_ == other.official_);
    std::vector<std::string> all;
    std::ranges::set_union(bodies(), other.bodies(), std::back_inserter(all));
    Reach reach = of_bodies(std::move(all));
    reach.official_ = official_.empty() ? other.official_ : official_;
    return reach;
}

Reach Reach::met(const Reach& other) const {
    if (everything_) { return other; }
    if (other.everything_) { return *this; }
    std::vector<std::string> both;
    std::ranges::set_intersection(bodies(), other.bodies(), std::back_inserter(both));
    Reach reach = of_bodies(std::move(both));
    if (official_ == other.official_) { reach.official_ = official_; }
    return reach;
}

bool grants_action(const ActionSet& actions, std::string_view action) {
    const auto verb = action.find('.');
    return actions.contains(action) || actions.contains("*") ||
           (verb != std::string_view::npos && actions.contains(std::string(action.substr(0, verb + 1)) + "*"));
}

bool Actor::may(std::string_view action) const { return grants_action(actions, action); }

Reach Actor::reach(std::string_view action) const {
    if (actions.contains("*")) { return Reach::everything(); }
    Reach reach;
    for (const ActorGrant& grant : grants) {
        if (grants_action(*grant.actions, action)) { reach = reach.joined(grant.reach); }
    }
    return reach;
}

bool Actor::holds_any(const std::vector<std::string>& roles) const {
    if (actions.contains("*")) { return true; }
    return std::ranges::any_of(grants, [&](const ActorGrant& grant) { return std::ranges::find(roles, grant.role) != roles.end(); });
}

Actor tenant_wide(std::string account, std::string tenant, ActionSet actions) {
    Actor actor{.account = std::move(account), .tenant = std::move(tenant), .actions = std::move(actions)};
    actor.grants.push_back({std::make_shared<const ActionSet>(actor.actions), Reach::everything()});
    return actor;
}

}  // namespace gx::app
