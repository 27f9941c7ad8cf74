// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "app/law/law_pack.hpp"
#include "app/ports/todo_rows.hpp"

namespace gx::app {

/// Which to-dos somebody sees: of each kind those within the reach of the kind's action. Kinds of one reach stand together.
std::vector<TodoSight> sights_of(const Actor& actor, const LawPack& law);
/// Whether both cover the same kinds in the same bodies.
bool same_sights(const std::vector<TodoSight>& some, const std::vector<TodoSight>& others);
/// The to-dos within somebody's sight, or the own.
TodoFilter in_sight(const Actor& actor, const LawPack& law);

}  // namespace gx::app
