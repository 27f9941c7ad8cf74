// SPDX-License-Identifier: Apache-2.0
#include "app/access/limit.hpp"

namespace gx::app {
namespace {

constexpr std::size_t kBodiesMax = 10'000;

}  // namespace

Result<bool> limit_to(Query& query, std::string_view column, const Reach& reach) {
    if (reach.is_everything()) { return true; }
    const auto& bodies = reach.bodies();
    if (bodies.empty()) { return false; }
    if (bodies.size() > kBodiesMax) { return Error{ErrorCode::TooLarge, "access.too_many_bodies"}; }
    Condition within{std::string(column), bodies.size() == 1 ? Compare::Equal : Compare::In, {}};
    for (const std::string& body : bodies) { within.values.emplace_back(body); }
    query.where.push_back(std::move(within));
    return true;
}

Result<Done> check_reach(const Actor& actor, std::string_view action, std::string_view body_id, std::string_view unknown) {
    if (!actor.may(action)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(action)}; }
    if (!actor.reach(action).covers(body_id)) { return Error{ErrorCode::NotFound, std::string(unknown), std::string(body_id)}; }
    return Done{};
}

}  // namespace gx::app
