// SPDX-License-Identifier: Apache-2.0
#include "base/mapped_file.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace gx::base {
namespace {

TEST(MappedFile, ShowsTheBytesOfTheFileAndOutlivesAMove) {
    const std::string path = testing::TempDir() + "gx_mapped_file";
    std::ofstream{path, std::ios::binary} << "a,b\n1,2\n";
    auto file = MappedFile::open(path);
    ASSERT_TRUE(file.ok());
    const MappedFile moved = std::move(*file);
    EXPECT_EQ(moved.text(), "a,b\n1,2\n");
    std::ofstream{path, std::ios::binary | std::ios::trunc};
    const auto empty = MappedFile::open(path);
    ASSERT_TRUE(empty.ok());
    EXPECT_TRUE(empty->text().empty());
    std::filesystem::remove(path);
}

TEST(MappedFile, RefusesWhatIsNoReadableFile) {
    for (const std::string& path : {std::string{"/nowhere/at/all"}, testing::TempDir()}) {
        const auto refused = MappedFile::open(path);
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().reason, "file.unreadable");
        EXPECT_EQ(refused.error().where, path);
    }
}

}  // namespace
}  // namespace gx::base
