// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "app/ports/entity_types.hpp"
#include "storage/backup/backup.hpp"
#include "storage/doctor/doctor.hpp"
#include "store_fixture.hpp"
#include "support/postgres.hpp"

namespace gx::tests {
namespace {

using base::Done;
using base::Result;

const base::Instant kNow = base::Instant::from_millis(1'750'000'000'000);

class Backup : public StoreFixture {
protected:
    void fill(int rows) {
        std::vector<app::Entity> many;
        for (int i = 0; i < rows; ++i) {
            many.push_back(an_obligation(fmt::format("o{}", i), fmt::format("K{:05}", i), "b1", "2025-06-01", i));
        }
        many.back().content.set("note", std::string("零\0😀'; --", 13));
        GX_ASSERT_OK(write([&](app::Work& work) -> Result<Done> {
            GX_CHECK(work.put_many(many, "import"));
            GX_CHECK(work.add_sealed({.id = "s1", .tenant = "990101", .key_id = "k", .nonce = {0, 1}, .ciphertext = {255, 0}}));
            GX_CHECK(work.add_checkpoint(base::Json::object().set("size", 3).set("time", "2026-01-01T00:00:00Z")));
            GX_CHECK(work.put(a_body("b1", "X1"), "add"));
            GX_TRY(const auto body, work.find("body", "990101", "b1"));
            return work.remove(*body, "undo");
        }));
    }
    std::string path(const char* name) const { return folder_ + "/" + name; }
    static std::string read(const std::string& file) {
        std::ifstream in(file, std::ios::binary);
        std::ostringstream out;
        out << in.rdbuf();
        return out.str();
    }
    static void store_bytes(const std::string& file, const std::string& bytes) {
        std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
    }
    /// Everything of a store, as one text.
    std::string content_of(storage::SqlStore& from) {
        const auto snapshot = std::move(from.reader()).value();
        std::string text;
        for (const app::EntityType& type : app::entity_types()) {
            EXPECT_TRUE(snapshot->scan(type.name, "", [&](const app::Entity& entity) -> Result<Done> {
                text += fmt::format("{} {} {} {} {} {}\n", entity.type, entity.id, entity.key, entity.version, entity.seq,
                                    base::canonical(entity.content));
                return Done{};
            }).ok());
        }
        EXPECT_TRUE(snapshot->entries(0, 1'000'000, [&](const domain::JournalEntry& entry) -> Result<Done> {
            text += domain::leaf_text(entry) + entry.content.value_or("-") + entry.entity_key + "\n";
            return Done{};
        }).ok());
        EXPECT_TRUE(snapshot->scan_sealed([&](const app::SealedValue& value) -> Result<Done> {
            text += value.id + base::to_hex(value.nonce) + base::to_hex(value.ciphertext) + "\n";
            return Done{};
        }).ok());
        const auto checkpoints = snapshot->checkpoints();
        for (const base::Json& checkpoint : *checkpoints) { text += base::canonical(checkpoint); }
        return text;
    }
};
INSTANTIATE_TEST_SUITE_P(, Backup, testing::ValuesIn(backends()), backend_name);

TEST_P(Backup, RestoresIntoEitherDatabase) {
    fill(700);
    const auto written = storage::backup(store().database(), hasher_, path("b.gx"), kNow);
    ASSERT_TRUE(written.ok()) << written.error().reason << written.error().detail;
    EXPECT_EQ(written->size, 702);
    EXPECT_EQ(base::to_hex(written->root), base::to_hex(stored_root()));
    EXPECT_EQ(written->created_at, kNow);
    EXPECT_EQ(storage::backup_hash(path("b.gx")).value(), "sm3");
    const auto checked = storage::check_backup(path("b.gx"), hasher_);
    ASSERT_TRUE(checked.ok());
    EXPECT_EQ(checked->root, written->root);
    EXPECT_EQ(checked->rows, written->rows);

    const std::string original = content_of(store());
    const auto restored = storage::restore_to_sqlite(path("b.gx"), path("r.db"), hasher_, kNow);
    ASSERT_TRUE(restored.ok()) << restored.error().reason << " " << restored.error().detail;
    EXPECT_EQ(restored->root, written->root);
    EXPECT_EQ(restored->size, 702);
    const auto again = std::move(storage::SqlStore::open(std::move(storage::open_sqlite(path("r.db"))).value(), hasher_, random_)).value();
    EXPECT_EQ(content_of(*again), original);
    GX_ASSERT_OK(again->write(context(), [](app::Work& work) { return work.put(a_body("n1", "N1"), "add"); }));
    EXPECT_EQ(again->position(), 703);
    EXPECT_FALSE(std::filesystem::exists(path("r.db.restoring")));

    if (std::getenv("GX_TEST_FAST") == nullptr) {
        const std::string address = shared_postgres().create_database();
        const auto target = std::move(storage::open_postgres(address)).value();
        const auto moved = storage::restore_to_database(path("b.gx"), *target, hasher_, kNow);
        ASSERT_TRUE(moved.ok()) << moved.error().reason << " " << moved.error().detail;
        const auto there = std::move(storage::SqlStore::open(std::move(storage::open_postgres(address)).value(), hasher_, random_)).value();
        EXPECT_EQ(content_of(*there), original);
        GX_EXPECT_REFUSED(storage::restore_to_database(path("b.gx"), *target, hasher_, kNow), "restore.target_exists");
    }
}

TEST_P(Backup, IsOneSnapshotWhileOthersWrite) {
    fill(300);
    std::atomic<bool> stop{false};
    std::thread writer([&] {
        for (int i = 0; !stop; ++i) {
            EXPECT_TRUE(store().write(context(), [&](app::Work& work) -> Result<Done> {
                GX_CHECK(work.put(a_body(fmt::format("l{}", i), fmt::format("L{}", i)), "add"));
                return work.put(a_body(fmt::format("r{}", i), fmt::format("R{}", i)), "add");
            }).ok());
        }
    });
    const auto before = store().position();
    for (int round = 0; round < 3; ++round) {
        const std::string file = path(fmt::format("b{}.gx", round).c_str());
        const auto written = storage::backup(store().database(), hasher_, file, kNow);
        EXPECT_TRUE(written.ok());
        const std::string target = path(fmt::format("r{}.db", round).c_str());
        const auto restored = storage::restore_to_sqlite(file, target, hasher_, kNow);
        EXPECT_TRUE(restored.ok()) << restored.error().reason;
        EXPECT_EQ(restored->root, written->root);
        EXPECT_EQ(restored->size, written->size);
        EXPECT_GE(restored->size, before);
        const auto again = std::move(storage::SqlStore::open(std::move(storage::open_sqlite(target)).value(), hasher_, random_)).value();
        const auto snapshot = std::move(again->reader()).value();
        EXPECT_EQ(snapshot->count("body", {.tenant = "990101"}).value() % 2, 0);
        EXPECT_EQ(base::to_hex(recomputed_root(*snapshot)), base::to_hex(written->root));
    }
    stop = true;
    writer.join();
}

TEST_P(Backup, RefusesAnyChangedByteAndSaysWhere) {
    fill(60);
    ASSERT_TRUE(storage::backup(store().database(), hasher_, path("b.gx"), kNow).ok());
    const std::string whole = read(path("b.gx"));
    ASSERT_GT(whole.size(), 5 * 4'128U);
    for (std::size_t at = 0; at < whole.size(); at += 511) {
        std::string spoilt = whole;
        spoilt[at] = static_cast<char>(spoilt[at] ^ (1 << (at % 8)));
        store_bytes(path("spoilt.gx"), spoilt);
        const auto refused = storage::check_backup(path("spoilt.gx"), hasher_);
        ASSERT_FALSE(refused.ok()) << at;
        EXPECT_EQ(refused.error().code, base::ErrorCode::Corrupt);
        if (at >= 16) {
            const std::size_t block = (at - 16) / 4'128;
            EXPECT_EQ(refused.error().reason, "backup.block_changed") << at;
            EXPECT_TRUE(refused.error().where.starts_with(fmt::format("bytes {}-", 16 + block * 4'128))) << at << refused.error().where;
        } else {
            EXPECT_EQ(refused.error().reason, "backup.not_a_backup");
        }
        if (at % 2'044 == 0) {
            EXPECT_FALSE(storage::restore_to_sqlite(path("spoilt.gx"), path("never.db"), hasher_, kNow).ok());
            EXPECT_FALSE(std::filesystem::exists(path("never.db")));
            EXPECT_FALSE(std::filesystem::exists(path("never.db.restoring")));
        }
    }
    for (const std::size_t size : {std::size_t{0}, std::size_t{15}, std::size_t{16}, std::size_t{40}, 16 + std::size_t{4'128}, whole.size() - 1}) {
        store_bytes(path("spoilt.gx"), whole.substr(0, size));
        const auto refused = storage::check_backup(path("spoilt.gx"), hasher_);
        ASSERT_FALSE(refused.ok()) << size;
        EXPECT_EQ(refused.error().code, base::ErrorCode::Corrupt);
    }
    store_bytes(path("spoilt.gx"), whole + "x");
    EXPECT_FALSE(storage::check_backup(path("spoilt.gx"), hasher_).ok());
    GX_EXPECT_REFUSED(storage::check_backup(path("absent.gx"), hasher_), "backup.missing");
}

TEST_P(Backup, NeverWritesOverAFile) {
    fill(3);
    store_bytes(path("b.gx"), "mine");
    GX_EXPECT_REFUSED(storage::backup(store().database(), hasher_, path("b.gx"), kNow), "backup.exists");
    EXPECT_EQ(read(path("b.gx")), "mine");
    ASSERT_TRUE(storage::backup(store().database(), hasher_, path("c.gx"), kNow).ok());
    store_bytes(path("there.db"), "mine");
    GX_EXPECT_REFUSED(storage::restore_to_sqlite(path("c.gx"), path("there.db"), hasher_, kNow), "restore.target_exists");
    EXPECT_EQ(read(path("there.db")), "mine");
    GX_EXPECT_REFUSED(storage::backup(store().database(), hasher_, "/nonexistent/b.gx", kNow), "backup.not_written");
}

TEST_P(Backup, RefusesAJournalThatIsNoLongerSound) {
    fill(40);
    const auto connection = std::move(store().database().connect()).value();
    ASSERT_TRUE(connection->execute("UPDATE journal_entry SET content = replace(content, 'K00007', 'K0000X') WHERE seq = 7").ok());
    const auto refused = storage::backup(store().database(), hasher_, path("b.gx"), kNow);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().reason, "backup.journal_unsound");
    EXPECT_EQ(refused.error().where, "entry 7");
    EXPECT_FALSE(std::filesystem::exists(path("b.gx")));
    EXPECT_FALSE(std::filesystem::exists(path("b.gx.part")));
}

TEST_P(Backup, DoctorKnowsTheVessel) {
    fill(20);
    const auto facts = storage::examine(store().database());
    ASSERT_TRUE(facts.ok()) << facts.error().detail;
    EXPECT_TRUE(facts->sound());
    EXPECT_EQ(facts->journal_head, 22);
    EXPECT_EQ(facts->journal_entries, 22);
    EXPECT_EQ(facts->schema_version, facts->schema_newest);
    EXPECT_GT(facts->database_bytes, 10'000);
    if (GetParam() == Backend::Postgres) {
        EXPECT_TRUE(facts->database.starts_with("PostgreSQL ")) << facts->database;
    } else {
        EXPECT_TRUE(facts->database.starts_with("SQLite 3")) << facts->database;
        EXPECT_GT(facts->free_bytes, 0);
        EXPECT_GE(facts->log_bytes, 0);
    }
    const auto connection = std::move(store().database().connect()).value();
    ASSERT_TRUE(connection->execute("DELETE FROM journal_entry WHERE seq = 21").ok());
    const auto ill = storage::examine(store().database());
    ASSERT_TRUE(ill.ok());
    EXPECT_FALSE(ill->sound());
    EXPECT_EQ(ill->journal_entries, 21);
}

TEST(Doctor, FindsADamagedFile) {
    std::string folder = "/tmp/gx-doctor-XXXXXX";
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    const std::string file = folder + "/store.db";
    {
        support::ToyHasher hasher;
        CountingRandom random;
        const auto store = std::move(storage::SqlStore::prepare(std::move(storage::open_sqlite(file)).value(), hasher, random,
                                                                base::Instant::from_millis(1))).value();
        const app::WriteContext context{.actor = {.account = "a", .tenant = "990101", .actions = {"*"}}, .at = {}};
        for (int i = 0; i < 50; ++i) {
            GX_ASSERT_OK(store->write(context, [&](app::Work& work) {
                return work.put(a_body(fmt::format("b{}", i), fmt::format("X{}", i)), "add");
            }));
        }
    }
    {
        std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
        out.seekp(4'096 * 5);
        out << std::string(4'096 * 3, '\x5a');
    }
    const auto database = std::move(storage::open_sqlite(file)).value();
    const auto facts = storage::examine(*database);
    EXPECT_TRUE(!facts.ok() ? facts.error().code == base::ErrorCode::Corrupt : !facts->database_faults.empty());
    std::ofstream(file, std::ios::binary | std::ios::trunc) << "this is no database, whatever its name says, and never was one";
    const auto other = std::move(storage::open_sqlite(file)).value();
    const auto refused = storage::examine(*other);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().reason, "store.corrupt");
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace gx::tests
