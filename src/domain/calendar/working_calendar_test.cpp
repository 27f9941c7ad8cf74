// SPDX-License-Identifier: Apache-2.0
#include "domain/calendar/working_calendar.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "domain/calendar/calendar_fixture_test.hpp"

namespace gx::domain {
namespace {

using base::Date;
using base::Json;

Json year_file(int year, Json::Array days) {
    Json json;
    json.set("id", "CN-X").set("year", year).set("notices", Json::Array{"http://example.invalid/notice"});
    json.set("source", "EXT-FJBF").set("days", std::move(days));
    return json;
}

Json day_row(const char* date, const char* name, bool off) {
    Json json;
    json.set("date", date).set("name", name).set("off", off);
    return json;
}

// Source: EXT-FJBF art. 7; every day of the published years against the notices' own lists.
TEST(WorkingCalendar, AgreesWithTheNoticesOnEveryDay) {
    const auto rows = fixture_days();
    ASSERT_EQ(rows.size(), 676U);
    std::map<std::int32_t, FixtureDay> exceptional;
    for (const auto& row : rows) { exceptional.emplace(row.date.days(), row); }
    const auto& calendar = official_calendar();
    int days = 0;
    for (Date day = *Date::make(2007, 1, 1); day <= *Date::make(2026, 12, 31); day = day.plus_days(1)) {
        ++days;
        const auto row = exceptional.find(day.days());
        const bool weekend = day.weekday() >= 6;
        const DayClass got = calendar.classify(day);
        EXPECT_FALSE(got.provisional) << day.iso();
        if (row == exceptional.end()) {
            EXPECT_EQ(got.working, !weekend) << day.iso();
            EXPECT_EQ(got.kind, weekend ? DayKind::Weekend : DayKind::Ordinary) << day.iso();
            EXPECT_EQ(got.name, "") << day.iso();
        } else {
            EXPECT_EQ(got.working, !row->second.off) << day.iso();
            if (row->second.off) { EXPECT_EQ(got.kind, DayKind::Holiday) << day.iso(); }
            if (!row->second.off && weekend) { EXPECT_EQ(got.kind, DayKind::ShiftedWork) << day.iso(); }
            if (row->second.off || weekend) { EXPECT_EQ(got.name, row->second.name) << day.iso(); }
        }
    }
    EXPECT_EQ(days, 7305);
}

struct YearCase {
    int year;
    int working_days;
};

class WorkingDaysOfYear : public testing::TestWithParam<YearCase> {};

// Source: EXT-FJBF; counts of 2021 to 2026.
TEST_P(WorkingDaysOfYear, IsCounted) {
    int count = 0;
    for (Date day = *Date::make(GetParam().year, 1, 1); day.year() == GetParam().year; day = day.plus_days(1)) {
        count += official_calendar().is_working_day(day) ? 1 : 0;
    }
    EXPECT_EQ(count, GetParam().working_days);
}

INSTANTIATE_TEST_SUITE_P(, WorkingDaysOfYear,
                         testing::Values(YearCase{2021, 250}, YearCase{2022, 249}, YearCase{2023, 249},
                                         YearCase{2024, 251}, YearCase{2025, 248}, YearCase{2026, 248}),
                         [](const auto& row) { return "Y" + std::to_string(row.param.year); });

struct ClassCase {
    const char* name;
    const char* day;
    DayKind kind;
    bool working;
    bool provisional;
    const char* holiday;
};

class Classify : public testing::TestWithParam<ClassCase> {};

TEST_P(Classify, SaysWhy) {
    const DayClass got = official_calendar().classify(*Date::parse(GetParam().day));
    EXPECT_EQ(got.kind, GetParam().kind);
    EXPECT_EQ(got.working, GetParam().working);
    EXPECT_EQ(got.provisional, GetParam().provisional);
    EXPECT_EQ(got.name, GetParam().holiday);
}

INSTANTIATE_TEST_SUITE_P(
    , Classify,
    testing::Values(
        ClassCase{"OrdinaryMonday", "2025-09-01", DayKind::Ordinary, true, false, ""},
        ClassCase{"Saturday", "2025-09-06", DayKind::Weekend, false, false, ""},
        ClassCase{"NationalDay", "2025-10-01", DayKind::Holiday, false, false, "国庆节、中秋节"},
        ClassCase{"ShiftedSunday", "2025-09-28", DayKind::ShiftedWork, true, false, "国庆节、中秋节"},
        ClassCase{"HolidayOnASunday", "2025-10-05", DayKind::Holiday, false, false, "国庆节、中秋节"},
        ClassCase{"ParadeOf2015", "2015-09-03", DayKind::Holiday, false, false, "抗日战争暨世界反法西斯战争胜利70周年纪念日"},
        ClassCase{"ProlongedFestivalOf2020", "2020-01-31", DayKind::Holiday, false, false, "春节"},
        ClassCase{"WeekdayNamedAsWorked", "2020-02-03", DayKind::Ordinary, true, false, ""},
        ClassCase{"YearEndFromTheNextNotice", "2018-12-29", DayKind::ShiftedWork, true, false, "元旦"},
        ClassCase{"LeapDay", "2024-02-29", DayKind::Ordinary, true, false, ""},
        ClassCase{"UnpublishedNewYear", "2027-01-01", DayKind::FixedHoliday, false, true, "new_year"},
        ClassCase{"UnpublishedLabourDay", "2028-05-01", DayKind::FixedHoliday, false, true, "labour_day"},
        ClassCase{"UnpublishedSecondLabourDay", "2028-05-02", DayKind::FixedHoliday, false, true, "labour_day"},
        ClassCase{"UnpublishedThirdOfMay", "2028-05-03", DayKind::Ordinary, true, true, ""},
        ClassCase{"UnpublishedNationalDay", "2027-10-03", DayKind::FixedHoliday, false, true, "national_day"},
        ClassCase{"UnpublishedFourthOfOctober", "2027-10-04", DayKind::Ordinary, true, true, ""},
        ClassCase{"UnpublishedFestivalIsNotGuessed", "2027-02-08", DayKind::Ordinary, true, true, ""},
        ClassCase{"UnpublishedQingmingIsNotFixed", "2027-04-05", DayKind::Ordinary, true, true, ""},
        ClassCase{"UnpublishedWeekend", "2027-01-02", DayKind::Weekend, false, true, ""},
        ClassCase{"LongLabourDayOf2006", "2006-05-03", DayKind::FixedHoliday, false, true, "labour_day"}),
    [](const auto& row) { return row.param.name; });

TEST(WorkingCalendar, NamesWhatAYearLacks) {
    EXPECT_TRUE(official_calendar().missing_in(2026).empty());
    EXPECT_THAT(official_calendar().missing_in(2027),
                testing::ElementsAre("2027.spring_festival", "2027.qingming", "2027.dragon_boat", "2027.mid_autumn",
                                     "2027.shifted_days"));
    EXPECT_THAT(official_calendar().missing_in(2006), testing::ElementsAre("2006.spring_festival", "2006.shifted_days"));
    EXPECT_EQ(official_calendar().known_years().front(), 2007);
    EXPECT_EQ(official_calendar().known_years().size(), 20U);
    EXPECT_TRUE(WorkingCalendar{}.classify(*Date::make(2025, 9, 1)).provisional);
}

TEST(WorkingCalendar, FindsTheFirstWorkedDay) {
    EXPECT_EQ(official_calendar().first_working_day_from(*Date::make(2025, 9, 1)).iso(), "2025-09-01");
    EXPECT_EQ(official_calendar().first_working_day_from(*Date::make(2025, 10, 1)).iso(), "2025-10-09");
}

TEST(WorkingCalendar, RefusesAYearTwice) {
    const auto year = CalendarYear::from_json(year_file(2030, {day_row("2030-01-01", "元旦", true)}));
    ASSERT_TRUE(year.ok());
    EXPECT_EQ(WorkingCalendar::make({*year, *year}).error().reason, "calendar.year_twice");
    EXPECT_TRUE(WorkingCalendar::make({*year}).ok());
}

TEST(CalendarYear, RefusesWhatIsNoCalendar) {
    const auto good = day_row("2030-01-01", "元旦", true);
    EXPECT_TRUE(CalendarYear::from_json(year_file(2030, {good})).ok());
    const auto none = CalendarYear::from_json(year_file(2030, {}));
    EXPECT_EQ(none.error().reason, "calendar.no_days");
    EXPECT_EQ(none.error().where, "/days");
    const auto outside = CalendarYear::from_json(year_file(2030, {good, day_row("2031-01-01", "元旦", true)}));
    EXPECT_EQ(outside.error().reason, "calendar.day_outside_year");
    EXPECT_EQ(outside.error().where, "/days/1/date");
    EXPECT_EQ(CalendarYear::from_json(year_file(2030, {good, good})).error().reason, "calendar.day_order");
    Json unknown = year_file(2030, {good});
    unknown.set("extra", 1);
    EXPECT_EQ(CalendarYear::from_json(unknown).error().reason, "json.member_unknown");
    Json no_notice = year_file(2030, {good});
    no_notice.set("notices", Json::Array{});
    EXPECT_EQ(CalendarYear::from_json(no_notice).error().where, "/notices");
}

}  // namespace
}  // namespace gx::domain
