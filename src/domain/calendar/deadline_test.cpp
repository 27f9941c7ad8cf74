// SPDX-License-Identifier: Apache-2.0
#include "domain/calendar/deadline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/calendar/calendar_fixture_test.hpp"

namespace gx::domain {
namespace {

using base::Date;

Date day(const char* iso) { return base::Date::parse(iso).value(); }

DeadlineRule limit(int amount, DeadlineUnit unit) {
    DeadlineRule rule;
    rule.id = "DL-TEST";
    rule.amount = amount;
    rule.unit = unit;
    rule.roll_forward = unit != DeadlineUnit::WorkingDays;
    rule.valid_from = day("2007-01-01");
    rule.pauses = {"hearing"};
    rule.extension = ExtensionRule{.amount_max = amount, .unit = unit, .times_max = 2, .conditions = {}};
    return rule;
}

constexpr auto WD = DeadlineUnit::WorkingDays;
constexpr auto CD = DeadlineUnit::CalendarDays;
constexpr auto M = DeadlineUnit::Months;
constexpr auto Y = DeadlineUnit::Years;

struct DueCase {
    const char* from;
    int amount;
    DeadlineUnit unit;
    const char* due;
};

class ComputeDeadline : public testing::TestWithParam<DueCase> {};

TEST_P(ComputeDeadline, GivesTheLastDay) {
    const auto& row = GetParam();
    const auto got = compute_deadline(limit(row.amount, row.unit), day(row.from), {}, {}, official_calendar());
    ASSERT_TRUE(got.ok()) << got.error().reason;
    ASSERT_TRUE(got->due.has_value());
    EXPECT_EQ(got->due->iso(), row.due);
    EXPECT_FALSE(got->provisional);
}

// Source: EXT-MFD art. 201, 203; EXT-FJBF.
INSTANTIATE_TEST_SUITE_P(
    WorkingDays, ComputeDeadline,
    testing::Values(
        DueCase{"2021-01-25", 20, WD, "2021-02-25"}, DueCase{"2021-02-10", 5, WD, "2021-02-23"},
        DueCase{"2021-04-30", 3, WD, "2021-05-08"}, DueCase{"2022-09-30", 2, WD, "2022-10-09"},
        DueCase{"2023-09-28", 7, WD, "2023-10-13"}, DueCase{"2024-02-09", 1, WD, "2024-02-18"},
        DueCase{"2024-04-30", 15, WD, "2024-05-23"}, DueCase{"2025-01-24", 10, WD, "2025-02-13"},
        DueCase{"2025-09-30", 10, WD, "2025-10-21"}, DueCase{"2026-02-13", 5, WD, "2026-02-27"},
        DueCase{"2026-04-30", 7, WD, "2026-05-13"}, DueCase{"2026-09-18", 2, WD, "2026-09-21"},
        DueCase{"2024-09-27", 5, WD, "2024-10-10"}, DueCase{"2024-02-07", 7, WD, "2024-02-22"},
        DueCase{"2021-04-23", 5, WD, "2021-04-29"}, DueCase{"2025-09-01", 0, WD, "2025-09-01"},
        DueCase{"2025-09-05", 1, WD, "2025-09-08"}, DueCase{"2025-09-26", 1, WD, "2025-09-28"},
        DueCase{"2025-10-04", 1, WD, "2025-10-09"}));

INSTANTIATE_TEST_SUITE_P(
    CalendarDaysRoll, ComputeDeadline,
    testing::Values(DueCase{"2025-09-02", 30, CD, "2025-10-09"}, DueCase{"2026-01-20", 30, CD, "2026-02-24"},
                    DueCase{"2024-07-10", 60, CD, "2024-09-09"}, DueCase{"2025-06-15", 15, CD, "2025-06-30"},
                    DueCase{"2025-07-01", 30, CD, "2025-07-31"}, DueCase{"2024-02-28", 1, CD, "2024-02-29"}));

// Source: EXT-MFD art. 202: the last month has no such day, so its last day.
INSTANTIATE_TEST_SUITE_P(
    MonthsAndYears, ComputeDeadline,
    testing::Values(DueCase{"2025-03-03", 3, M, "2025-06-03"}, DueCase{"2025-08-15", 2, M, "2025-10-15"},
                    DueCase{"2024-05-31", 1, M, "2024-07-01"}, DueCase{"2024-03-04", 1, Y, "2025-03-04"},
                    DueCase{"2024-02-29", 2, Y, "2026-02-28"}));

TEST(ComputeDeadlineMonths, WithoutRollKeepsTheDay) {
    struct Case { const char* from; int amount; DeadlineUnit unit; const char* due; };
    for (const Case& row : {Case{"2025-11-30", 3, M, "2026-02-28"}, Case{"2024-02-29", 12, M, "2025-02-28"},
                            Case{"2026-01-31", 1, M, "2026-02-28"}, Case{"2024-02-29", 1, Y, "2025-02-28"},
                            Case{"2025-09-02", 30, CD, "2025-10-02"}, Case{"2026-01-20", 30, CD, "2026-02-19"},
                            Case{"2024-07-10", 60, CD, "2024-09-08"}}) {
        auto rule = limit(row.amount, row.unit);
        rule.roll_forward = false;
        EXPECT_EQ(compute_deadline(rule, day(row.from), {}, {}, official_calendar())->due->iso(), row.due) << row.from;
    }
}

TEST(ComputeDeadlineExplanation, ListsEachCountedAndSkippedDay) {
    const auto got = compute_deadline(limit(5, WD), day("2024-09-27"), {}, {}, official_calendar());
    std::string told;
    for (const auto& row : got->days) {
        told += row.day.iso().substr(5) + (row.counted ? " #" + std::to_string(row.ordinal) : "") + " " + row.reason +
                (row.name.empty() ? "" : " " + row.name) + "\n";
    }
    EXPECT_EQ(told,
              "09-28 weekend\n"
              "09-29 #1 shifted_work 国庆节\n"
              "09-30 #2 counted\n"
              "10-01 holiday 国庆节\n"
              "10-02 holiday 国庆节\n"
              "10-03 holiday 国庆节\n"
              "10-04 holiday 国庆节\n"
              "10-05 holiday 国庆节\n"
              "10-06 holiday 国庆节\n"
              "10-07 holiday 国庆节\n"
              "10-08 #3 counted\n"
              "10-09 #4 counted\n"
              "10-10 #5 counted\n");
}

TEST(ComputeDeadlineExplanation, ShowsTheRoll) {
    const auto got = compute_deadline(limit(1, CD), day("2024-09-06"), {}, {}, official_calendar());
    ASSERT_EQ(got->days.size(), 4U);
    EXPECT_EQ(got->days[0].reason, "counted");
    EXPECT_EQ(got->days[1].reason, "weekend");
    EXPECT_EQ(got->days[3].reason, "roll_forward");
    EXPECT_EQ(got->days[3].day, *got->due);
    const auto json = to_json(*got);
    EXPECT_EQ(json.text_or_empty("due"), "2024-09-09");
    EXPECT_EQ(json.at("days").as_array().size(), 4U);
    EXPECT_EQ(json.at("days").as_array()[0].int_at("ordinal"), 1);
}

TEST(ComputeDeadlinePause, OfThreeWorkingDaysMovesByExactlyThree) {
    // 2024-09-27 + 5 WD = 10-10; the pause holds 09-29, 09-30 and 10-08 and the holidays between them.
    const std::vector<ClockPause> pauses{{day("2024-09-29"), day("2024-10-08"), "hearing"}};
    const auto got = compute_deadline(limit(5, WD), day("2024-09-27"), pauses, {}, official_calendar());
    EXPECT_EQ(got->due->iso(), "2024-10-14");  // 10-09, 10-10, 10-11, 10-12 (worked Saturday), 10-14
    EXPECT_EQ(got->days[1].reason, "paused");
    EXPECT_EQ(got->days[1].name, "hearing");
}

struct PauseCase {
    const char* name;
    DeadlineUnit unit;
    int amount;
    const char* from;
    const char* pause_from;
    const char* pause_to;
    const char* due;
};

class DeadlinePause : public testing::TestWithParam<PauseCase> {};

TEST_P(DeadlinePause, StandsStill) {
    const auto& row = GetParam();
    const std::vector<ClockPause> pauses{{day(row.pause_from), day(row.pause_to), "hearing"}};
    auto rule = limit(row.amount, row.unit);
    rule.roll_forward = false;
    const auto got = compute_deadline(rule, day(row.from), pauses, {}, official_calendar());
    EXPECT_EQ(got->due->iso(), row.due);
}

// 2025-09-01 is a Monday.
INSTANTIATE_TEST_SUITE_P(
    , DeadlinePause,
    testing::Values(PauseCase{"BeforeTheTrigger", WD, 5, "2025-09-01", "2025-08-01", "2025-08-31", "2025-09-08"},
                    PauseCase{"OnTheTriggerDayItself", WD, 5, "2025-09-01", "2025-09-01", "2025-09-01", "2025-09-08"},
                    PauseCase{"OnTheFirstDay", WD, 5, "2025-09-01", "2025-09-02", "2025-09-02", "2025-09-09"},
                    PauseCase{"OverAWeekendOnly", WD, 5, "2025-09-01", "2025-09-06", "2025-09-07", "2025-09-08"},
                    PauseCase{"OnTheLastDay", WD, 5, "2025-09-01", "2025-09-08", "2025-09-08", "2025-09-09"},
                    PauseCase{"AfterTheEnd", WD, 5, "2025-09-01", "2025-09-09", "2025-09-30", "2025-09-08"},
                    PauseCase{"CalendarDays", CD, 10, "2025-09-01", "2025-09-05", "2025-09-07", "2025-09-14"},
                    PauseCase{"Months", M, 1, "2025-09-01", "2025-09-05", "2025-09-07", "2025-10-04"},
                    PauseCase{"MonthsOnTheLastDay", M, 1, "2025-09-01", "2025-10-01", "2025-10-01", "2025-10-02"},
                    PauseCase{"Years", Y, 1, "2025-09-01", "2026-01-01", "2026-01-31", "2026-10-02"}),
    [](const auto& row) { return row.param.name; });

TEST(ComputeDeadlinePause, OverlappingPausesCountOnce) {
    const std::vector<ClockPause> pauses{{day("2025-09-02"), day("2025-09-04"), "hearing"},
                                         {day("2025-09-03"), day("2025-09-05"), "hearing"}};
    const auto got = compute_deadline(limit(5, WD), day("2025-09-01"), pauses, {}, official_calendar());
    EXPECT_EQ(got->due->iso(), "2025-09-12");
}

TEST(ComputeDeadlinePause, AnOpenPauseLeavesNothingDue) {
    for (const auto unit : {WD, CD, M, Y}) {
        const std::vector<ClockPause> pauses{{day("2025-09-03"), {}, "hearing"}};
        const auto got = compute_deadline(limit(5, unit), day("2025-09-01"), pauses, {}, official_calendar());
        ASSERT_TRUE(got.ok());
        EXPECT_FALSE(got->due.has_value());
        EXPECT_EQ(got->days.back().reason, "paused");
        EXPECT_TRUE(to_json(*got).at("due").is_null());
    }
    const std::vector<ClockPause> later{{day("2025-09-09"), {}, "hearing"}};
    EXPECT_EQ(compute_deadline(limit(5, WD), day("2025-09-01"), later, {}, official_calendar())->due->iso(),
              "2025-09-08");
}

TEST(ComputeDeadlineExtension, RunsOnFromTheEnd) {
    const auto due = [](DeadlineRule rule, std::vector<ClockExtension> extensions) {
        auto got = compute_deadline(rule, day("2025-09-01"), {}, extensions, official_calendar());
        return got.ok() ? got->due->iso() : got.error().reason;
    };
    EXPECT_EQ(due(limit(5, WD), {{day("2025-09-08"), 5, "doc"}}), "2025-09-15");
    EXPECT_EQ(due(limit(5, WD), {{day("2025-09-08"), 2, "doc"}, {day("2025-09-10"), 3, "doc"}}), "2025-09-15");
    // 30 days end on 2025-10-01 (holiday, rolls to 10-09); the extension runs on from 10-01: 10-31.
    EXPECT_EQ(due(limit(30, CD), {{day("2025-10-09"), 30, "doc"}}), "2025-10-31");
    auto mixed = limit(30, CD);
    mixed.extension->unit = M;
    EXPECT_EQ(due(mixed, {{day("2025-09-30"), 1, "doc"}}), "2025-11-03");  // 11-01 is a Saturday
    auto months = limit(3, M);
    EXPECT_EQ(due(months, {{day("2025-09-30"), 3, "doc"}}), "2026-03-02");  // 03-01 is a Sunday
}

TEST(ComputeDeadlineExtension, IsRefused) {
    const auto refusal = [](const DeadlineRule& rule, std::vector<ClockExtension> extensions) {
        auto got = compute_deadline(rule, day("2025-09-01"), {}, extensions, official_calendar());
        return got.ok() ? std::string{"taken"} : got.error().reason;
    };
    EXPECT_EQ(refusal(limit(5, WD), {{day("2025-09-08"), 5, "doc"}}), "taken");
    EXPECT_EQ(refusal(limit(5, WD), {{day("2025-09-09"), 5, "doc"}}), "deadline.extension_too_late");
    EXPECT_EQ(refusal(limit(5, WD), {{day("2025-08-31"), 5, "doc"}}), "deadline.extension_day");
    EXPECT_EQ(refusal(limit(5, WD), {{day("2025-09-08"), 6, "doc"}}), "deadline.extension_amount");
    EXPECT_EQ(refusal(limit(5, WD), {{day("2025-09-08"), 0, "doc"}}), "deadline.extension_amount");
    EXPECT_EQ(refusal(limit(5, WD), {3, {day("2025-09-08"), 1, "doc"}}), "deadline.extension_count");
    auto none = limit(5, WD);
    none.extension.reset();
    EXPECT_EQ(refusal(none, {{day("2025-09-08"), 1, "doc"}}), "deadline.extension_not_foreseen");
}

TEST(ComputeDeadlineProvisional, NamesWhatIsMissing) {
    const auto got = compute_deadline(limit(5, WD), day("2026-12-29"), {}, {}, official_calendar());
    EXPECT_TRUE(got->provisional);
    EXPECT_EQ(got->due->iso(), "2027-01-06");  // 12-30, 12-31, 01-04, 01-05, 01-06; 01-01 is off by law
    EXPECT_EQ(got->missing.front(), "2027.spring_festival");
    EXPECT_EQ(got->missing.size(), 5U);
    EXPECT_EQ(got->days[2].reason, "fixed_holiday");
    EXPECT_EQ(got->days[2].name, "new_year");
    EXPECT_TRUE(got->days[2].provisional);

    const auto known = compute_deadline(limit(2, WD), day("2026-12-29"), {}, {}, official_calendar());
    EXPECT_FALSE(known->provisional);
    EXPECT_EQ(known->due->iso(), "2026-12-31");
    const auto rolled = compute_deadline(limit(30, CD), day("2026-12-29"), {}, {}, official_calendar());
    EXPECT_TRUE(rolled->provisional);
    auto plain = limit(30, CD);
    plain.roll_forward = false;
    EXPECT_FALSE(compute_deadline(plain, day("2026-12-29"), {}, {}, official_calendar())->provisional);
    const auto both = compute_deadline(limit(300, WD), day("2027-01-04"), {}, {}, official_calendar());
    EXPECT_EQ(both->missing.size(), 10U);
}

TEST(ComputeDeadlineBefore, CountsBackwards) {
    const auto due = [](int amount, DeadlineUnit unit, const char* event) {
        auto rule = limit(amount, unit);
        rule.direction = DeadlineDirection::Before;
        return compute_deadline(rule, day(event), {}, {}, official_calendar())->due->iso();
    };
    EXPECT_EQ(due(7, WD, "2025-09-15"), "2025-09-04");
    EXPECT_EQ(due(1, WD, "2025-10-09"), "2025-09-30");
    EXPECT_EQ(due(2, WD, "2025-09-29"), "2025-09-26");  // the worked Sunday 09-28 counts
    EXPECT_EQ(due(30, CD, "2025-10-31"), "2025-10-01");  // a notice on a holiday is early, never late
    EXPECT_EQ(due(2, M, "2025-04-30"), "2025-02-28");
    EXPECT_EQ(due(1, Y, "2024-02-29"), "2023-02-28");
}

TEST(ComputeDeadlineFixed, IsTheNextSuchDate) {
    auto rule = limit(0, DeadlineUnit::FixedDate);
    rule.roll_forward = false;
    rule.month = 1;
    rule.day = 31;
    const auto due = [&](const char* from) {
        return compute_deadline(rule, day(from), {}, {}, official_calendar())->due->iso();
    };
    EXPECT_EQ(due("2024-12-31"), "2025-01-31");
    EXPECT_EQ(due("2025-01-30"), "2025-01-31");
    EXPECT_EQ(due("2025-01-31"), "2026-01-31");
}

TEST(ComputeDeadline, RefusesWhatItCannotCount) {
    const auto& calendar = official_calendar();
    const auto reason = [&](const DeadlineRule& rule, const char* from, std::vector<ClockPause> pauses) {
        auto got = compute_deadline(rule, day(from), pauses, {}, calendar);
        return got.ok() ? std::string{"taken"} : got.error().reason;
    };
    EXPECT_EQ(reason(limit(5, WD), "1949-01-01", {}), "taken");
    EXPECT_EQ(reason(limit(5, WD), "1948-12-31", {}), "deadline.trigger_range");
    EXPECT_EQ(reason(limit(5, WD), "2200-01-01", {}), "deadline.trigger_range");
    EXPECT_EQ(reason(limit(0, DeadlineUnit::SetByDocument), "2025-09-01", {}), "deadline.set_by_document");
    EXPECT_EQ(reason(limit(5, WD), "2025-09-01", {{day("2025-09-02"), {}, "lunch"}}), "deadline.pause_not_foreseen");
    EXPECT_EQ(reason(limit(5, WD), "2025-09-01", {{day("2025-09-02"), day("2025-09-01"), "hearing"}}),
              "deadline.pause_order");
    EXPECT_EQ(reason(limit(5, WD), "2025-09-01", {{day("2025-09-02"), day("2300-09-01"), "hearing"}}),
              "deadline.trigger_range");
    const ClockPause one{day("2025-09-02"), day("2025-09-02"), "hearing"};
    EXPECT_EQ(reason(limit(5, WD), "2025-09-01", std::vector<ClockPause>(200, one)), "taken");
    EXPECT_EQ(reason(limit(5, WD), "2025-09-01", std::vector<ClockPause>(201, one)), "deadline.pause_count");
}

}  // namespace
}  // namespace gx::domain
