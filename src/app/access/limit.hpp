// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "app/ports/store.hpp"

namespace gx::app {

/// Limits a selection to the rows within reach, by the column that holds the body's id ("id" for bodies themselves).
/// False: nothing is within reach, and nothing must be asked.
///
/// Errors: TooLarge "access.too_many_bodies" (more than 10,000 bodies short of the whole county)
Result<bool> limit_to(Query& query, std::string_view column, const Reach& reach);

/// NotPermitted "access.denied" when no role of the actor allows the action; NotFound with `unknown` when the body is not within
/// reach, exactly as for a body that is not there.
Result<Done> check_reach(const Actor& actor, std::string_view action, std::string_view body_id, std::string_view unknown);

}  // namespace gx::app
