// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/ports/account_store.hpp"

namespace gx::app {

/// How failed sign-ins are answered. Units: milliseconds.
struct FailureLimits {
    bool on = true;                            ///< off: tests and demonstrations on loopback only
    std::int64_t counted_ms = 3'600'000;       ///< failures older than this no longer count
    std::int64_t slow_after = 5;               ///< from so many on there is a pause after each
    std::int64_t pause_ms = 1'000;             ///< the first pause; each further one is twice as long
    std::int64_t pause_ms_max = 30'000;
    std::int64_t lock_after = 20;              ///< per account and network; nobody can lock an account from elsewhere
    std::int64_t lock_ms = 900'000;
    std::int64_t network_after = 200;          ///< of one network over all accounts; then it waits as if slowed
};

/// What a counter says about one more attempt.
enum class Attempt {
    Free,
    TooSoon,  ///< told so, and not looked at
    Locked,   ///< looks like a wrong password
};

/// Total.
Attempt attempt_at(const std::optional<FailureCount>& count, base::Instant now, const FailureLimits& limits, std::int64_t slow_after);
/// The counter after one more failure. `lock_after` 0: never locks. Total.
FailureCount failed_once_more(FailureCount count, base::Instant now, const FailureLimits& limits, std::int64_t lock_after);

}  // namespace gx::app
