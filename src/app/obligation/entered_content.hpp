// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "app/ports/store.hpp"
#include "base/date.hpp"
#include "base/json.hpp"

namespace gx::app {

// Checks on what somebody enters by hand, beside those of the domain.

/// Days that tell of the past do not lie in the future, and fulfilled is at most the amount.
/// Errors: InvalidInput "obligation.in_future", "obligation.fulfilled_above_amount"; `where` begins with "/body"
Result<Done> check_entered(const base::Json& content, base::Date today);
/// The domain's refusals point into the content; a client knows the request. Total.
Error in_request_body(Error error);
/// Errors: VersionMismatch "store.version"
Result<Done> check_version(const Entity& row, std::int64_t asked);

}  // namespace gx::app
