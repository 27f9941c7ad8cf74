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

}  // namespace gx::app
