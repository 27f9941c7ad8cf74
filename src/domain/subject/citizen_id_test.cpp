// SPDX-License-Identifier: Apache-2.0
#include "domain/subject/citizen_id.hpp"

#include <gtest/gtest.h>

namespace gx::domain {
namespace {

base::Date day(int year, unsigned month, unsigned date) { return base::Date::make(year, month, date).value(); }
const base::Date kToday = day(2026, 11, 22);

std::string reason_of(std::string_view raw) {
    const auto id = CitizenId::parse(raw, kToday);
    return id.ok() ? "" : id.error().reason;
}

// Source: DOMAIN 2.2, synthetic numbers
TEST(CitizenId, AcceptsTheKnownNumbers) {
    for (const auto* number : {"211382199001010019", "211382198506151234", "21138219781231456X", "21138220000229010X",
                               "211382196503108880", "211382199910097772", "211382197208080023", "21138219880808003X"}) {
        const auto id = CitizenId::parse(number, kToday);
        ASSERT_TRUE(id.ok()) << number << " " << id.error().reason;
        EXPECT_EQ(id->str(), number);
        EXPECT_TRUE(id->province_known());
    }
    EXPECT_EQ(CitizenId::parse("21138219781231456x", kToday)->str(), "21138219781231456X");
    EXPECT_EQ(CitizenId::parse(" 211382 19900101 0019", kToday)->born_on(), day(1990, 1, 1));
}

TEST(CitizenId, RaisesTheOldForm) {
    EXPECT_EQ(CitizenId::parse("211382900101001", kToday)->str(), "211382199001010019");
    EXPECT_EQ(reason_of("211382900230001"), "citizen_id.birth_date");
    EXPECT_EQ(reason_of("21138290010100X"), "citizen_id.character");
}

struct RefusedCase {
    const char* number;
    const char* reason;
};

TEST(CitizenId, RefusesWrongNumbers) {
    constexpr RefusedCase kCases[] = {
        {"211382199002300011", "citizen_id.birth_date"},  // 30 February
        {"211382199001010018", "citizen_id.check"},
        {"211382190002290012", "citizen_id.birth_date"},  // 1900 was no leap year
        {"211382202611230013", "citizen_id.in_future"},
        {"21138219900101001A", "citizen_id.character"},
        {"2113821990010100X9", "citizen_id.character"},
        {"2113821990010100", "citizen_id.length"},
        {"2113821990010100191", "citizen_id.length"},
        {"", "citizen_id.length"},
        {"211382000001010019", "citizen_id.birth_date"},
    };
    for (const auto& row : kCases) {
        const auto id = CitizenId::parse(row.number, kToday);
        ASSERT_FALSE(id.ok()) << row.number;
        EXPECT_EQ(id.error().reason, row.reason) << row.number;
        EXPECT_TRUE(id.error().detail.empty()) << "no digits of the number may be logged";
    }
    EXPECT_EQ(reason_of(std::string(10'000, '1')), "citizen_id.length");
}

TEST(CitizenId, NoticesEachChangedDigit) {
    const std::string good = "211382198506151234";
    for (std::size_t i = 0; i < good.size(); ++i) {
        for (char c = '0'; c <= '9'; ++c) {
            if (c == good[i]) { continue; }
            std::string other = good;
            other[i] = c;
            EXPECT_FALSE(CitizenId::parse(other, kToday).ok()) << other;
        }
    }
}

TEST(CitizenId, CountsWholeYears) {
    const auto leap = CitizenId::parse("21138220000229010X", kToday).value();
    EXPECT_EQ(leap.age_on(day(2026, 2, 28)), 25);
    EXPECT_EQ(leap.age_on(day(2026, 3, 1)), 26);
    EXPECT_EQ(leap.age_on(day(2024, 2, 29)), 24);
}

TEST(CitizenId, IsAnOfficialFrom16To100) {
    const auto id = CitizenId::parse("211382199001010019", kToday).value();
    EXPECT_EQ(id.check_official_age(day(2005, 12, 31)).error().reason, "citizen_id.age");
    EXPECT_TRUE(id.check_official_age(day(2006, 1, 1)).ok());
    EXPECT_TRUE(id.check_official_age(day(2090, 12, 31)).ok());
    EXPECT_EQ(id.check_official_age(day(2091, 1, 1)).error().reason, "citizen_id.age");
}

TEST(CitizenId, OnlyWarnsOfAnUnknownProvince) {
    // 99 is no province; the check character is right.
    for (char last = '0'; last <= '9'; ++last) {
        const auto id = CitizenId::parse(std::string("99010119900101001") + last, kToday);
        if (id.ok()) {
            EXPECT_FALSE(id->province_known());
            return;
        }
    }
    FAIL() << "no check character fits";
}

}  // namespace
}  // namespace gx::domain
