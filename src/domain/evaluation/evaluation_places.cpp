// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/evaluation.hpp"

namespace gx::domain::evaluation {

/// A place is one more than the number of peers with a strictly higher score: when one score changes, each peer's place
/// changes by whether that one stands above it now and stood above it before.
bool Evaluation::move_places(std::size_t rank, std::uint32_t body, std::int64_t before) {
    const std::int64_t now = rated_score(body);
    if (now == before) { return true; }
    if (now == kNullStored || before == kNullStored) { return false; }  // the number of rated peers changes
    const std::vector<std::uint32_t>& groups = peer_groups_[rank];
    std::vector<std::uint32_t>& places = places_[rank];
    const std::uint32_t group = groups[body];
    // DESIGN 4.5: minimum sample; a small group is not ranked.
    if (static_cast<std::int64_t>(rated_[rank][group]) < scheme_.ranks[rank].sample_min) { return true; }
    std::uint32_t higher = 0;
    const auto bodies = static_cast<std::uint32_t>(groups.size());
    for (std::uint32_t peer = 0; peer < bodies; ++peer) {
        if (groups[peer] != group) { continue; }
        const std::int64_t score = rated_score(peer);
        higher += score > now ? 1U : 0U;
        places[peer] += (now > score ? 1U : 0U) - (before > score ? 1U : 0U);  // unrated ones: the smallest score of all
    }
    places[body] = higher + 1;
    return true;
}

}  // namespace gx::domain::evaluation
