// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/checksum.hpp"
#include "storage/snapshot/file_shelf.hpp"

namespace gx::storage {
namespace {

namespace fs = std::filesystem;

class Snapshots : public testing::Test {
protected:
    Snapshots() {
        std::string pattern = (fs::temp_directory_path() / "gx-snapshot-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
    }
    ~Snapshots() override { fs::remove_all(folder_); }

    void put(std::uint32_t version = 1) {
        const app::SnapshotPart parts[] = {{"first", base::as_bytes("some bytes")}, {"empty", {}}, {"last", base::as_bytes(long_)}};
        ASSERT_TRUE(shelf().put("test", version, parts).ok());
    }
    FileShelf shelf() const { return FileShelf(folder_); }
    fs::path file() const { return folder_ / "test.snapshot"; }
    static std::string text(const app::Snapshot& snapshot, std::string_view name) {
        const auto part = snapshot.part(name);
        return part ? std::string{base::as_text(*part)} : "nothing";
    }

    fs::path folder_;
    std::string long_ = std::string(100'000, 'x');
};

TEST_F(Snapshots, GiveBackWhatWasPut) {
    EXPECT_EQ(shelf().open("test", 1), nullptr);
    put();
    const auto snapshot = shelf().open("test", 1);
    ASSERT_NE(snapshot, nullptr);
    EXPECT_EQ(text(*snapshot, "first"), "some bytes");
    EXPECT_EQ(text(*snapshot, "empty"), "");
    EXPECT_EQ(text(*snapshot, "last"), long_);
    EXPECT_EQ(text(*snapshot, "other"), "nothing");
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(snapshot->part("last")->data()) % 64, 0U);
    EXPECT_EQ(shelf().open("test", 2), nullptr) << "another version";
    struct stat about {};
    ASSERT_EQ(::stat(file().c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0600U);
    EXPECT_FALSE(fs::exists(folder_ / "test.snapshot.new"));
}

TEST_F(Snapshots, MayEndWithAnEmptyPart) {
    const std::string some = "some";
    const std::vector<app::SnapshotPart> parts = {{"first", base::as_bytes(some)}, {"last", {}}};
    ASSERT_TRUE(shelf().put("test", 1, parts).ok());
    const auto snapshot = shelf().open("test", 1);
    ASSERT_NE(snapshot, nullptr);
    EXPECT_EQ(text(*snapshot, "first"), "some");
    EXPECT_EQ(text(*snapshot, "last"), "");
}

TEST_F(Snapshots, KeepWhatIsOpenWhenAnotherIsPut) {
    put();
    const auto old = shelf().open("test", 1);
    long_ = "short";
    put();
    EXPECT_EQ(text(*old, "last").size(), 100'000U);
    EXPECT_EQ(text(*shelf().open("test", 1), "last"), "short");
}

TEST_F(Snapshots, AreNotThereWhenTornAndGiveNoDamagedPart) {
    put();
    const auto size = fs::file_size(file());
    for (const auto left : {std::uintmax_t{0}, std::uintmax_t{10}, std::uintmax_t{100}, size / 2, size - 1}) {
        put();
        fs::resize_file(file(), left);
        EXPECT_EQ(shelf().open("test", 1), nullptr) << left;
    }
    const auto damage = [&](std::streamoff at) {
        put();
        std::fstream out(file(), std::ios::in | std::ios::out | std::ios::binary);
        out.seekp(at);
        out.put('!');
    };
    damage(static_cast<std::streamoff>(size) - 1);
    const auto snapshot = shelf().open("test", 1);
    ASSERT_NE(snapshot, nullptr);
    EXPECT_EQ(text(*snapshot, "last"), "nothing");
    EXPECT_EQ(text(*snapshot, "first"), "some bytes");
    damage(40);  // in the table
    EXPECT_EQ(shelf().open("test", 1), nullptr);
}

TEST_F(Snapshots, CannotBeWrittenWhereThereIsNoFolder) {
    const app::SnapshotPart parts[] = {{"first", base::as_bytes("x")}};
    const auto done = FileShelf(folder_ / "none").put("test", 1, parts);
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.error().reason, "snapshot.write");
}

TEST(Checksum64, IsTheKnownFunction) {
    EXPECT_EQ(base::checksum64({}), 0xEF46DB3751D8E999ULL);
    EXPECT_EQ(base::checksum64(base::as_bytes("a")), 0xD24EC4F1A98C6E5BULL);
    EXPECT_EQ(base::checksum64(base::as_bytes("abc")), 0x44BC2CF5AD770999ULL);
    EXPECT_EQ(base::checksum64(base::as_bytes("Nobody inspects the spammish repetition")), 0xFBCEA83C8A378BF1ULL);
}

}  // namespace
}  // namespace gx::storage
