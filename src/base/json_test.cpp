// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"

#include <gtest/gtest.h>

#include "base/bytes.hpp"
#include "base/text.hpp"

namespace gx::base {
namespace {

TEST(Canonical, SortsMembersByUtf16AndEscapesShortest) {
    // RFC 8785 section 3.2.3: U+FB33 sorts after U+1F600, whose first UTF-16 unit is a surrogate.
    const auto value = parse_json("{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}");
    ASSERT_TRUE(value);
    EXPECT_EQ(canonical(*value), "{\"\\r\":2,\"1\":4,\"\xC2\x80\":6,\"\xC3\xB6\":7,\"\xE2\x82\xAC\":1,\"\xF0\x9F\x98\x80\":5,\"\xEF\xAC\xB3\":3}");
    EXPECT_EQ(canonical(Json("a\"\\\x01\n/")), "\"a\\\"\\\\\\u0001\\n/\"");
}

TEST(ParseJson, KeepsNumbersExactly) {
    const auto value = parse_json("[1, -9223372036854775808, 12345678901234567890, 0.10, 1e3]");
    ASSERT_TRUE(value);
    EXPECT_EQ(canonical(*value), "[1,-9223372036854775808,12345678901234567890,0.10,1e3]");
    EXPECT_TRUE(value->as_array()[2].is_decimal());
}

struct Bad { const char* text; const char* reason; };
class ParseJsonRefuses : public testing::TestWithParam<Bad> {};
TEST_P(ParseJsonRefuses, WithAReason) {
    const auto value = parse_json(GetParam().text, {.bytes_max = 200, .depth_max = 4, .keys_max = 3});
    ASSERT_FALSE(value);
    EXPECT_EQ(value.error().reason, GetParam().reason);
}
INSTANTIATE_TEST_SUITE_P(Cases, ParseJsonRefuses, testing::Values(
    Bad{"{\"a\":1,\"a\":2}", "json.duplicate_key"}, Bad{"[[[[[1]]]]]", "json.too_deep"},
    Bad{"{\"a\":1,\"b\":2,\"c\":3,\"d\":4}", "json.too_many_keys"}, Bad{"{", "json.syntax"}, Bad{"1 2", "json.syntax"},
    Bad{"", "json.syntax"}, Bad{"\"\xC0\xAF\"", "json.syntax"}, Bad{"{\"a\":}", "json.syntax"}, Bad{"NaN", "json.syntax"}));

TEST(Json, TreatsNullAsAbsent) {
    Json value;
    value.set("a", 1).set("b", std::optional<std::string>{}).set("a", nullptr);
    EXPECT_EQ(canonical(value), "{}");
    EXPECT_FALSE(value.int_at("a"));
}

TEST(Bytes, RoundTrip) {
    const Bytes bytes{0, 255, 16};
    EXPECT_EQ(to_hex(bytes), "00ff10");
    EXPECT_EQ(*from_hex("00FF10"), bytes);
    for (const std::string text : {"", "a", "ab", "abc", "abcd"}) {
        EXPECT_EQ(as_text(*from_base64(to_base64(as_bytes(text)))), text);
    }
    EXPECT_FALSE(from_hex("0"));
    EXPECT_FALSE(from_base64("ab=c"));
}

TEST(Text, TrimsAndNarrows) {
    EXPECT_EQ(trim("\xE3\x80\x80 a b\t\xE3\x80\x80"), "a b");
    EXPECT_EQ(half_width("\xEF\xBC\xA1\xEF\xBC\x91\xE3\x80\x80中"), "A1 中");
    EXPECT_TRUE(is_utf8("凌源"));
    EXPECT_FALSE(is_utf8("\xED\xA0\x80"));
    EXPECT_EQ(characters("a凌").size(), 2U);
}

}  // namespace
}  // namespace gx::base
