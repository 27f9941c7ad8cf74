// SPDX-License-Identifier: Apache-2.0
#include "domain/calendar/working_day_count.hpp"

#include <gtest/gtest.h>

#include "domain/calendar/calendar_fixture_test.hpp"

namespace gx::domain {
namespace {

using base::Date;

Date day(const char* iso) { return Date::parse(iso).value(); }

const WorkingDayCount& official() {
    static const WorkingDayCount count(official_calendar());
    return count;
}

struct Row {
    const char* today;
    const char* due;
    int days;
    bool provisional;
};

// Source: EXT-FJBF art. 2; EXT-MFD art. 201. National Day 2025: 1 to 8 October off, 28 September and 11 October worked.
TEST(WorkingDayCount, CountsOverTheLongHoliday) {
    const Row rows[] = {
        {"2025-09-30", "2025-09-30", 0, false},  {"2025-09-29", "2025-09-30", 1, false}, {"2025-09-30", "2025-10-08", 0, false},
        {"2025-09-30", "2025-10-09", 1, false},  {"2025-09-30", "2025-10-10", 2, false}, {"2025-09-30", "2025-10-11", 3, false},
        {"2025-10-01", "2025-10-11", 3, false},  {"2025-10-11", "2025-10-13", 1, false}, {"2025-10-09", "2025-09-30", -1, false},
        {"2025-10-01", "2025-09-30", -1, false}, {"2025-10-08", "2025-09-30", -1, false}, {"2025-10-10", "2025-09-30", -2, false},
        {"2025-10-11", "2025-09-30", -3, false}, {"2025-10-12", "2025-09-30", -3, false},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(official().left(day(row.today), day(row.due)), (DaysLeft{row.days, row.provisional})) << row.today << " " << row.due;
    }
}

// Source: EXT-FJBF art. 7; a year without its notice gives no certain answer, and lateness counts no day of it.
TEST(WorkingDayCount, IsProvisionalOnlyWhereADayRestsOnAYearWithoutCalendar) {
    EXPECT_TRUE(official().left(day("2026-12-20"), day("2027-01-08")).provisional);
    EXPECT_FALSE(official().left(day("2026-12-20"), day("2026-12-31")).provisional);
    EXPECT_TRUE(official().left(day("2027-02-01"), day("2027-01-08")).provisional);
    EXPECT_EQ(official().left(day("2027-06-01"), day("2026-12-31")), (DaysLeft{-1, false}));
    EXPECT_EQ(official().left(day("2027-06-01"), day("2026-12-24")), (DaysLeft{-5, false}));
    EXPECT_TRUE(WorkingDayCount(WorkingCalendar()).left(day("2026-05-06"), day("2026-05-08")).provisional);
}

TEST(WorkingDayCount, FindsTheLastDueDayOfEachStep) {
    for (Date today = day("2025-09-20"); today <= day("2025-10-20"); today = today.plus_days(1)) {
        for (const int at : {20, 10, 5, 2, 1, 0, -1, -2, -6, -11, -43}) {
            const auto last = official().last_due_with(today, at);
            ASSERT_TRUE(last.has_value());
            EXPECT_LE(official().left(today, *last).days, at) << today.iso() << " " << at;
            EXPECT_GT(official().left(today, last->plus_days(1)).days, at) << today.iso() << " " << at;
        }
    }
    // All of 2027 is uncertain: nothing of it makes a duty of its own later.
    EXPECT_EQ(official().last_due_with(day("2027-06-01"), -2)->iso(), "2026-12-29");
    EXPECT_FALSE(WorkingDayCount(WorkingCalendar()).last_due_with(day("2026-05-06"), -2).has_value());
}

TEST(WorkingDayCount, CountsOnFromADay) {
    EXPECT_EQ(official().nth_after(day("2025-09-30"), 1).iso(), "2025-10-09");
    EXPECT_EQ(official().nth_after(day("2025-09-30"), 3).iso(), "2025-10-11");
    EXPECT_EQ(official().nth_after(day("2025-09-27"), 1).iso(), "2025-09-28");
}

}  // namespace
}  // namespace gx::domain
