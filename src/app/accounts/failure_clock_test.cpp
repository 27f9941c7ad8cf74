// SPDX-License-Identifier: Apache-2.0
#include "app/accounts/failure_clock.hpp"

#include <gtest/gtest.h>

namespace gx::app {
namespace {

constexpr std::int64_t kMinute = 60'000;

base::Instant at(std::int64_t milliseconds) { return base::Instant::from_millis(1'000'000'000'000 + milliseconds); }

FailureCount after(int failures, std::int64_t each_ms, const FailureLimits& limits = {}) {
    FailureCount count;
    for (int i = 0; i < failures; ++i) { count = failed_once_more(count, at(i * each_ms), limits, limits.lock_after); }
    return count;
}

// Source: ASSURANCE S9
TEST(FailureClock, LetsTheFirstFiveThroughAndSlowsTheRest) {
    const FailureLimits limits;
    for (int failures = 0; failures < 5; ++failures) {
        EXPECT_EQ(attempt_at(after(failures, 10), at(10 * failures), limits, limits.slow_after), Attempt::Free) << failures;
    }
    struct Row {
        int failures;
        std::int64_t pause_ms;
    };
    for (const Row& row : {Row{5, 1'000}, Row{6, 2'000}, Row{7, 4'000}, Row{9, 16'000}, Row{10, 30'000}, Row{19, 30'000}}) {
        const FailureCount count = after(row.failures, 10);
        const std::int64_t last = 10 * (row.failures - 1);
        EXPECT_EQ(attempt_at(count, at(last + row.pause_ms - 1), limits, limits.slow_after), Attempt::TooSoon) << row.failures;
        EXPECT_EQ(attempt_at(count, at(last + row.pause_ms), limits, limits.slow_after), Attempt::Free) << row.failures;
    }
}

TEST(FailureClock, LocksAtTwentyAnHourForAQuarterOfAnHour) {
    const FailureLimits limits;
    EXPECT_FALSE(after(19, kMinute).locked_until.has_value());
    const FailureCount locked = after(20, kMinute);
    ASSERT_TRUE(locked.locked_until.has_value());
    EXPECT_EQ(locked.locked_until->millis(), at(19 * kMinute + 15 * kMinute).millis());
    EXPECT_EQ(attempt_at(locked, at(33 * kMinute), limits, 5), Attempt::Locked);
    EXPECT_EQ(attempt_at(locked, at(34 * kMinute), limits, 5), Attempt::Free);
}

TEST(FailureClock, NeverLocksForLongerBecauseSomebodyTriesOn) {
    const FailureLimits limits;
    FailureCount count = after(20, 10);
    const auto until = count.locked_until;
    for (int i = 0; i < 1'000; ++i) { count = failed_once_more(count, at(1'000 + i), limits, limits.lock_after); }
    EXPECT_EQ(count.locked_until, until);
    count = failed_once_more(count, at(16 * kMinute), limits, limits.lock_after);
    EXPECT_EQ(count.failures, 1);
    EXPECT_FALSE(count.locked_until.has_value());
}

TEST(FailureClock, ForgetsAfterAnHour) {
    const FailureLimits limits;
    const FailureCount count = after(19, 10);
    EXPECT_EQ(attempt_at(count, at(60 * kMinute), limits, 5), Attempt::Free);
    EXPECT_EQ(failed_once_more(count, at(60 * kMinute), limits, 20).failures, 1);
    EXPECT_EQ(failed_once_more(count, at(60 * kMinute - 1), limits, 20).locked_until.has_value(), true);
}

TEST(FailureClock, CanBeTurnedOffForTests) {
    FailureLimits off;
    off.on = false;
    EXPECT_EQ(attempt_at(after(25, 10), at(300), off, 5), Attempt::Free);
    EXPECT_EQ(attempt_at(std::nullopt, at(0), {}, 5), Attempt::Free);
}

}  // namespace
}  // namespace gx::app
