// SPDX-License-Identifier: Apache-2.0
// Reads whose snapshots and names are kept from one to the next: never old, and in nobody's way.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include "store_fixture.hpp"

namespace gx::tests {
namespace {

using base::Done;
using base::Result;

class StoreViews : public StoreFixture {
protected:
    /// The name of the duty's body as a list shows it; empty when the duty is not there.
    std::string body_name_of(const std::string& code) {
        std::string name;
        const auto found = store().obligation_rows().one("990101", code, [&](const app::ObligationRow& row) -> Result<Done> {
            name = row.body_name;
            return Done{};
        });
        EXPECT_TRUE(found.ok()) << found.error().detail;
        return name;
    }
    std::int64_t duties() {
        const auto total = store().obligation_rows().page({.tenant = "990101", .where = {}, .order = {{"due_on", true}}, .limit = 2},
                                                          [](const app::ObligationRow&) -> Result<Done> { return Done{}; });
        EXPECT_TRUE(total.ok()) << total.error().detail;
        return total.ok() ? *total : -1;
    }
    Result<Done> put_duty(const std::string& name) { return put(an_obligation("o" + name, "K" + name, "b1", "2025-03-10", 100)); }
};
INSTANTIATE_TEST_SUITE_P(, StoreViews, testing::ValuesIn(backends()), backend_name);

class StoreViewsOfOthers : public StoreViews {};
INSTANTIATE_TEST_SUITE_P(, StoreViewsOfOthers, testing::ValuesIn(durable_backends()), backend_name);

class StoreViewsOnFile : public StoreViews {};
INSTANTIATE_TEST_SUITE_P(, StoreViewsOnFile, testing::Values(Backend::File), backend_name);

TEST_P(StoreViews, WhoeverWroteReadsItAtOnce) {
    constexpr int kWriters = 4;
    constexpr int kWrites = 40;
    GX_ASSERT_OK(put(a_body("b1", "B1", "财政局")));
    std::atomic<bool> over{false};
    std::vector<std::thread> readers;
    for (int i = 0; i < 2; ++i) {
        readers.emplace_back([&] {
            std::int64_t before = 0;
            while (!over) {
                const std::int64_t now = duties();
                EXPECT_GE(now, before) << "a later read showed less";
                before = now;
            }
        });
    }
    std::vector<std::thread> writers;
    for (int writer = 0; writer < kWriters; ++writer) {
        writers.emplace_back([&, writer] {
            for (int n = 0; n < kWrites; ++n) {
                const std::string name = fmt::format("{}-{}", writer, n);
                EXPECT_TRUE(put_duty(name).ok());
                EXPECT_EQ(body_name_of("K" + name), "财政局") << name;
            }
        });
    }
    for (std::thread& writer : writers) { writer.join(); }
    over = true;
    for (std::thread& reader : readers) { reader.join(); }
    EXPECT_EQ(duties(), kWriters * kWrites);
}

TEST_P(StoreViews, ANameIsTheOneOfToday) {
    GX_ASSERT_OK(put(a_body("b1", "B1", "财政局")));
    GX_ASSERT_OK(put_duty("1"));
    EXPECT_EQ(body_name_of("K1"), "财政局");
    EXPECT_EQ(store().obligation_rows().body_id("990101", "B1").value(), "b1");
    GX_ASSERT_OK(put(a_body("b1", "B9", "财政和金融局", 2), "change"));
    EXPECT_EQ(body_name_of("K1"), "财政和金融局");
    EXPECT_EQ(store().obligation_rows().body_id("990101", "B1").value(), std::nullopt);
    EXPECT_EQ(store().obligation_rows().body_id("990101", "B9").value(), "b1");
    EXPECT_EQ(store().obligation_rows().body_id("990102", "B9").value(), std::nullopt) << "of another tenant";
}

TEST_P(StoreViewsOfOthers, ShowWhatAnotherProcessWroteOnceItsPositionIsKnown) {
    GX_ASSERT_OK(put(a_body("b1", "B1", "财政局")));
    GX_ASSERT_OK(put_duty("1"));
    const auto other = open_again();
    for (int n = 2; n < 12; ++n) {
        EXPECT_EQ(duties(), n - 1);
        GX_ASSERT_OK(other->write(context(), [&](app::Work& work) {
            return work.put(an_obligation(fmt::format("o{}", n), fmt::format("K{}", n), "b1", "2025-03-10", 100), "add");
        }));
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (store().position() < other->position() && std::chrono::steady_clock::now() < deadline) { EXPECT_GE(duties(), n - 1); }
        ASSERT_EQ(duties(), n);
    }
}

TEST_P(StoreViewsOnFile, LetTheWriteAheadLogBeginAnew) {
    GX_ASSERT_OK(put(a_body("b1", "B1", "财政局")));
    std::uintmax_t largest = 0;
    for (int n = 0; n < 600; ++n) {
        EXPECT_EQ(duties(), n);  // leaves a view behind
        EXPECT_TRUE(put_duty(std::to_string(n)).ok());
        largest = std::max(largest, std::filesystem::file_size(address_ + "-wal"));
    }
    // Each write takes about ten pages; SQLite begins to copy them back at a thousand.
    EXPECT_LT(largest, 8U << 20U);
}

}  // namespace
}  // namespace gx::tests
