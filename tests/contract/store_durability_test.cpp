// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

#include "base/text.hpp"
#include "child.hpp"
#include "storage/drivers/sqlite.hpp"
#include "store_fixture.hpp"
#include "support/faulty_database.hpp"
#include "support/postgres.hpp"

namespace gx::tests {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

class StoreDurability : public StoreFixture {};
INSTANTIATE_TEST_SUITE_P(, StoreDurability, testing::ValuesIn(durable_backends()), backend_name);

std::unique_ptr<storage::Database> database_at(const std::string& address) {
    return std::move(address.starts_with('/') ? storage::open_sqlite(address) : storage::open_postgres(address)).value();
}

/// Runs in a process of its own (see Child): four writers, each says what it was promised to be kept.
TEST(DISABLED_Child, WritesUntilKilled) {
    const std::string address = Child::address();
    ASSERT_FALSE(address.empty()) << "run by StoreDurability only";
    support::ToyHasher hasher;
    CountingRandom random;
    const auto store = std::move(storage::SqlStore::open(database_at(address), hasher, random)).value();
    const app::WriteContext context{.actor = {.account = "a", .tenant = "990101", .actions = {"*"}}, .at = {}};
    const std::int64_t start = store->position();
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 4; ++writer) {
        writers.emplace_back([&, writer] {
            for (int n = 0; n < 100'000; ++n) {
                const std::string id = fmt::format("{}-{}-{}", start, writer, n);
                const auto outcome = store->write(context, [&](app::Work& work) -> Result<Done> {
                    GX_CHECK(work.put(a_body("l" + id, "L" + id), "add"));
                    return work.put(a_body("r" + id, "R" + id), "add");
                });
                if (outcome.ok()) { Child::say(id); }
            }
        });
    }
    for (std::thread& writer : writers) { writer.join(); }
}

TEST_P(StoreDurability, LosesNothingPromisedWhenKilled) {
    close();
    std::vector<std::string> promised;
    std::int64_t size = 0;
    for (int round = 0; round < 6; ++round) {
        Child child("WritesUntilKilled", address_);
        for (int i = 0; i < 5 + 17 * round; ++i) {
            promised.push_back(child.line());
            ASSERT_FALSE(promised.back().empty());
        }
        const std::string rest = child.kill_and_drain();
        for (const std::string_view line : base::split(rest, '\n')) {
            if (!line.empty() && rest.find(std::string(line) + "\n") != std::string::npos) { promised.emplace_back(line); }
        }
        store_ = open_again();
        const auto snapshot = reader();
        for (const std::string& id : promised) {
            ASSERT_TRUE(snapshot->find("body", "990101", "l" + id).value()) << id;
            ASSERT_TRUE(snapshot->find("body", "990101", "r" + id).value()) << id;
        }
        const std::int64_t now = snapshot->journal_size().value();
        EXPECT_GE(now, size) << "the journal shrank";
        EXPECT_EQ(now % 2, 0) << "half a part was kept";
        EXPECT_EQ(snapshot->count("body", {.tenant = "990101"}).value(), now);
        size = now;
        expect_sound_journal();
        close();
    }
}

TEST_P(StoreDurability, KeepsEverythingWhenReopened) {
    std::vector<app::Entity> many;
    for (int i = 0; i < 300; ++i) { many.push_back(a_body(fmt::format("b{}", i), fmt::format("X{}", i))); }
    GX_ASSERT_OK(write([&](app::Work& work) { return work.put_many(many, "import"); }));
    const auto root = stored_root();
    reopen();
    EXPECT_EQ(store().position(), 300);
    EXPECT_EQ(stored_root(), root);
    GX_ASSERT_OK(put(a_body("b0", "X0", "改", 2), "change"));
    EXPECT_EQ(reader()->find("body", "990101", "b0").value()->seq, 300);
    expect_sound_journal();
}

TEST_P(StoreDurability, RefusesAnotherHashThanItBeganWith) {
    class Other final : public domain::Hasher {
    public:
        std::string_view name() const override { return "sha256"; }
        base::Digest digest(base::ByteView, base::ByteView) const override { return {}; }
        base::Digest leaf(base::ByteView) const override { return {}; }
        base::Digest node(const base::Digest&, const base::Digest&) const override { return {}; }
    } other;
    GX_EXPECT_REFUSED(storage::SqlStore::open(database_again(), other, random_), "store.hash_differs");
}

TEST_P(StoreDurability, FailsAllOfABatchWhenTheCommitFails) {
    Faults faults;
    GX_ASSERT_OK(put(a_body("b0", "X0")));
    close();
    store_ = std::move(storage::SqlStore::open(std::make_unique<FaultyDatabase>(database_again(), faults), hasher_, random_)).value();
    faults.commits = 1;
    GX_EXPECT_REFUSED(put(a_body("b1", "X1")), "store.failed");
    EXPECT_FALSE(reader()->find("body", "990101", "b1").value());
    EXPECT_EQ(store().position(), 1);
    GX_ASSERT_OK(put(a_body("b1", "X1")));
    EXPECT_EQ(reader()->find("body", "990101", "b1").value()->seq, 1);
    expect_sound_journal();
}

