// SPDX-License-Identifier: Apache-2.0
#include "base/money.hpp"

#include <gtest/gtest.h>

namespace gx::base {
namespace {

TEST(Money, ReadsDecimalsExactly) {
    EXPECT_EQ(Money::parse("1,000,000.00")->in_fen(), 100'000'000);
    EXPECT_EQ(Money::parse("-0.05")->in_fen(), -5);
    EXPECT_EQ(Money::parse("220664", 1'000'000)->in_fen(), 220'664'000'000);
    EXPECT_EQ(Money::parse("12.3456", 1'000'000)->in_fen(), 12'345'600);
    EXPECT_EQ(Money::fen(4'600'000).yuan(), "46000.00");
    EXPECT_EQ(Money::fen(-7).yuan(), "-0.07");
}

TEST(Money, RefusesWithAReason) {
    EXPECT_EQ(Money::parse("1.001").error().reason, "money.fraction");
    EXPECT_EQ(Money::parse("99999999999999999999").error().reason, "money.range");
    for (const auto* text : {"", "abc", "1,00", "1,0000.00", "1.", ".5", "1.2.3", "1e5", "--1", ",100", "1,000,"}) {
        ASSERT_FALSE(Money::parse(text)) << text;
        EXPECT_EQ(Money::parse(text).error().reason, "money.invalid") << text;
    }
}

TEST(DivHalfUp, RoundsHalvesUp) {
    EXPECT_EQ(static_cast<int>(div_half_up(5, 2)), 3);
    EXPECT_EQ(static_cast<int>(div_half_up(4, 3)), 1);
    EXPECT_EQ(static_cast<int>(div_half_up(-5, 2)), -2);
    EXPECT_EQ(static_cast<int>(div_half_up(-7, 2)), -3);
}

}  // namespace
}  // namespace gx::base
