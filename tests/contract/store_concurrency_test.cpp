// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <chrono>
#include <future>
#include <thread>

#include "store_fixture.hpp"

namespace gx::tests {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

class StoreConcurrency : public StoreFixture {};
INSTANTIATE_TEST_SUITE_P(, StoreConcurrency, testing::ValuesIn(backends()), backend_name);

class StoreBulk : public StoreFixture {};
INSTANTIATE_TEST_SUITE_P(, StoreBulk, testing::ValuesIn(backends()), backend_name);

class StoreProcesses : public StoreFixture {};
INSTANTIATE_TEST_SUITE_P(, StoreProcesses, testing::ValuesIn(durable_backends()), backend_name);

template <class Body>
void in_threads(int count, Body body) {
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) { threads.emplace_back([&body, i] { body(i); }); }
    for (std::thread& thread : threads) { thread.join(); }
}

TEST_P(StoreConcurrency, KeepsEachOfManyWritersApart) {
    constexpr int kThreads = 100;
    constexpr int kWrites = 6;
    std::atomic<int> kept{0};
    in_threads(kThreads, [&](int thread) {
        for (int n = 0; n < kWrites; ++n) {
            const bool fails = (thread + n) % 3 == 0;
            const auto outcome = store().write(context(), [&](app::Work& work) -> Result<Done> {
                const std::string name = fmt::format("{}-{}", thread, n);
                GX_CHECK(work.put(a_body("a" + name, "A" + name), "add"));
                GX_CHECK(work.put(a_body("b" + name, "B" + name), "add"));
                if (fails) { return Error{ErrorCode::StateForbids, "test.refused"}; }
                return Done{};
            });
            EXPECT_EQ(outcome.ok(), !fails);
            kept += outcome.ok() ? 1 : 0;
            EXPECT_GE(store().position(), 0);
        }
    });
    EXPECT_EQ(reader()->count("body", {.tenant = "990101"}).value(), 2 * kept);
    EXPECT_EQ(reader()->journal_size().value(), 2 * kept);
    EXPECT_EQ(store().position(), 2 * kept);
    // Rows and entries of one part lie side by side, and each row names its entry.
    GX_ASSERT_OK(reader()->scan("body", "990101", [&](const app::Entity& entity) -> Result<Done> {
        const auto history = reader()->history("body", entity.id).value();
        EXPECT_EQ(history.size(), 1U);
        EXPECT_EQ(history[0].seq, entity.seq);
        return Done{};
    }));
    expect_sound_journal();
}

TEST_P(StoreConcurrency, LetsOneOfManyWinTheSameVersion) {
    GX_ASSERT_OK(put(a_body("b1", "X1")));
    std::atomic<int> won{0};
    std::atomic<int> lost{0};
    in_threads(20, [&](int thread) {
        const auto outcome = put(a_body("b1", "X1", fmt::format("改{}", thread), 2), "change");
        if (outcome.ok()) {
            ++won;
        } else {
            EXPECT_EQ(outcome.error().reason, "store.version");
            ++lost;
        }
    });
    EXPECT_EQ(won, 1);
    EXPECT_EQ(lost, 19);
    expect_sound_journal();
}

TEST_P(StoreConcurrency, ReadsWhileWriting) {
    std::atomic<bool> stop{false};
    std::thread writer([&] {
        for (int i = 0; i < 150; ++i) {
            const auto outcome = store().write(context(), [&](app::Work& work) -> Result<Done> {
                GX_CHECK(work.put(a_body(fmt::format("l{}", i), fmt::format("L{}", i)), "add"));
                return work.put(a_body(fmt::format("r{}", i), fmt::format("R{}", i)), "add");
            });
            EXPECT_TRUE(outcome.ok());
        }
        stop = true;
    });
    in_threads(4, [&](int) {
        while (!stop) {
            const auto snapshot = store().reader();
            ASSERT_TRUE(snapshot.ok());
            const auto rows = (*snapshot)->count("body", {.tenant = "990101"}).value();
            EXPECT_EQ(rows % 2, 0) << "half a part was seen";
            EXPECT_EQ((*snapshot)->journal_size().value(), rows);
        }
    });
    writer.join();
    expect_sound_journal();
}

