// SPDX-License-Identifier: Apache-2.0
#include "app/access/visibility.hpp"

namespace gx::app {
namespace {

/// No part holds a line feed.
void add_reach(std::string& text, const Reach& reach) {
    text.append(reach.is_everything() ? "*\n" : "-\n").append(reach.official()).push_back('\n');
    for (const std::string& body : reach.bodies()) { text.append(body).push_back('\n'); }
}

}  // namespace

std::string visibility_of(const domain::Hasher& hasher, const Holder& holder) {
    std::string text = holder.actor.tenant + "\n" + holder.actor.official_id + (holder.restricted ? "\nr\n" : "\n\n");
    for (const std::string& action : holder.actor.actions) { text.append(action).push_back('\n'); }
    for (const ActorGrant& grant : holder.actor.grants) {
        text.append("\n\n");
        for (const std::string& action : *grant.actions) { text.append(action).push_back('\n'); }
        add_reach(text, grant.reach);
    }
    const base::Digest digest = hasher.digest(base::as_bytes(text));
    return {digest.begin(), digest.end()};
}

}  // namespace gx::app
