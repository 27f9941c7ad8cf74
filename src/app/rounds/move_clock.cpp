// SPDX-License-Identifier: Apache-2.0
#include "app/rounds/move_clock.hpp"

#include <iterator>

namespace gx::app {
namespace {

constexpr std::int32_t kDaysMax = 400;

}  // namespace

Result<std::vector<RoundResult>> MoveClock::run(base::Date to, const Actor& actor) {
    if (!actor.may("drill.move")) { return Error{ErrorCode::NotPermitted, "access.denied", "drill.move"}; }
    const std::lock_guard guard(moving_);
    const base::Date from = clock_.today();
    if (to < from) { return Error{ErrorCode::StateForbids, "drill.backwards", from.iso(), "/body/today"}; }
    if (base::days_between(from, to) > kDaysMax) { return Error{ErrorCode::InvalidInput, "drill.too_far", {}, "/body/today"}; }
    std::vector<RoundResult> ran;
    for (base::Date day = from; day <= to; day = day.plus_days(1)) {
        GX_CHECK(clock_.move_to(day));
        GX_TRY(auto results, rounds_.run_due());
        std::move(results.begin(), results.end(), std::back_inserter(ran));
    }
    return ran;
}

}  // namespace gx::app
