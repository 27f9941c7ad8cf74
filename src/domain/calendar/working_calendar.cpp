// SPDX-License-Identifier: Apache-2.0
#include "domain/calendar/working_calendar.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/json_reader.hpp"

namespace gx::domain {

using base::Date;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::JsonReader;
using base::Result;

namespace {

/// Holidays whose date never moves. Source: EXT-FJBF art. 2 in the versions of 1999, 2007, 2013 and 2024.
struct FixedHoliday {
    int from_year;
    int to_year;
    unsigned month;
    unsigned first_day;
    unsigned last_day;
    std::string_view name;
};
constexpr std::array kFixedHolidays = {
    FixedHoliday{1, 9999, 1, 1, 1, "new_year"},
    FixedHoliday{1, 1999, 5, 1, 1, "labour_day"},
    FixedHoliday{2000, 2007, 5, 1, 3, "labour_day"},
    FixedHoliday{2008, 2024, 5, 1, 1, "labour_day"},
    FixedHoliday{2025, 9999, 5, 1, 2, "labour_day"},
    FixedHoliday{1, 1998, 10, 1, 2, "national_day"},
    FixedHoliday{1999, 9999, 10, 1, 3, "national_day"},
};

std::string_view fixed_holiday(Date day) {
    const int year = day.year();
    const unsigned month = day.month();
    const unsigned of_month = day.day_of_month();
    for (const auto& holiday : kFixedHolidays) {
        if (month == holiday.month && of_month >= holiday.first_day && of_month <= holiday.last_day &&
            year >= holiday.from_year && year <= holiday.to_year) {
            return holiday.name;
        }
    }
    return {};
}

constexpr std::size_t kDaysMax = 100;
constexpr int kFirstYear = 1949;
constexpr int kLastYear = 2199;

}  // namespace

std::string_view to_string(DayKind kind) {
    switch (kind) {
        case DayKind::Ordinary: return "ordinary";
        case DayKind::Weekend: return "weekend";
        case DayKind::Holiday: return "holiday";
        case DayKind::ShiftedWork: return "shifted_work";
        case DayKind::FixedHoliday: return "fixed_holiday";
    }
    return "ordinary";
}

Result<CalendarYear> CalendarYear::from_json(const Json& file) {
    const JsonReader reader{file};
    GX_CHECK(reader.only({"id", "year", "notices", "source", "days"}));
    CalendarYear made;
    GX_TRY(made.id_, reader.text("id", 40));
    GX_TRY(const auto year, reader.integer("year", kFirstYear, kLastYear));
    made.year_ = static_cast<int>(year);
    GX_TRY(made.source_, reader.text("source", 200));
    GX_TRY(made.notices_, reader.texts("notices", 10));
    if (made.notices_.empty()) { return reader.refuse("notices", "json.member_missing", "a notice is the source"); }
    GX_TRY(const auto days, reader.array("days", kDaysMax));
    if (days->empty()) { return reader.refuse("days", "calendar.no_days", "leave the file out until the notice"); }
    for (std::size_t i = 0; i < days->size(); ++i) {
        const JsonReader row{(*days)[i], fmt::format("/days/{}", i)};
        GX_CHECK(row.only({"date", "name", "off"}));
        CalendarDay day;
        GX_TRY(day.date, row.date("date"));
        GX_TRY(day.name, row.text("name", 100));
        GX_TRY(day.off, row.flag("off"));
        if (day.date.year() != made.year_) { return row.refuse("date", "calendar.day_outside_year"); }
        if (!made.days_.empty() && day.date <= made.days_.back().date) {
            return row.refuse("date", "calendar.day_order", "days must increase");
        }
        made.days_.push_back(std::move(day));
    }
    return made;
}

Result<WorkingCalendar> WorkingCalendar::make(const std::vector<CalendarYear>& years) {
    WorkingCalendar made;
    for (const auto& year : years) {
        Year exceptions;
        for (const auto& day : year.days()) { exceptions.emplace(day.date.days(), Exception{day.off, day.name}); }
        if (!made.years_.emplace(year.year(), std::move(exceptions)).second) {
            return Error{ErrorCode::Conflict, "calendar.year_twice", std::to_string(year.year())};
        }
    }
    return made;
}

DayClass WorkingCalendar::classify(Date day) const {
    const bool weekend = day.weekday() >= 6;
    const DayClass plain{.kind = weekend ? DayKind::Weekend : DayKind::Ordinary, .working = !weekend};
    const auto year = years_.find(day.year());
    if (year == years_.end()) {
        const auto name = fixed_holiday(day);
        if (name.empty()) { return {.kind = plain.kind, .working = plain.working, .provisional = true}; }
        return {.kind = DayKind::FixedHoliday, .working = false, .provisional = true, .name = name};
    }
    const auto exception = year->second.find(day.days());
    if (exception == year->second.end()) { return plain; }
    const auto& [off, name] = exception->second;
    if (off) { return {.kind = DayKind::Holiday, .working = false, .name = name}; }
    // A notice may also say that an ordinary weekday is worked (2020-02-03): nothing special then.
    if (!weekend) { return plain; }
    return {.kind = DayKind::ShiftedWork, .working = true, .name = name};
}

std::vector<int> WorkingCalendar::known_years() const {
    std::vector<int> out;
    for (const auto& [year, exceptions] : years_) { out.push_back(year); }
    return out;
}

std::vector<std::string> WorkingCalendar::missing_in(int year) const {
    if (knows(year)) { return {}; }
    std::vector<std::string> out{fmt::format("{}.spring_festival", year)};
    // Until 2007 the Spring Festival was the only movable statutory holiday.
    if (year >= 2008) {
        for (const auto* name : {"qingming", "dragon_boat", "mid_autumn"}) {
            out.push_back(fmt::format("{}.{}", year, name));
        }
    }
    out.push_back(fmt::format("{}.shifted_days", year));
    return out;
}

Date WorkingCalendar::first_working_day_from(Date day) const {
    // Two years of at most kDaysMax exceptional days each cannot close 400 days in a row.
    static_assert(2 * kDaysMax * 7 / 5 < 400);
    for (int i = 0; i < 400; ++i) {
        if (is_working_day(day)) { return day; }
        day = day.plus_days(1);
    }
    GX_ASSERT(false);
    return day;
}

}  // namespace gx::domain
