// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/number.hpp"

#include <gtest/gtest.h>

namespace gx::domain::evaluation {
namespace {

Number of(const char* text) { return parse_number(text).value(); }

TEST(Number, KeepsFractionsExactAndInLowestTerms) {
    EXPECT_EQ(to_text(of("0.80")), "4/5");
    EXPECT_EQ(to_text(add(of("0.1"), of("0.2"))), "3/10");
    EXPECT_EQ(to_text(multiply(ratio(of("1"), of("3")), of("3"))), "1");
    EXPECT_EQ(to_text(subtract(of("-1.5"), of("0.5"))), "-2");
}

TEST(Number, RoundsHalfUpAtEveryBoundary) {
    struct Case { const char* value; int decimals; std::int64_t want; };
    for (const Case& c : {Case{"0.00005", 4, 1}, Case{"0.000049", 4, 0}, Case{"2.5", 0, 3}, Case{"-2.5", 0, -2},
                          Case{"73.2106", 2, 7321}, Case{"73.205", 2, 7321}, Case{"73.2049", 2, 7320}}) {
        EXPECT_EQ(to_stored(of(c.value), c.decimals).value(), c.want) << c.value;
    }
    EXPECT_EQ(div_half_up(of("20001"), of("2")).n, 10001);
    EXPECT_EQ(div_half_up(of("-1"), of("2")).n, 0);
}

TEST(Number, NullComesFromAZeroDenominatorAndSpreads) {
    EXPECT_TRUE(ratio(of("1"), of("0")).is_null());
    EXPECT_TRUE(div_half_up(of("1"), of("0")).is_null());
    EXPECT_TRUE(add(Number::null(), of("1")).is_null());
    EXPECT_TRUE(minimum(of("1"), Number::null()).is_null());
    EXPECT_FALSE(compare(Number::null(), of("1")).has_value());
    EXPECT_FALSE(Number::null().holds());
    EXPECT_EQ(to_stored(Number::null(), 2).value(), kNullStored);
}

TEST(Number, AnOverflowIsToldNeverWrapped) {
    Number large = Number::whole(Int128{1} << 120);
    EXPECT_TRUE(multiply(large, large).is_overflow());
    EXPECT_TRUE(add(multiply(large, large), Number::null()).is_overflow());
    const auto stored = to_stored(large, 0);
    ASSERT_FALSE(stored.ok());
    EXPECT_EQ(stored.error().reason, "evaluation.overflow");
}

TEST(Number, ReadsPlainDecimalsOnly) {
    for (const char* bad : {"", "-", ".5", "1.", "1e3", "1,000", "0x1", "12345678901234567890"}) {
        const auto number = parse_number(bad);
        ASSERT_FALSE(number.ok()) << bad;
        EXPECT_EQ(number.error().reason, "scheme.number");
    }
    EXPECT_EQ(stored_text(-5, 2), "-0.05");
    EXPECT_EQ(stored_text(732106, 4), "73.2106");
}

}  // namespace
}  // namespace gx::domain::evaluation
