// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "app/ports/movable_clock.hpp"
#include "app/rounds/rounds.hpp"

namespace gx::app {

/// A drill: moves the clock day by day, and runs each day what that day's round would run.
///
/// Thread: any; one move at a time.
class MoveClock {
public:
    MoveClock(MovableClock& clock, Rounds& rounds) : clock_(clock), rounds_(rounds) {}

    base::Date today() const { return clock_.today(); }
    /// What ran, in order. When a round fails the clock stands on its day, and the next move begins with that round again.
    ///
    /// Errors: NotPermitted "access.denied"; StateForbids "drill.backwards"; InvalidInput "drill.too_far" (more than 400 days); those
    ///         of Rounds::run_due.
    Result<std::vector<RoundResult>> run(base::Date to, const Actor& actor);

private:
    MovableClock& clock_;
    Rounds& rounds_;
    std::mutex moving_;
};

}  // namespace gx::app
