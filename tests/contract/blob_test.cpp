// SPDX-License-Identifier: Apache-2.0
// app::BlobStore on both adapters, also through a kill and through backup and restore. Source: ASSURANCE S17, S18
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "child.hpp"
#include "storage/backup/backup.hpp"
#include "storage/blobs/database_blobs.hpp"
#include "storage/blobs/folder_blobs.hpp"
#include "storage/blobs/open_blobs.hpp"
#include "storage/blobs/sql_attachment_rows.hpp"
#include "store_fixture.hpp"
#include "support/postgres.hpp"

namespace gx::tests {
namespace {

using app::BlobState;
using base::Done;
using base::Result;

const base::Instant kNow = base::Instant::from_millis(1'750'000'000'000);

std::string a_file(int number, std::size_t size) {
    std::string bytes = fmt::format("file {}\n", number);
    while (bytes.size() < size) { bytes += static_cast<char>('a' + static_cast<int>(bytes.size() % 23)); }
    return bytes;
}

class Blobs : public StoreFixture {
protected:
    Blobs() : blobs_(storage::open_blobs(store().database(), hasher_)) {}

    base::Digest put(const std::string& bytes) { return blobs_->put(base::as_bytes(bytes)).value(); }
    base::Digest digest_of(const std::string& bytes) const { return hasher_.digest(base::as_bytes(bytes), {}); }
    Result<std::string> whole(const base::Digest& digest) { return blobs_->whole(digest); }
    bool in_folder() const { return GetParam() != Backend::Postgres; }
    std::filesystem::path folder() { return std::filesystem::path(store().database().file()).parent_path() / "blobs"; }
    std::filesystem::path file_of(const base::Digest& digest) {
        const std::string hex = base::to_hex(digest);
        return folder() / hex.substr(0, 2) / hex.substr(2);
    }
    /// As somebody would who may write where the bytes lie.
    void spoil(const base::Digest& digest, const std::string& bytes) {
        if (in_folder()) {
            std::ofstream(file_of(digest), std::ios::binary | std::ios::trunc) << bytes;
            return;
        }
        auto connection = std::move(store().database().connect()).value();
        ASSERT_TRUE(connection->execute("UPDATE blob_part SET bytes = $2 WHERE digest = $1 AND part = 0",
                                        {std::string_view(base::to_hex(digest)), base::as_bytes(bytes)}).ok());
    }
    void lose(const base::Digest& digest) {
        if (in_folder()) {
            std::filesystem::remove(file_of(digest));
            return;
        }
        auto connection = std::move(store().database().connect()).value();
        ASSERT_TRUE(connection->execute("DELETE FROM blob_part WHERE digest = $1", {std::string_view(base::to_hex(digest))}).ok());
    }
    void attach(const std::string& id, const base::Digest& digest, std::int64_t size, const std::string& body = "b1") {
        GX_ASSERT_OK(StoreFixture::put({.type = "attachment", .tenant = "990101", .id = id, .key = {}, .version = 1, .seq = -1,
                                        .content = base::Json::object().set("code", id).set("digest", base::to_hex(digest))
                                                       .set("size_bytes", size).set("body_id", body)}));
    }

