// SPDX-License-Identifier: Apache-2.0
// A snapshot beside the store is used when it is whole and of this store's past, and ignored otherwise.
#include "app/evaluation/fact_snapshot.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "domain/evaluation/fact_bytes.hpp"
#include "storage/snapshot/snapshot_folder.hpp"
#include "tests/support/changing_county.hpp"

namespace gx::app {
namespace {

constexpr const char* kName = "columns-990101";

/// Everything that facts say, as bytes that do not depend on where rows lie.
std::string text_of(const LoadedFacts& loaded) {
    std::string out;
    for (const std::string& id : loaded.body_ids) { out += id + "\n"; }
    for (const auto& table : loaded.facts.tables) {
        out += "## " + table.name() + "\n";
        for (std::uint32_t body = 0; body < table.bodies(); ++body) {
            const auto& segment = table.segment(body);
            for (std::uint32_t row = segment.begin; row < segment.begin + segment.count; ++row) {
                out += fmt::format("{} {}", body, table.key(row));
                for (const auto& column : table.columns()) {
                    const bool code = column.def.kind == domain::evaluation::ColumnKind::Code;
                    out += code ? fmt::format(" '{}'", column.text(row)) : fmt::format(" {}", column.value(row));
                }
                out += "\n";
            }
        }
    }
    return out;
}

class FactSnapshotTest : public testing::Test {
protected:
    FactSnapshotTest() : folder_(fmt::format("{}/gx-snapshot-{}", std::filesystem::temp_directory_path().string(), ::getpid())) {
        std::filesystem::create_directories(folder_);
        snapshots_ = std::make_unique<storage::SnapshotFolder>(folder_);
        county_.write(store_);
    }
    ~FactSnapshotTest() override { std::filesystem::remove_all(folder_); }

    FactsRequest request() const { return {.tenant = "990101", .as_of = base::Date::parse("2025-12-31").value()}; }
    LoadedFacts by_snapshot(const std::string& law = "law-1") { return by_snapshot_of(store_, law); }
    LoadedFacts by_snapshot_of(Store& store, const std::string& law) {
        const auto reader = store.reader();
        auto facts = facts_by_snapshot(**reader, kinds_, request(), law, *snapshots_);
        EXPECT_TRUE(facts.ok()) << facts.error().reason << facts.error().detail;
        return std::move(facts).value();
    }
    LoadedFacts by_rows(Store& store) {
        const auto reader = store.reader();
        return load_facts_with_ids(**reader, kinds_, request()).value();
    }
    std::string path() const { return folder_ + "/" + kName + ".snapshot"; }
    std::string file() const {
        std::ifstream in{path(), std::ios::binary};
        std::stringstream text;
        text << in.rdbuf();
        return text.str();
    }
    void set_file(const std::string& bytes) const { std::ofstream{path(), std::ios::binary | std::ios::trunc} << bytes; }
    static bool readable(const std::string& bytes) { return read_snapshot(base::as_bytes(bytes)).has_value(); }

