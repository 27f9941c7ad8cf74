// SPDX-License-Identifier: Apache-2.0
#include "base/checksum.hpp"

#include <gtest/gtest.h>

namespace gx::base {
namespace {

std::uint64_t sum(std::string_view text) {
    Checksum checksum;
    checksum.add(as_bytes(text));
    return checksum.value();
}

// Published values of XXH64 with seed 0.
TEST(Checksum, IsXxh64) {
    EXPECT_EQ(sum(""), 0xEF46DB3751D8E999ULL);
    EXPECT_EQ(sum("a"), 0xD24EC4F1A98C6E5BULL);
    EXPECT_EQ(sum("abc"), 0x44BC2CF5AD770999ULL);
    EXPECT_EQ(sum("Nobody inspects the spammish repetition"), 0xFBCEA83C8A378BF1ULL);
}

TEST(Checksum, IsTheSameInPieces) {
    const std::string text(1'000, 'x');
    Checksum pieces;
    for (std::size_t at = 0; at < text.size(); at += 96) { pieces.add(as_bytes(std::string_view{text}.substr(at, 96))); }
    EXPECT_EQ(pieces.value(), sum(text));
}

TEST(Checksum, ChangesWithEveryBit) {
    std::string text(200, 'x');
    const std::uint64_t before = sum(text);
    for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
        text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << (bit % 8)));
        EXPECT_NE(sum(text), before) << bit;
        text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << (bit % 8)));
    }
}

}  // namespace
}  // namespace gx::base
