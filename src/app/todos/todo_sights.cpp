// SPDX-License-Identifier: Apache-2.0
#include "app/todos/todo_sights.hpp"

#include <algorithm>

namespace gx::app {
namespace {

bool same_reach(const Reach& one, const Reach& other) {
    return one.is_everything() == other.is_everything() && one.bodies() == other.bodies();
}

}  // namespace

std::vector<TodoSight> sights_of(const Actor& actor, const LawPack& law) {
    std::vector<TodoSight> sights;
    for (const TodoKind& kind : law.todo_kinds) {
        if (!actor.may(kind.action)) { continue; }
        Reach reach = actor.reach(kind.action);
        if (!reach.is_everything() && reach.bodies().empty()) { continue; }
        const auto same = std::ranges::find_if(sights, [&](const TodoSight& sight) { return same_reach(sight.reach, reach); });
        if (same != sights.end()) {
            same->kinds.push_back(kind.id);
        } else {
            sights.push_back({{kind.id}, std::move(reach)});
        }
    }
    return sights;
}

bool same_sights(const std::vector<TodoSight>& some, const std::vector<TodoSight>& others) {
    return std::ranges::equal(some, others, [](const TodoSight& one, const TodoSight& other) {
        return one.kinds == other.kinds && same_reach(one.reach, other.reach);
    });
}

TodoFilter in_sight(const Actor& actor, const LawPack& law) {
    TodoFilter filter{.tenant = actor.tenant, .account = actor.account};
    filter.sights = sights_of(actor, law);
    return filter;
}

}  // namespace gx::app