TEST_P(StoreDurability, RefusesWritesOnAFullDiskAndGoesOnAfterwards) {
    Faults faults;
    close();
    store_ = std::move(storage::SqlStore::open(std::make_unique<FaultyDatabase>(database_again(), faults), hasher_, random_)).value();
    // Row, journal entry and head in turn: each is refused whole.
    for (int place = 1; place <= 3; ++place) {
        const auto before = reader()->journal_size().value();
        int calls = 0;
        const auto outcome = write([&](app::Work& work) -> Result<Done> {
            ++calls;
            if (place > 1) { GX_CHECK(work.put(a_body(fmt::format("a{}", place), fmt::format("A{}", place)), "add")); }
            faults.writes = 1;
            return place == 1 ? work.put(a_body("b1", "X1"), "add") : Result<Done>(Done{});
        });
        ASSERT_FALSE(outcome.ok());
        EXPECT_EQ(outcome.error().code, ErrorCode::StorageFull);
        EXPECT_EQ(outcome.error().reason, "store.full");
        EXPECT_EQ(calls, 1);
        faults.writes = 0;
        EXPECT_EQ(reader()->journal_size().value(), before);
        GX_ASSERT_OK(put(a_body(fmt::format("c{}", place), fmt::format("C{}", place))));
        expect_sound_journal();
    }
}

TEST_P(StoreDurability, ReportsADatabaseThatCannotBeReached) {
    Faults faults;
    close();
    store_ = std::move(storage::SqlStore::open(std::make_unique<FaultyDatabase>(database_again(), faults), hasher_, random_)).value();
    faults.connects = 1'000'000;
    const auto refused = store().reader();
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::Unavailable);
    GX_EXPECT_REFUSED(put(a_body("b1", "X1")), "store.unreachable");
    faults.connects = 0;
    GX_ASSERT_OK(put(a_body("b1", "X1")));
    EXPECT_TRUE(reader()->find("body", "990101", "b1").value());
}

TEST(StorePostgres, HealsWhenItsServerRestarts) {
    if (std::getenv("GX_TEST_FAST") != nullptr) { return; }
    PostgresServer server(PostgresServer::Durability::Real);
    const std::string address = server.create_database();
    support::ToyHasher hasher;
    CountingRandom random;
    const auto store =
        std::move(storage::SqlStore::prepare(database_at(address), hasher, random, base::Instant::from_millis(1))).value();
    const app::WriteContext context{.actor = {.account = "a", .tenant = "990101", .actions = {"*"}}, .at = {}};
    const auto add = [&](const std::string& id) {
        return store->write(context, [&](app::Work& work) { return work.put(a_body(id, id), "add"); });
    };
    constexpr int kAttempts = 1'000;
    std::vector<std::string> kept;
    int n = 0;
    for (const char* mode : {"fast", "immediate"}) {
        std::atomic<bool> stop{false};
        std::thread writer([&] {
            for (int i = 0; i < kAttempts && !stop; ++i) {
                const std::string id = fmt::format("b{}", n++);
                const auto outcome = add(id);
                if (outcome.ok()) {
                    kept.push_back(id);
                } else {
                    EXPECT_EQ(outcome.error().code, ErrorCode::Unavailable) << outcome.error().detail;
                }
            }
        });
        server.restart(mode);
        stop = true;
        writer.join();
        const std::string after = fmt::format("after{}", n);
        const auto healed = add(after);
        ASSERT_TRUE(healed.ok()) << healed.error().detail;
        kept.push_back(after);
        const auto snapshot = store->reader();
        ASSERT_TRUE(snapshot.ok());
        EXPECT_EQ((*snapshot)->find_by_keys("body", "990101", kept).value().size(), kept.size());
    }
}

std::string bytes_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

TEST(StoreSqlite, LeavesNoByteOfAnErasedValue) {
    std::string folder = "/tmp/gx-erase-XXXXXX";
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    const std::string file = folder + "/store.db";
    {
        support::ToyHasher hasher;
        CountingRandom random;
        const auto store = std::move(storage::SqlStore::prepare(database_at(file), hasher, random, base::Instant::from_millis(1))).value();
        const app::WriteContext context{.actor = {.account = "a", .tenant = "990101", .actions = {"*"}}, .at = {}};
        const std::string secret = "\x01\xfe the ciphertext that must go \x02\xfd";
        const base::ByteView view = base::as_bytes(secret);
        const app::SealedValue value{.id = "s1", .tenant = "990101", .key_id = "k", .nonce = {1},
                                     .ciphertext = base::Bytes(view.begin(), view.end())};
        GX_ASSERT_OK(store->write(context, [&](app::Work& work) { return work.add_sealed(value); }));
        const auto holds_secret = [&] {
            return bytes_of(file).find(secret) != std::string::npos || bytes_of(file + "-wal").find(secret) != std::string::npos;
        };
        EXPECT_TRUE(holds_secret());
        const std::vector<std::string> ids = {"s1"};
        GX_ASSERT_OK(store->write(context, [&](app::Work& work) { return work.delete_sealed(ids); }));
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (holds_secret() && std::chrono::steady_clock::now() < deadline) { std::this_thread::yield(); }
        EXPECT_FALSE(holds_secret());
    }
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace gx::tests
