// SPDX-License-Identifier: Apache-2.0
#include "domain/calendar/working_day_count.hpp"

#include <algorithm>

namespace gx::domain {
namespace {

using base::Date;

constexpr int kFirstYear = 1990;
constexpr int kLastYear = 2069;
constexpr int kDaysAheadMax = 1'600;

Date first_day() { return Date::make(kFirstYear, 1, 1).value(); }
Date last_day() { return Date::make(kLastYear, 12, 31).value(); }

std::size_t index_of(Date day) {
    const Date within = std::clamp(day, first_day(), last_day());
    return static_cast<std::size_t>(base::days_between(first_day(), within));
}

}  // namespace

WorkingDayCount::WorkingDayCount(const WorkingCalendar& calendar) : known_years_(calendar.known_years()) {
    const auto days = static_cast<std::size_t>(base::days_between(first_day(), last_day())) + 1;
    all_.reserve(days);
    certain_.reserve(days);
    std::int32_t all = 0;
    std::int32_t certain = 0;
    for (Date day = first_day(); day <= last_day(); day = day.plus_days(1)) {
        const DayClass found = calendar.classify(day);
        all += found.working ? 1 : 0;
        certain += found.working && !found.provisional ? 1 : 0;
        all_.push_back(all);
        certain_.push_back(certain);
    }
}

int WorkingDayCount::all_until(Date day) const { return all_[index_of(day)]; }
int WorkingDayCount::certain_until(Date day) const { return certain_[index_of(day)]; }

int WorkingDayCount::between(Date from, Date to) const { return to <= from ? 0 : all_until(to) - all_until(from); }

int WorkingDayCount::certain_between(Date from, Date to) const {
    return to <= from ? 0 : certain_until(to) - certain_until(from);
}

bool WorkingDayCount::known_between(Date from, Date to) const {
    for (int year = from.year(); year <= to.year(); ++year) {
        if (!std::binary_search(known_years_.begin(), known_years_.end(), year)) { return false; }
    }
    return true;
}

DaysLeft WorkingDayCount::left(Date today, Date due_on) const {
    if (due_on >= today) { return {between(today, due_on), !known_between(today, due_on)}; }
    return {-std::max(1, certain_between(due_on, today)), !known_between(due_on, due_on)};
}

std::optional<Date> WorkingDayCount::last_due_with(Date today, int days) const {
    if (days >= 0) {
        Date due = today;
        for (int i = 0; i < kDaysAheadMax && between(today, due.plus_days(1)) <= days; ++i) { due = due.plus_days(1); }
        return due;
    }
    if (days == -1) { return today.plus_days(-1); }
    // Lateness only grows the further the due day lies back.
    std::int32_t low = first_day().days();
    std::int32_t high = today.days() - 1;
    if (high < low || certain_between(first_day(), today) < -days) { return std::nullopt; }
    while (low < high) {
        const std::int32_t middle = low + (high - low + 1) / 2;
        if (certain_between(Date::from_days(middle), today) >= -days) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return Date::from_days(low);
}

Date WorkingDayCount::nth_after(Date day, int n) const {
    Date at = day;
    for (int i = 0; i < kDaysAheadMax && between(day, at) < n; ++i) { at = at.plus_days(1); }
    return at;
}

}  // namespace gx::domain
