// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/date.hpp"
#include "domain/calendar/working_calendar.hpp"

namespace gx::domain {

/// One row of tests/fixtures/calendar/days.csv.
struct FixtureDay {
    base::Date date;
    bool off = false;
    std::string name;
};

/// The exceptional days of 2007–2026 as the notices list them.
const std::vector<FixtureDay>& fixture_days();
/// The calendar of 2007–2026 made of them.
const WorkingCalendar& official_calendar();

}  // namespace gx::domain
