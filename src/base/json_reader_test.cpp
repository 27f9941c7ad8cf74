// SPDX-License-Identifier: Apache-2.0
#include "base/json_reader.hpp"

#include <gtest/gtest.h>

namespace gx::base {
namespace {

Json sample() {
    Json json;
    json.set("name", "x").set("count", 3).set("on", "2024-02-29").set("flag", true);
    json.set("list", Json::Array{"a", "b"}).set("single", "a").set("a/b~c", 1);
    return json;
}

TEST(JsonReader, ReadsEachKind) {
    const Json json = sample();
    const JsonReader reader{json, "/rules/3"};
    EXPECT_EQ(*reader.text("name"), "x");
    EXPECT_EQ(*reader.integer("count", 0, 3), 3);
    EXPECT_EQ(reader.date("on")->iso(), "2024-02-29");
    EXPECT_TRUE(*reader.flag("flag"));
    EXPECT_TRUE(*reader.flag_or("other", true));
    EXPECT_EQ(reader.texts("list")->size(), 2U);
    EXPECT_EQ(*reader.texts("single"), std::vector<std::string>{"a"});
    EXPECT_TRUE(reader.texts("absent")->empty());
    EXPECT_EQ(*reader.optional_date("absent"), std::nullopt);
    EXPECT_EQ(*reader.optional_integer("absent", 0, 1), std::nullopt);
    EXPECT_EQ(*reader.text_or_empty("absent"), "");
    EXPECT_TRUE((*reader.array("absent"))->empty());
    EXPECT_EQ(reader.where("a/b~c"), "/rules/3/a~1b~0c");
}

TEST(JsonReader, LocatesEachRefusal) {
    const Json json = sample();
    const JsonReader reader{json, "/rules/3"};
    EXPECT_EQ(reader.text("absent").error().reason, "json.member_missing");
    EXPECT_EQ(reader.text("count").error().reason, "json.member_type");
    EXPECT_EQ(reader.text("name", 0).error().reason, "json.member_range");
    EXPECT_EQ(reader.integer("name", 0, 1).error().reason, "json.member_type");
    EXPECT_EQ(reader.integer("count", 0, 2).error().reason, "json.member_range");
    EXPECT_EQ(reader.integer("absent", 0, 2).error().reason, "json.member_missing");
    EXPECT_EQ(reader.flag("name").error().reason, "json.member_type");
    EXPECT_EQ(reader.flag("absent").error().reason, "json.member_missing");
    EXPECT_EQ(reader.date("name").error().where, "/rules/3/name");
    EXPECT_EQ(reader.texts("count").error().reason, "json.member_type");
    EXPECT_EQ(reader.array("list", 1).error().reason, "json.member_range");
    EXPECT_EQ(reader.only({"name", "count"}).error().reason, "json.member_unknown");
    EXPECT_EQ(reader.only({"name", "count"}).error().where, "/rules/3/a~1b~0c");
    EXPECT_TRUE(reader.only({"name", "count", "on", "flag", "list", "single", "a/b~c"}).ok());
    const Json text = "x";
    EXPECT_EQ(JsonReader(text, "/a").only({}).error().where, "/a");
}

}  // namespace
}  // namespace gx::base
