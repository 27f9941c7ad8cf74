// SPDX-License-Identifier: Apache-2.0
#include "app/audit/entry_changes.hpp"

#include <gtest/gtest.h>

namespace gx::app {
namespace {

base::Json json(const char* text) { return base::parse_json(text).value(); }

std::string changes(const char* before, const char* after, std::size_t max = 200) {
    std::size_t left_off = 0;
    std::string out;
    for (const FieldChange& change : field_changes(json(before), json(after), max, left_off)) {
        out += change.field + ":" + base::canonical(change.before) + ">" + base::canonical(change.after) + " ";
    }
    return left_off == 0 ? out : out + fmt::format("+{}", left_off);
}

TEST(FieldChanges, NameEachMemberThatDiffers) {
    EXPECT_EQ(changes(R"({"a":1,"b":"x","c":true})", R"({"a":2,"b":"x","d":"new"})"), R"(a:1>2 c:true>null d:null>"new" )");
    EXPECT_EQ(changes("{}", R"({"a":1})"), "a:null>1 ");
    EXPECT_EQ(changes(R"({"a":1})", R"({"a":1})"), "");
}

TEST(FieldChanges, GoIntoObjectsAndListsOfObjects) {
    EXPECT_EQ(changes(R"({"counterparty":{"name":"A","type":"x"}})", R"({"counterparty":{"name":"B","type":"x"}})"),
              R"(counterparty/name:"A">"B" )");
    EXPECT_EQ(changes(R"({"evidence":[{"title":"A"}]})", R"({"evidence":[{"title":"A"},{"title":"B","on":"2025-01-01"}]})"),
              R"(evidence/1/on:null>"2025-01-01" evidence/1/title:null>"B" )");
}

TEST(FieldChanges, TakeAListOfPlainValuesAndASealedValueAsOne) {
    EXPECT_EQ(changes(R"({"roles":["R1","R2"]})", R"({"roles":["R1"]})"), R"(roles:["R1","R2"]>["R1"] )");
    EXPECT_EQ(changes(R"({"name":{"sealed":"s1","commit":"aa"}})", R"({"name":{"sealed":"s2","commit":"bb"}})"),
              R"(name:{"commit":"aa","sealed":"s1"}>{"commit":"bb","sealed":"s2"} )");
}

TEST(FieldChanges, SayHowManyTheyLeaveOff) {
    EXPECT_EQ(changes("{}", R"({"a":1,"b":2,"c":3})", 2), "a:null>1 b:null>2 +1");
}

TEST(WithoutSecrets, HidesSealedValuesAndDigestsOfSecrets) {
    EXPECT_EQ(base::canonical(without_secrets(json(R"({"code":"x","hash":"0123","name":{"commit":"aa","sealed":"s1"},"list":[{"secret":"y"}]})"))),
              R"({"code":"x","hash":{"sealed":true},"list":[{"secret":{"sealed":true}}],"name":{"sealed":true}})");
    EXPECT_TRUE(is_hidden_member("totp/secret"));
    EXPECT_FALSE(is_hidden_member("file_digest"));
}

}  // namespace
}  // namespace gx::app