TEST_P(StoreBulk, LoadsAHundredThousandRows) {
    constexpr int kRows = 100'000;
    constexpr int kChunk = 5'000;
    GX_ASSERT_OK(write([&](app::Work& work) -> Result<Done> {
        for (int from = 0; from < kRows; from += kChunk) {
            std::vector<app::Entity> chunk;
            for (int i = from; i < from + kChunk; ++i) {
                app::Entity debt{.type = "debt", .tenant = "990101", .id = fmt::format("d{:06}", i), .key = {}, .version = 1, .content = {}};
                debt.content.set("code", fmt::format("K{:06}", i)).set("principal_fen", i);
                chunk.push_back(std::move(debt));
            }
            GX_CHECK(work.put_many(chunk, "import"));
        }
        return Done{};
    }));
    EXPECT_EQ(reader()->journal_size().value(), kRows);
    EXPECT_EQ(reader()->find_by_key("debt", "990101", "K099999").value()->seq, kRows - 1);
    std::int64_t sum = 0;
    const std::vector<std::string_view> columns = {"principal_fen"};
    GX_ASSERT_OK(reader()->scan_columns("debt", "990101", columns, [&](const app::RowView& row) -> Result<Done> {
        sum += row.integer(0);
        return Done{};
    }));
    EXPECT_EQ(sum, std::int64_t{kRows} * (kRows - 1) / 2);
    EXPECT_EQ(reader()->tile_roots(1, 0, 1'000).value().size(), kRows / 256U);
    EXPECT_EQ(reader()->tile_roots(2, 0, 1'000).value().size(), kRows / 65'536U);
}

TEST_P(StoreConcurrency, DropsALargePartWithoutHarmToOthers) {
    GX_ASSERT_OK(put(a_body("b0", "X0")));
    std::vector<std::future<Result<Done>>> small;
    auto large = std::async(std::launch::async, [&] {
        return write([&](app::Work& work) -> Result<Done> {
            for (int round = 0; round < 3; ++round) {
                std::vector<app::Entity> chunk;
                for (int i = 0; i < 4'000; ++i) { chunk.push_back(a_body(fmt::format("z{}-{}", round, i), fmt::format("Z{}-{}", round, i))); }
                GX_CHECK(work.put_many(chunk, "import"));
            }
            return Error{ErrorCode::StateForbids, "test.refused"};
        });
    });
    for (int i = 0; i < 20; ++i) {
        small.push_back(std::async(std::launch::async, [&, i] { return put(a_body(fmt::format("s{}", i), fmt::format("S{}", i))); }));
    }
    for (auto& outcome : small) { EXPECT_TRUE(outcome.get().ok()); }
    EXPECT_EQ(large.get().error().reason, "test.refused");
    EXPECT_EQ(reader()->journal_size().value(), 21);
    EXPECT_EQ(reader()->count("body", {.tenant = "990101"}).value(), 21);
    expect_sound_journal();
}

TEST_P(StoreProcesses, TakeTurnsWithoutGaps) {
    const auto other = open_again();
    constexpr int kWrites = 60;
    std::atomic<int> kept{0};
    in_threads(8, [&](int thread) {
        storage::SqlStore& mine = thread % 2 == 0 ? store() : *other;
        for (int n = 0; n < kWrites; ++n) {
            const auto outcome = mine.write(context(), [&](app::Work& work) -> Result<Done> {
                const std::string name = fmt::format("{}-{}", thread, n);
                GX_CHECK(work.put(a_body("a" + name, "A" + name), "add"));
                if (n % 7 == 0) { return Error{ErrorCode::StateForbids, "test.refused"}; }
                return work.put(a_body("a" + name, "A" + name, "改", 2), "change");
            });
            EXPECT_EQ(outcome.ok(), n % 7 != 0) << (outcome.ok() ? "" : outcome.error().detail);
            kept += outcome.ok() ? 1 : 0;
        }
    });
    EXPECT_EQ(reader()->journal_size().value(), 2 * kept);
    GX_ASSERT_OK(reader()->scan("body", "990101", [&](const app::Entity& entity) -> Result<Done> {
        const auto history = reader()->history("body", entity.id).value();
        EXPECT_EQ(history.size(), 2U);
        EXPECT_EQ(history.back().seq, entity.seq);
        return Done{};
    }));
    expect_sound_journal();
}

TEST_P(StoreProcesses, LearnOfEachOther) {
    const auto other = open_again();
    EXPECT_EQ(other->position(), 0);
    GX_ASSERT_OK(put(a_body("b1", "X1")));
    EXPECT_EQ(store().position(), 1);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (other->position() != 1 && std::chrono::steady_clock::now() < deadline) { std::this_thread::yield(); }
    EXPECT_EQ(other->position(), 1);
}

TEST_P(StoreProcesses, RefuseATakenKeyAcrossProcesses) {
    const auto other = open_again();
    std::atomic<int> won{0};
    in_threads(2, [&](int thread) {
        storage::SqlStore& mine = thread == 0 ? store() : *other;
        for (int n = 0; n < 40; ++n) {
            const auto outcome = mine.write(context(), [&](app::Work& work) {
                return work.put(a_body(fmt::format("b{}-{}", thread, n), fmt::format("X{}", n)), "add");
            });
            if (!outcome.ok()) { EXPECT_EQ(outcome.error().reason, "store.key_taken") << outcome.error().detail; }
            won += outcome.ok() ? 1 : 0;
        }
    });
    EXPECT_EQ(won, 40);
    expect_sound_journal();
}

}  // namespace
}  // namespace gx::tests
