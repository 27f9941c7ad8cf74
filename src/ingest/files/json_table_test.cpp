// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "ingest/files/json_stream.hpp"
#include "ingest/files/open_table.hpp"
#include "tests/support/table_text.hpp"

namespace gx::ingest {
namespace {

std::string read(std::string bytes, const app::TableLimits& limits = {}) {
    auto reader = open_table(from_memory(std::move(bytes)), limits);
    if (!reader.ok()) { return "error " + reader.error().reason + "@" + reader.error().where; }
    return test::table_text(**reader);
}

struct JsonCase {
    const char* name;
    std::string bytes;
    std::string want;
};

class JsonRows : public testing::TestWithParam<JsonCase> {};

TEST_P(JsonRows, AreRead) { EXPECT_EQ(read(GetParam().bytes), GetParam().want); }

INSTANTIATE_TEST_SUITE_P(, JsonRows, testing::Values(
    JsonCase{"Array", R"([{"a":"x","b":1},{"a":"]},{","b":2.50}])", "1:a=x|b=#1;2:a=]},{|b=#2.50;"},
    JsonCase{"EmptyArray", "[ ]", ""},
    JsonCase{"Lines", "{\"a\":\"x\\\"y\"}\n\n{\"a\":true}\r\n", "1:a=x\"y;2:a=?true;"},
    JsonCase{"NullsAreAbsent", R"([{"a":null,"b":""}])", "1:b=;"},
    JsonCase{"StructuresStayJson", R"([{"a":[{"c":1}]}])", "1:a=~[{\"c\":1}];"},
    JsonCase{"TrailingComma", R"([{"a":"1"},])", "1:a=1;error json.syntax@element 2"},
    JsonCase{"MissingComma", R"([{"a":"1"}{"a":"2"}])", "1:a=1;error json.syntax@element 2"},
    JsonCase{"NeverClosed", R"([{"a":"1"})", "1:a=1;error json.syntax@element 2"},
    JsonCase{"TextAfterTheEnd", R"([{"a":"1"}] x)", "1:a=1;error json.syntax@element 2"},
    JsonCase{"DuplicateName", R"([{"a":"1","a":"2"}])", "error json.duplicate_key@element 1"},
    JsonCase{"NotAnObject", "[1]", "error json.row_not_object@element 1"},
    JsonCase{"CutInside", "{\"a\":", "error json.syntax@element 1"}),
    [](const auto& row) { return row.param.name; });

TEST(JsonLimits, LimitsAreRefusedByName) {
    EXPECT_EQ(read("[" + std::string(50, '[') + "]"), "error json.syntax@element 1");
    EXPECT_EQ(read("[" + std::string(50, '[') + std::string(50, ']') + "]"), "error json.too_deep@element 1");
    const app::TableLimits small{.columns_max = 2, .rows_max = 1, .row_bytes_max = 30, .file_bytes_max = 1000};
    EXPECT_EQ(read(R"({"a":"1","b":"1","c":"1"})", small), "error table.too_many_columns@element 1");
    EXPECT_EQ(read("{\"a\":\"1\"}{\"a\":\"2\"}", small), "1:a=1;error table.too_many_rows@element 2");
    EXPECT_EQ(read("{\"a\":\"1234567890123456789012345678901\"}", small), "error json.element_too_long@element 1");
}

TEST(JsonStream, FindsTheElementsOfAPackage) {
    auto text = TextStream::open(from_memory(R"({"uri":"u","releases":[{"x":1},{"x":2}],"version":"1.1"})"));
    ASSERT_TRUE(text.ok());
    JsonStream stream(std::move(*text), {.arrays = {"releases"}});
    std::string seen;
    while (true) {
        auto element = stream.next();
        ASSERT_TRUE(element.ok()) << element.error().detail;
        if (!*element) { break; }
        seen += base::canonical(**element);
    }
    EXPECT_EQ(seen, R"({"x":1}{"x":2})");
    EXPECT_EQ(base::canonical(stream.envelope()), R"({"uri":"u","version":"1.1"})");
}

TEST(JsonStream, AnObjectWithoutWantedArraysIsItselfAnElement) {
    auto text = TextStream::open(from_memory("{\"ocid\":\"1\"}\n{\"ocid\":\"2\"}\n{}"));
    ASSERT_TRUE(text.ok());
    JsonStream stream(std::move(*text), {.arrays = {"releases"}});
    std::string seen;
    while (true) {
        auto element = stream.next();
        ASSERT_TRUE(element.ok()) << element.error().detail;
        if (!*element) { break; }
        seen += base::canonical(**element);
    }
    EXPECT_EQ(seen, R"({"ocid":"1"}{"ocid":"2"}{})");
}

TEST(JsonStream, RefusesAMemberWithoutColonAndADoubledMember) {
    for (const auto& [bytes, reason] : {std::pair{R"({"a" 1})", "json.syntax"}, {R"({"a":1,"a":2})", "json.duplicate_key"},
                                        {R"({1:2})", "json.syntax"}, {R"({"releases":[1,]})", "json.syntax"}}) {
        auto text = TextStream::open(from_memory(bytes));
        ASSERT_TRUE(text.ok());
        JsonStream stream(std::move(*text), {.arrays = {"releases"}});
        auto element = stream.next();
        if (element.ok()) { element = stream.next(); }
        ASSERT_FALSE(element.ok()) << bytes;
        EXPECT_EQ(element.error().reason, reason) << bytes;
    }
}

}  // namespace
}  // namespace gx::ingest
