// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <limits>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "domain/warning/lane_masks.hpp"

namespace gx::domain::warning {
namespace {

template <class T, class Test>
Mask expected(const std::vector<T>& values, Test test) {
    Mask mask{};
    for (std::uint32_t i = 0; i < kLanes; ++i) {
        if (test(values[i])) { mask[i / 64] |= std::uint64_t{1} << (i % 64); }
    }
    return mask;
}

template <class T>
std::vector<T> random_values(std::mt19937_64& dice, T spread) {
    constexpr T kLow = std::numeric_limits<T>::min();
    constexpr T kHigh = std::numeric_limits<T>::max();
    std::vector<T> values;
    for (std::uint32_t i = 0; i < kLanes; ++i) {
        const auto pick = dice() % 20;
        values.push_back(pick == 0 ? kLow : pick == 1 ? kHigh : static_cast<T>(static_cast<T>(dice() % (2 * static_cast<std::uint64_t>(spread))) - spread));
    }
    return values;
}

constexpr std::int32_t kNull = std::numeric_limits<std::int32_t>::min();

std::vector<std::int32_t> random_days(std::mt19937_64& dice) {
    std::vector<std::int32_t> values;
    for (std::uint32_t i = 0; i < kLanes; ++i) {
        const auto pick = dice() % 12;
        values.push_back(pick == 0 ? kNull : pick == 1 ? 1 << 30 : pick == 2 ? -(1 << 30) : static_cast<std::int32_t>(dice() % 80));
    }
    return values;
}

class EveryProcessor : public testing::TestWithParam<const LaneTests* (*)()> {};

TEST_P(EveryProcessor, TestsEachLaneAndItsBoundaries) {
    const LaneTests& tests = *GetParam()();
    std::mt19937_64 dice{7};
    for (int round = 0; round < 50; ++round) {
        const auto narrow = random_values<std::int32_t>(dice, 9);
        const auto wide = random_values<std::int64_t>(dice, 9);
        const auto days = random_days(dice);
        const auto other = random_days(dice);
        for (const std::int32_t low : {-(1 << 30), -40, 0, 1, 30}) {
            for (const std::int32_t high : {low, low + 25, 2'000'000'000}) {
                Mask mask{};
                tests.difference_within(days.data(), other.data(), low, high, mask);
                Mask wanted{};
                for (std::uint32_t i = 0; i < kLanes; ++i) {
                    const bool known = days[i] != kNull && other[i] != kNull;
                    const std::int64_t apart = std::int64_t{days[i]} - other[i];
                    if (known && apart >= low && apart <= high) { wanted[i / 64] |= std::uint64_t{1} << (i % 64); }
                }
                EXPECT_EQ(mask, wanted) << low << " " << high;
            }
        }
        for (std::int32_t low = -10; low <= 8; low += 3) {
            for (const std::int32_t high : {low, low + 4, std::numeric_limits<std::int32_t>::max()}) {
                Mask mask{};
                tests.narrow_within(narrow.data(), low, high, mask);
                EXPECT_EQ(mask, expected(narrow, [&](auto v) { return v >= low && v <= high; })) << low << " " << high;
                const std::int64_t far = high == std::numeric_limits<std::int32_t>::max() ? std::numeric_limits<std::int64_t>::max() : high;
                tests.wide_within(wide.data(), low, far, mask);
                EXPECT_EQ(mask, expected(wide, [&](auto v) { return v >= low && v <= far; })) << low << " " << far;
            }
        }
        Mask mask{};
        const std::int64_t least = std::numeric_limits<std::int64_t>::min() + 1;
        tests.wide_within(wide.data(), least, std::numeric_limits<std::int64_t>::max(), mask);
        EXPECT_EQ(mask, expected(wide, [&](auto v) { return v >= least; }));
        std::vector<std::uint8_t> code8;
        std::vector<std::uint16_t> code16;
        for (std::uint32_t i = 0; i < kLanes; ++i) {
            code8.push_back(static_cast<std::uint8_t>(dice() % 3 + (dice() % 2) * 253));
            code16.push_back(static_cast<std::uint16_t>(dice() % 3 + (dice() % 2) * 65'533));
        }
        for (const std::uint8_t code : std::array<std::uint8_t, 4>{0, 1, 254, 255}) {
            tests.code8_is(code8.data(), code, mask);
            EXPECT_EQ(mask, expected(code8, [&](auto v) { return v == code; }));
        }
        for (const std::uint16_t code : std::array<std::uint16_t, 4>{0, 2, 65'534, 65'535}) {
            tests.code16_is(code16.data(), code, mask);
            EXPECT_EQ(mask, expected(code16, [&](auto v) { return v == code; }));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(LaneMasks, EveryProcessor,
                         testing::Values(+[] { return &plain_lane_tests(); }, +[] { return &lane_tests(); }));

TEST(LaneMasks, FirstLanesAreThoseOfABlockThatIsNotFull) {
    EXPECT_EQ(first_lanes(0), Mask{});
    EXPECT_EQ(first_lanes(1)[0], 1U);
    EXPECT_EQ(first_lanes(64)[0], ~std::uint64_t{0});
    EXPECT_EQ(first_lanes(65)[1], 1U);
    EXPECT_EQ(first_lanes(kLanes)[kMaskWords - 1], ~std::uint64_t{0});
    EXPECT_TRUE(none(Mask{}));
    EXPECT_FALSE(none(first_lanes(1)));
}

}  // namespace
}  // namespace gx::domain::warning