    std::unique_ptr<app::BlobStore> blobs_;
};
INSTANTIATE_TEST_SUITE_P(, Blobs, testing::ValuesIn(backends()), backend_name);

TEST_P(Blobs, GiveBackWhatWasPut) {
    for (const std::size_t size : {std::size_t{1}, app::kBlobPartBytes - 1, app::kBlobPartBytes, app::kBlobPartBytes + 1, 3 * app::kBlobPartBytes, app::kBlobBytesMax}) {
        const std::string bytes = a_file(1, size).substr(0, size);
        const base::Digest digest = put(bytes);
        EXPECT_EQ(digest, digest_of(bytes));
        EXPECT_EQ(whole(digest).value(), bytes);
        EXPECT_EQ(blobs_->state(digest).value(), BlobState::Sound);
        const auto parts = static_cast<std::int64_t>((size + app::kBlobPartBytes - 1) / app::kBlobPartBytes);
        EXPECT_EQ(blobs_->part(digest, parts).value(), "");
        EXPECT_EQ(blobs_->part(digest, parts + 7).value(), "");
    }
}

TEST_P(Blobs, KeepTheSameContentOnce) {
    const std::string bytes = a_file(1, 300'000);
    const base::Digest digest = put(bytes);
    EXPECT_EQ(put(bytes), digest);
    EXPECT_NE(put(a_file(2, 300'000)), digest);
    EXPECT_EQ(whole(digest).value(), bytes);
    std::size_t kept = 0;
    if (in_folder()) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder())) { kept += entry.is_regular_file() ? 1 : 0; }
    } else {
        auto connection = std::move(store().database().connect()).value();
        kept = static_cast<std::size_t>(connection->integer("SELECT count(DISTINCT digest) FROM blob_part").value());
    }
    EXPECT_EQ(kept, 2U);
}

TEST_P(Blobs, TellWhatIsMissingOrChangedAndMendItWhenItComesAgain) {
    const std::string bytes = a_file(1, 600'000);
    const base::Digest digest = put(bytes);
    base::Digest unknown = digest;
    unknown[5] = static_cast<std::uint8_t>(unknown[5] ^ 1U);
    EXPECT_EQ(blobs_->state(unknown).value(), BlobState::Missing);
    GX_EXPECT_REFUSED(blobs_->part(unknown, 0), "blob.missing");
    spoil(digest, "something else");
    EXPECT_EQ(blobs_->state(digest).value(), BlobState::Changed);
    put(bytes);
    EXPECT_EQ(blobs_->state(digest).value(), BlobState::Sound);
    EXPECT_EQ(whole(digest).value(), bytes);
    lose(digest);
    EXPECT_EQ(blobs_->state(digest).value(), BlobState::Missing);
    put(bytes);
    EXPECT_EQ(whole(digest).value(), bytes);
}

TEST_P(Blobs, ComeFromManyAtOnce) {
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 4; ++writer) {
        writers.emplace_back([&] {
            for (int i = 0; i < 8; ++i) {
                const auto done = blobs_->put(base::as_bytes(a_file(i, 400'000)));
                EXPECT_TRUE(done.ok()) << done.error().reason << " " << done.error().detail;
            }
        });
    }
    for (auto& writer : writers) { writer.join(); }
    for (int i = 0; i < 8; ++i) { EXPECT_EQ(blobs_->state(digest_of(a_file(i, 400'000))).value(), BlobState::Sound); }
}

class BlobFolder : public Blobs {};
INSTANTIATE_TEST_SUITE_P(, BlobFolder, testing::Values(Backend::File), backend_name);

TEST_P(BlobFolder, IsForItsOwnerOnly) {
    const base::Digest digest = put("x");
    struct stat facts {};
    ASSERT_EQ(::stat(file_of(digest).c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U);
    ASSERT_EQ(::stat(folder().c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0700U);
    // A link in the place of a file is not followed.
    lose(digest);
    std::filesystem::create_symlink("/etc/passwd", file_of(digest));
    EXPECT_FALSE(blobs_->part(digest, 0).ok());
}

TEST_P(Blobs, OfABodyAreSummedWithinAWrite) {
    const base::Digest digest = put("x");
    storage::SqlAttachmentRows rows;
    attach("a1", digest, 20'000'000);
    attach("a2", digest, 5);
    attach("a3", digest, 7, "b2");
    GX_ASSERT_OK(write([&](app::Work& work) -> Result<Done> {
        EXPECT_EQ(rows.bytes_of_body(work, "990101", "b1").value(), 20'000'005);
        EXPECT_EQ(rows.bytes_of_body(work, "990101", "b2").value(), 7);
        EXPECT_EQ(rows.bytes_of_body(work, "990101", "b3").value(), 0);
        EXPECT_EQ(rows.bytes_of_body(work, "990102", "b1").value(), 0);
        return Done{};
    }));
}

TEST_P(Blobs, GoIntoABackupAndComeOutInEitherDatabase) {
    const std::string one = a_file(1, 700'000);
    const std::string two = a_file(2, app::kBlobPartBytes).substr(0, app::kBlobPartBytes);
    attach("a1", put(one), 700'000);
    attach("a2", put(two), 5);
    attach("a3", put(two), 5);
    put(a_file(3, 900'000));  // of nothing: left by an upload that ended early
    const std::string file = folder_ + "/b.gx";
    const auto written = storage::backup(store().database(), hasher_, file, kNow);
    ASSERT_TRUE(written.ok()) << written.error().reason;
    EXPECT_LT(std::filesystem::file_size(file), 1'200'000U);
    const auto checked = storage::check_backup(file, hasher_);
    ASSERT_TRUE(checked.ok()) << checked.error().reason;
    EXPECT_EQ(checked->rows, written->rows);

    std::filesystem::create_directory(folder_ + "/r");
    GX_ASSERT_OK(storage::restore_to_sqlite(file, folder_ + "/r/r.db", hasher_, kNow));
    const auto beside = storage::blobs_beside(folder_ + "/r/r.db", hasher_);
    EXPECT_EQ(beside->whole(digest_of(one)).value(), one);
    EXPECT_EQ(beside->whole(digest_of(two)).value(), two);
    if (std::getenv("GX_TEST_FAST") == nullptr) {
        const auto target = std::move(storage::open_postgres(shared_postgres().create_database())).value();
        GX_ASSERT_OK(storage::restore_to_database(file, *target, hasher_, kNow));
        storage::DatabaseBlobs there(*target, hasher_);
        EXPECT_EQ(there.whole(digest_of(one)).value(), one);
        EXPECT_EQ(there.whole(digest_of(two)).value(), two);
        // And back from the server.
        GX_ASSERT_OK(storage::backup(*target, hasher_, folder_ + "/c.gx", kNow));
        EXPECT_EQ(storage::check_backup(folder_ + "/c.gx", hasher_)->root, written->root);
    }
}

TEST_P(Blobs, AreMissedByABackupThatWouldLackThem) {
    const base::Digest digest = put(a_file(1, 300'000));
    attach("a1", digest, 300'000);
    spoil(digest, "something else");
    const auto changed = storage::backup(store().database(), hasher_, folder_ + "/b.gx", kNow);
    ASSERT_FALSE(changed.ok());
    EXPECT_EQ(changed.error().reason, "backup.blob_unsound");
    EXPECT_EQ(changed.error().where, base::to_hex(digest));
    lose(digest);
    GX_EXPECT_REFUSED(storage::backup(store().database(), hasher_, folder_ + "/b.gx", kNow), "backup.blob_unsound");
    EXPECT_FALSE(std::filesystem::exists(folder_ + "/b.gx"));
}

/// Runs in a process of its own: puts files and says which of them it was promised.
TEST(DISABLED_Child, PutsFilesUntilKilled) {
    const std::string address = Child::address();
    ASSERT_FALSE(address.empty()) << "run by BlobDurability only";
    support::ToyHasher hasher;
    const auto database = std::move(address.starts_with('/') ? storage::open_sqlite(address) : storage::open_postgres(address)).value();
    const auto blobs = storage::open_blobs(*database, hasher);
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 3; ++writer) {
        writers.emplace_back([&, writer] {
            for (int n = 0; n < 100'000; ++n) {
                const int number = (::getpid() % 100'000) * 3 + writer + n * 1'000'003;
                if (blobs->put(base::as_bytes(a_file(number, 300'000))).ok()) { Child::say(std::to_string(number)); }
            }
        });
    }
    for (auto& writer : writers) { writer.join(); }
}

class BlobDurability : public Blobs {};
INSTANTIATE_TEST_SUITE_P(, BlobDurability, testing::ValuesIn(durable_backends()), backend_name);

TEST_P(BlobDurability, AreWholeOrAbsentWhenTheWriterIsKilled) {
    std::vector<std::string> promised;
    for (int round = 0; round < 5; ++round) {
        Child child("PutsFilesUntilKilled", address_);
        for (int i = 0; i < 3 + 5 * round; ++i) {
            promised.push_back(child.line());
            ASSERT_FALSE(promised.back().empty());
        }
        child.kill_and_drain();
    }
    for (const std::string& number : promised) {
        EXPECT_EQ(blobs_->state(digest_of(a_file(std::stoi(number), 300'000))).value(), BlobState::Sound) << number;
    }
    // Nothing that can be found by its digest is less than whole, promised or not.
    std::size_t found = 0;
    if (in_folder()) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder())) {
            if (!entry.is_regular_file() || entry.path().filename().string().starts_with(".part-")) { continue; }
            const auto digest = base::digest_from_hex(entry.path().parent_path().filename().string() + entry.path().filename().string());
            ASSERT_TRUE(digest.ok());
            EXPECT_EQ(blobs_->state(*digest).value(), BlobState::Sound);
            ++found;
        }
    } else {
        auto connection = std::move(store().database().connect()).value();
        const auto rows = std::move(connection->query("SELECT DISTINCT digest FROM blob_part")).value();
        while (rows->next().value()) {
            EXPECT_EQ(blobs_->state(base::digest_from_hex(rows->text(0)).value()).value(), BlobState::Sound);
            ++found;
        }
    }
    EXPECT_GE(found, promised.size());
}

}  // namespace
}  // namespace gx::tests
