// SPDX-License-Identifier: Apache-2.0
#include "app/publication/ordered_cells.hpp"

#include <gtest/gtest.h>

#include <random>

namespace gx::app {
namespace {

struct Row {
    std::int64_t number = 0;
    EntityId id;
    CellKey cell;
};

/// Some hundred rows with many equal numbers in a few cells, against a plain sorted list of the same rows.
class Merging : public testing::TestWithParam<Direction> {
protected:
    Merging() {
        std::mt19937 dice(7);
        for (std::uint32_t i = 0; i < 600; ++i) {
            rows_.push_back({static_cast<std::int64_t>(dice() % 40), ids_.keep("row-" + std::to_string(dice() % 100'000) + "-" + std::to_string(i)),
                             {static_cast<std::uint32_t>(dice() % 3), static_cast<std::uint16_t>(dice() % 4), 0}});
            cells_.add(rows_[i].cell, i, ids_, place_of());
            there_.push_back(i);
        }
        for (std::uint32_t i = 0; i < 600; i += 5) {
            cells_.remove(rows_[i].cell, i, ids_, place_of());
            std::erase(there_, i);
        }
        std::ranges::sort(there_, [&](auto a, auto b) {
            const auto& l = rows_[a];
            const auto& r = rows_[b];
            if (l.number != r.number) { return GetParam() == Direction::Ascending ? l.number < r.number : l.number > r.number; }
            return ids_.compare(l.id, r.id) < 0;
        });
    }
    std::function<RowPlace(std::uint32_t)> place_of() {
        return [this](std::uint32_t i) { return RowPlace{rows_[i].number, rows_[i].id}; };
    }
    std::vector<OrderedCells::Span> spans() {
        std::vector<OrderedCells::Span> all;
        cells_.each([&](CellKey, const OrderedCells::Numbers& numbers) { all.push_back({numbers.data(), numbers.data() + numbers.size()}); });
        return all;
    }

    IdPool ids_;
    std::vector<Row> rows_;
    std::vector<std::uint32_t> there_;
    OrderedCells cells_;
};

TEST_P(Merging, GivesAnyPartOfTheSortedList) {
    for (const std::size_t skip : {0U, 1U, 100U, 470U, 600U}) {
        const auto got = merge(spans(), {.direction = GetParam(), .skip = skip, .count = 25}, ids_, place_of());
        std::vector<std::uint32_t> want;
        for (std::size_t i = skip; i < std::min<std::size_t>(skip + 25, there_.size()); ++i) { want.push_back(there_[i]); }
        EXPECT_EQ(got, want) << skip;
    }
}

TEST_P(Merging, GoesOnBehindEachPlace) {
    for (std::size_t at = 0; at < there_.size(); ++at) {
        const auto got = merge(spans(), {.direction = GetParam(), .after = place_of()(there_[at]), .count = 3}, ids_, place_of());
        std::vector<std::uint32_t> want;
        for (std::size_t i = at + 1; i < std::min(at + 4, there_.size()); ++i) { want.push_back(there_[i]); }
        ASSERT_EQ(got, want) << at;
    }
}

TEST_P(Merging, LeavesOutWhatIsNotWanted) {
    std::vector<std::uint32_t> want;
    for (const auto n : there_) {
        if (n % 7 == 0) { want.push_back(n); }
    }
    const auto got = merge(spans(), {.direction = GetParam(), .skip = 2, .count = 1'000}, ids_, place_of(), [](std::uint32_t n) { return n % 7 == 0; });
    EXPECT_EQ(got, std::vector<std::uint32_t>(want.begin() + 2, want.end()));
}

TEST_P(Merging, ComesBackFromAFlatForm) {
    OrderedCells back;
    auto flat = cells_.flat();
    ASSERT_TRUE(back.take(flat, 600));
    EXPECT_EQ(back.flat().numbers, flat.numbers);
    EXPECT_FALSE(back.take(flat, 100)) << "a row that is not there";
    ++flat.sizes.front();
    EXPECT_FALSE(back.take(flat, 600));
}

INSTANTIATE_TEST_SUITE_P(, Merging, testing::Values(Direction::Ascending, Direction::Descending),
                         [](const auto& row) { return row.param == Direction::Ascending ? "Up" : "Down"; });

TEST(OrderedCells, CutsARangeOfNumbers) {
    const std::vector<std::int64_t> numbers = {3, 3, 5, 8};
    const OrderedCells::Numbers cell = {0, 1, 2, 3};
    const auto place = [&](std::uint32_t i) { return RowPlace{numbers[i], {0, i}}; };
    EXPECT_EQ(OrderedCells::between(cell, 3, 5, place).size(), 3U);
    EXPECT_EQ(OrderedCells::between(cell, 4, 4, place).size(), 0U);
    EXPECT_EQ(OrderedCells::between(cell, 0, 99, place).size(), 4U);
    EXPECT_EQ(OrderedCells::between(cell, 9, 99, place).size(), 0U);
}

TEST(EntityIds, KeepTheirTextAndOrder) {
    IdPool pool;
    const std::vector<std::string> texts = {"", "00000000-0000-0000-0000-000000000001", "01930000-000c-70a4-a574-f58d3f3edd92",
                                            "01930000-000c-70a4-a574-f58d3f3edd93", "01930000-000C-70A4-A574-F58D3F3EDD92",
                                            "01930000_000c-70a4-a574-f58d3f3edd92", "o1", "o10", "ﾃ"};
    for (const auto& a : texts) {
        EXPECT_EQ(pool.text(pool.keep(a)), a);
        EXPECT_EQ(pool.find(a), pool.keep(a));
        for (const auto& b : texts) { EXPECT_EQ(pool.compare(pool.keep(a), pool.keep(b)), a <=> b) << a << " " << b; }
    }
    EXPECT_EQ(pool.find("never seen"), std::nullopt);
    EXPECT_EQ(pool.kept().size(), 7U) << "two are plain UUIDs";
}

}  // namespace
}  // namespace gx::app
