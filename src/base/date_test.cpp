// SPDX-License-Identifier: Apache-2.0
#include "base/date.hpp"

#include <gtest/gtest.h>

namespace gx::base {
namespace {

TEST(Date, ReadsAndWritesIso) {
    const auto day = Date::parse("2024-02-29");
    ASSERT_TRUE(day);
    EXPECT_EQ(day->iso(), "2024-02-29");
    EXPECT_EQ(day->weekday(), 4);
    EXPECT_EQ(Date::parse("1970-01-01")->days(), 0);
}

TEST(Date, RefusesWhatIsNoDay) {
    for (const auto* text : {"2023-02-29", "2023-13-01", "2023-1-01", "20230101", "2023-01-01 ", "", "0000-01-01"}) {
        const auto day = Date::parse(text);
        ASSERT_FALSE(day) << text;
        EXPECT_EQ(day.error().reason, "date.invalid");
    }
}

struct MonthCase { const char* from; int months; const char* want; };
class PlusMonths : public testing::TestWithParam<MonthCase> {};
TEST_P(PlusMonths, StopsAtTheEndOfAShorterMonth) {
    EXPECT_EQ(Date::parse(GetParam().from)->plus_months(GetParam().months).iso(), GetParam().want);
}
// Source: DOMAIN 3.0 "months"
INSTANTIATE_TEST_SUITE_P(Vectors, PlusMonths, testing::Values(
    MonthCase{"2025-11-30", 3, "2026-02-28"}, MonthCase{"2024-02-29", 12, "2025-02-28"},
    MonthCase{"2026-01-31", 1, "2026-02-28"}, MonthCase{"2025-03-31", -1, "2025-02-28"},
    MonthCase{"2025-12-15", 1, "2026-01-15"}));

TEST(Instant, KnowsItsCivilDayInShanghai) {
    EXPECT_EQ(Instant::parse("2026-01-01T15:59:59.999Z")->civil_day().iso(), "2026-01-01");
    EXPECT_EQ(Instant::parse("2026-01-01T16:00:00Z")->civil_day().iso(), "2026-01-02");
    EXPECT_EQ(Instant::parse("2026-01-01T16:00:00Z")->iso(), "2026-01-01T16:00:00.000Z");
    EXPECT_FALSE(Instant::parse("2026-01-01T24:00:00Z"));
}

}  // namespace
}  // namespace gx::base
