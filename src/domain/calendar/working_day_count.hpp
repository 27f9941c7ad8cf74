// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/date.hpp"
#include "domain/calendar/working_calendar.hpp"

namespace gx::domain {

/// How far a day is away.
struct DaysLeft {
    /// Working days after today up to and with the due day; 0 on the due day. Below zero: the due day is over by as many
    /// working days, at least one.
    int days = 0;
    /// The answer rests on a year without published calendar: no light may follow from it.
    bool provisional = false;

    bool operator==(const DaysLeft&) const = default;
};

/// Counts working days between any two days in constant time.
///
/// Shape:  years 1990–2069; days outside count as the first or the last of them.
/// Source: EXT-FJBF art. 2; EXT-MFD art. 201 (today is not counted)
class WorkingDayCount {
public:
    explicit WorkingDayCount(const WorkingCalendar& calendar);

    /// Working days in (from, to]; 0 when `to` is not later. Total.
    int between(base::Date from, base::Date to) const;
    /// As `between`, of published years alone: what is certain. Total.
    int certain_between(base::Date from, base::Date to) const;
    /// Whether every year from one day to the other has its calendar.
    bool known_between(base::Date from, base::Date to) const;

    /// A due day in a year without calendar is provisional as long as it lies ahead, and afterwards. Lateness counts published
    /// years only. Total.
    DaysLeft left(base::Date today, base::Date due_on) const;
    /// The latest due day for which at most `days` are left (`left(today, due).days <= days`); nothing when there is none.
    std::optional<base::Date> last_due_with(base::Date today, int days) const;
    /// The nth working day after a day. Shape: n 1..1,000.
    base::Date nth_after(base::Date day, int n) const;

private:
    int all_until(base::Date day) const;
    int certain_until(base::Date day) const;

    std::vector<std::int32_t> all_;      ///< working days up to and with a day, from the first year on
    std::vector<std::int32_t> certain_;  ///< the same, of published years
    std::vector<int> known_years_;
};

}  // namespace gx::domain
