// SPDX-License-Identifier: Apache-2.0
#include "base/large_memory.hpp"

#include <algorithm>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "base/plain_vector.hpp"

namespace gx::base {
namespace {

TEST(LargeMemory, AVectorOnItHoldsWhatWasWrittenWhileItGrows) {
    for (int round = 0; round < 3; ++round) {
        PlainVector<std::int64_t> values;
        for (std::int64_t i = 0; i < 500'000; ++i) { values.push_back(i * round); }
        for (std::int64_t i = 0; i < 500'000; i += 4'999) { ASSERT_EQ(values[static_cast<std::size_t>(i)], i * round); }
        values.resize(600'000, 7);
        EXPECT_EQ(values.back(), 7);
    }
}

TEST(LargeMemory, KeepsNoMoreThanItsLimitAndGivesAllBack) {
    std::vector<PlainVector<std::int64_t>> many(40);
    for (auto& each : many) { each.assign(std::size_t{1} << 20U, 1); }  // 8 MiB each, 320 in all
    many.clear();
    EXPECT_LE(LargeMemory::kept(), LargeMemory::kKeptMax);
    LargeMemory::release();
    EXPECT_EQ(LargeMemory::kept(), 0U);
}

TEST(LargeMemory, PiecesOfAllSizesNeverOverlap) {
    std::vector<PlainVector<std::int64_t>> held;
    for (std::int64_t round = 0; round < 60; ++round) {
        held.emplace_back(static_cast<std::size_t>(140'000 + round * 37'000 % 900'000), round);
        if (round % 3 == 2) {
            held.erase(held.begin() + static_cast<std::ptrdiff_t>(round / 3 % static_cast<std::int64_t>(held.size())));
        }
    }
    for (const auto& each : held) {
        ASSERT_EQ(std::count(each.begin(), each.end(), each.front()), static_cast<std::ptrdiff_t>(each.size()));
    }
}

TEST(LargeMemory, TwoThreadsNeverShareAPiece) {
    const auto work = [](std::int64_t own) {
        for (int round = 0; round < 20; ++round) {
            PlainVector<std::int64_t> values(std::size_t{300'000}, own);
            EXPECT_EQ(std::count(values.begin(), values.end(), own), 300'000);
        }
    };
    std::jthread other{[&] { work(1); }};
    work(2);
}

}  // namespace
}  // namespace gx::base
