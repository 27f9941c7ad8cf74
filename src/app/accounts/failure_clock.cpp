// SPDX-License-Identifier: Apache-2.0
#include "app/accounts/failure_clock.hpp"

#include <algorithm>

namespace gx::app {
namespace {

constexpr std::int64_t kDoublingsMax = 20;

bool is_over(const FailureCount& count, base::Instant now, const FailureLimits& limits) {
    return now.millis() - count.since.millis() >= limits.counted_ms;
}

bool is_locked(const FailureCount& count, base::Instant now) { return count.locked_until && now < *count.locked_until; }

}  // namespace

Attempt attempt_at(const std::optional<FailureCount>& count, base::Instant now, const FailureLimits& limits, std::int64_t slow_after) {
    if (!limits.on || !count) { return Attempt::Free; }
    if (is_locked(*count, now)) { return Attempt::Locked; }
    if (is_over(*count, now, limits) || count->failures < slow_after) { return Attempt::Free; }
    const std::int64_t doublings = std::min(count->failures - slow_after, kDoublingsMax);
    const std::int64_t pause = std::min(limits.pause_ms << doublings, limits.pause_ms_max);
    return now.millis() - count->last_at.millis() < pause ? Attempt::TooSoon : Attempt::Free;
}

FailureCount failed_once_more(FailureCount count, base::Instant now, const FailureLimits& limits, std::int64_t lock_after) {
    // While it is locked nothing is counted: an attempt then says nothing about the password, and must not make the lock longer.
    if (is_locked(count, now)) { return count; }
    if (count.failures == 0 || is_over(count, now, limits)) {
        count.failures = 0;
        count.since = now;
        count.locked_until.reset();
    }
    ++count.failures;
    count.last_at = now;
    if (lock_after > 0 && count.failures >= lock_after) {
        count.locked_until = base::Instant::from_millis(now.millis() + limits.lock_ms);
        count.failures = 0;
    }
    return count;
}

}  // namespace gx::app
