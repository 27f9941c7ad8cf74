// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>

#include "app/ports/movable_clock.hpp"

namespace gx::main {

/// The machine's clock, moved by whole days. Thread: any.
class DrillClock final : public app::MovableClock {
public:
    /// Begins on `first_day`, at the machine's time of day.
    DrillClock(app::Clock& machine, base::Date first_day)
        : machine_(machine), moved_days_(base::days_between(machine.today(), first_day)) {}

    base::Instant now() override {
        return base::Instant::from_millis(machine_.now().millis() + std::int64_t{moved_days_.load()} * 86'400'000);
    }
    base::Result<base::Done> move_to(base::Date day) override {
        const std::int32_t further = base::days_between(today(), day);
        if (further < 0) { return base::Error{base::ErrorCode::StateForbids, "drill.backwards"}; }
        moved_days_ += further;
        return base::Done{};
    }

private:
    app::Clock& machine_;
    std::atomic<std::int32_t> moved_days_;
};

}  // namespace gx::main
