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

}  // namespace gx::app
