// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::domain {

/// Why a day is worked or not.
enum class DayKind {
    Ordinary,      ///< Monday to Friday, nothing special
    Weekend,       ///< Saturday or Sunday, not worked
    Holiday,       ///< off by the yearly notice; `name` says which holiday
    ShiftedWork,   ///< a Saturday or Sunday worked by the yearly notice (调休); `name` says for which holiday
    FixedHoliday,  ///< year without notice: off by the law itself, every year on the same date; `name` is a key
};

/// "ordinary", "weekend", "holiday", "shifted_work", "fixed_holiday"
std::string_view to_string(DayKind kind);

/// What is known of one day.
struct DayClass {
    DayKind kind = DayKind::Ordinary;
    bool working = true;
    /// True when the day's year has no published calendar.
    bool provisional = false;
    /// Holiday name as the notice has it, or a key ("new_year", "labour_day", "national_day"); else empty.
    /// Lives as long as the calendar.
    std::string_view name = {};
};

/// One exceptional day of a yearly notice.
struct CalendarDay {
    base::Date date;
    std::string name;
    bool off = false;
};

/// The exceptional days of one year, from the State Council's notice.
///
/// Shape:  days 1..100, strictly increasing, all inside `year`; notices 1..10 addresses.
/// Source: EXT-FJBF art. 7 (the arrangement of each year is published by notice)
class CalendarYear {
public:
    /// Reads {id, year, notices, source, days: [{date, name, off}]} of law/calendars/YYYY.yaml.
    /// Errors: as JsonReader; InvalidInput "calendar.no_days", "calendar.day_outside_year", "calendar.day_order".
    static base::Result<CalendarYear> from_json(const base::Json& file);

    const std::string& id() const noexcept { return id_; }
    int year() const noexcept { return year_; }
    const std::string& source() const noexcept { return source_; }
    const std::vector<std::string>& notices() const noexcept { return notices_; }
    const std::vector<CalendarDay>& days() const noexcept { return days_; }

private:
    CalendarYear() = default;
    std::string id_;
    int year_ = 0;
    std::string source_;
    std::vector<std::string> notices_;
    std::vector<CalendarDay> days_;
};

/// Which days are worked. Immutable; many readers at once.
///
/// A year that was not given is answered provisionally: weekends and the holidays whose date the law itself fixes.
/// Such an answer must never be the ground of a breach, a light or a record.
/// Source: EXT-FJBF art. 2
class WorkingCalendar {
public:
    /// Knows no year: every answer is provisional.
    WorkingCalendar() = default;
    /// Errors: Conflict "calendar.year_twice"
    static base::Result<WorkingCalendar> make(const std::vector<CalendarYear>& years);

    /// Total.
    DayClass classify(base::Date day) const;
    bool is_working_day(base::Date day) const { return classify(day).working; }
    bool knows(int year) const { return years_.contains(year); }
    /// Ascending.
    std::vector<int> known_years() const;
    /// What a year without notice lacks, as keys ("2027.spring_festival", …, "2027.shifted_days"); empty when known.
    std::vector<std::string> missing_in(int year) const;

    /// The day itself when it is worked, else the first worked day after it.
    base::Date first_working_day_from(base::Date day) const;

private:
    struct Exception {
        bool off;
        std::string name;
    };
    using Year = std::map<std::int32_t, Exception>;
    std::map<int, Year> years_;
};

}  // namespace gx::domain