    domain::ObligationKinds kinds_ = test::kinds();
    support::ToyHasher hasher_;
    support::MemoryStore store_{hasher_};
    test::ChangingCounty county_{5, 6};
    std::string folder_;
    std::unique_ptr<storage::SnapshotFolder> snapshots_;
};

TEST_F(FactSnapshotTest, IsWrittenReadAgainAndBroughtUpToDate) {
    const std::string first = text_of(by_snapshot());
    EXPECT_EQ(first, text_of(by_rows(store_)));
    const auto kept = read_snapshot(base::as_bytes(file()));
    ASSERT_TRUE(kept.has_value());
    EXPECT_EQ(text_of(kept->facts), first);
    for (int round = 0; round < 6; ++round) {
        for (int i = 0; i < 15; ++i) { county_.change(); }
        county_.write(store_);
        EXPECT_EQ(text_of(by_snapshot()), text_of(by_rows(store_))) << round;
    }
    EXPECT_GT(read_snapshot(base::as_bytes(file()))->head.at_size, kept->head.at_size);
}

TEST_F(FactSnapshotTest, OfAnOlderPositionIsReplayed) {
    by_snapshot();
    const std::string old = file();
    for (int i = 0; i < 40; ++i) { county_.change(); }
    county_.write(store_);
    by_snapshot();
    set_file(old);
    EXPECT_EQ(text_of(by_snapshot()), text_of(by_rows(store_)));
}

TEST_F(FactSnapshotTest, ThatIsTornOrChangedIsIgnored) {
    const std::string expected = text_of(by_snapshot());
    const std::string whole = file();
    ASSERT_TRUE(readable(whole));
    for (std::size_t size = 0; size < whole.size(); size += 1 + whole.size() / 60) { EXPECT_FALSE(readable(whole.substr(0, size))) << size; }
    EXPECT_FALSE(readable(whole + std::string(32, '\0')));
    for (std::size_t at = 0; at < whole.size(); at += 1 + whole.size() / 300) {
        std::string changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ (1 << (at % 8)));
        // The unused end of the last piece is the only place where a bit says nothing.
        EXPECT_FALSE(readable(changed) && at < whole.size() - 8) << at;
    }
    for (const std::string& bad : {std::string{}, std::string{"x"}, whole.substr(0, whole.size() / 2), std::string(4'096, 'x')}) {
        set_file(bad);
        EXPECT_EQ(text_of(by_snapshot()), expected);
        EXPECT_TRUE(readable(file())) << "made again";
    }
}

TEST_F(FactSnapshotTest, OfAnotherStoreOrRulesIsIgnored) {
    by_snapshot();
    const std::string ours = file();
    // Another store whose journal has the same length, and other content.
    support::MemoryStore other{hasher_};
    test::ChangingCounty elsewhere{6, 6};
    elsewhere.write(other);
    while (other.position() < store_.position()) {
        elsewhere.change();
        elsewhere.write(other);
    }
    EXPECT_EQ(text_of(by_snapshot_of(other, "law-1")), text_of(by_rows(other)));
    EXPECT_NE(file(), ours);
    set_file(ours);
    by_snapshot("law-2");
    EXPECT_EQ(read_snapshot(base::as_bytes(file()))->head.law_digest, "law-2");
    // A store that was set back to an earlier day: its journal is shorter than the snapshot's.
    set_file(ours);
    support::MemoryStore earlier{hasher_};
    test::ChangingCounty again{7, 2};
    again.write(earlier);
    ASSERT_LT(earlier.position(), store_.position());
    EXPECT_EQ(text_of(by_snapshot_of(earlier, "law-1")), text_of(by_rows(earlier)));
}

/// Even bytes with a right checksum must not lead outside of what is there.
TEST_F(FactSnapshotTest, ReadsNothingOutsideOfDamagedBytes) {
    const LoadedFacts loaded = by_snapshot();
    base::Bytes bytes;
    const auto written = domain::evaluation::write_facts(loaded.facts, loaded.body_ids, [&](base::ByteView piece) -> Result<Done> {
        bytes.insert(bytes.end(), piece.begin(), piece.end());
        return Done{};
    });
    ASSERT_TRUE(written.ok());
    std::mt19937 dice{9};
    int refused = 0;
    for (int i = 0; i < 600; ++i) {
        base::Bytes damaged = bytes;
        for (int k = 0; k < 3; ++k) { damaged[dice() % damaged.size()] = static_cast<std::uint8_t>(dice()); }
        if (dice() % 4 == 0) { damaged.resize(dice() % damaged.size() / 32 * 32); }
        domain::evaluation::FactSet facts;
        std::vector<std::string> ids;
        if (!domain::evaluation::read_facts(damaged, facts, ids)) {
            ++refused;
            continue;
        }
        text_of(LoadedFacts{.facts = std::move(facts), .body_ids = std::move(ids)});
    }
    EXPECT_GT(refused, 100);
}

TEST_F(FactSnapshotTest, ThatCannotBeWrittenIsNoError) {
    std::filesystem::remove_all(folder_);
    EXPECT_EQ(text_of(by_snapshot()), text_of(by_rows(store_)));
    EXPECT_EQ(snapshots_->save(kName, [](const ColumnSnapshots::Sink&) -> Result<Done> { return Done{}; }).error().reason, "snapshot.not_written");
}

TEST_F(FactSnapshotTest, ThatFailsHalfWayLeavesTheOldOne) {
    by_snapshot();
    const std::string before = file();
    const auto failed = snapshots_->save(kName, [](const ColumnSnapshots::Sink& sink) -> Result<Done> {
        GX_CHECK(sink(base::as_bytes("half")));
        return Error{ErrorCode::Unavailable, "test.stopped"};
    });
    EXPECT_EQ(failed.error().reason, "test.stopped");
    EXPECT_EQ(file(), before);
    std::size_t files = 0;
    for ([[maybe_unused]] const auto& each : std::filesystem::directory_iterator(folder_)) { ++files; }
    EXPECT_EQ(files, 1U);
}

}  // namespace
}  // namespace gx::app
