// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "app/access/role.hpp"

namespace gx::app {
namespace {

constexpr const char* kRole = R"({"id":"R2","name":{"zh":"经办","en":"clerk"},"scope":"tenant","source":["S-2.2"],
    "actions":["body.add","record.*"],"never_with":["R17"]})";

struct Row {
    std::string name;
    std::string from;
    std::string to;
    std::string reason;
    std::string where;
};
class RoleFault : public testing::TestWithParam<Row> {};

TEST_P(RoleFault, IsNamed) {
    std::string text = kRole;
    const auto at = text.find(GetParam().from);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, GetParam().from.size(), GetParam().to);
    const auto role = Role::from_json(*base::parse_json(text));
    ASSERT_FALSE(role.ok());
    EXPECT_EQ(role.error().reason, GetParam().reason);
    EXPECT_EQ(role.error().where, GetParam().where);
}
INSTANTIATE_TEST_SUITE_P(, RoleFault, testing::Values(
    Row{"UnknownScope", "tenant", "world", "role.scope_unknown", "/scope"},
    Row{"ActionWithoutVerb", "body.add", "body", "role.action_form", "/actions"},
    Row{"ActionWithEmptyVerb", "body.add", "body.", "role.action_form", "/actions"},
    Row{"ActionWithoutEntity", "body.add", ".add", "role.action_form", "/actions"},
    Row{"ActionInCapitals", "body.add", "Body.add", "role.action_form", "/actions"},
    Row{"ActionTwice", "body.add", "record.*", "role.action_twice", "/actions"},
    Row{"UnknownMember", "never_with", "rarely_with", "json.member_unknown", "/rarely_with"}),
    [](const auto& row) { return row.param.name; });

TEST(Role, MayWhatIsNamedAndEveryVerbOfAStar) {
    const auto role = Role::from_json(*base::parse_json(kRole));
    ASSERT_TRUE(role.ok()) << role.error().reason;
    EXPECT_TRUE(role->may("body.add"));
    EXPECT_FALSE(role->may("body.change"));
    EXPECT_FALSE(role->may("body"));
    EXPECT_TRUE(role->may("record.register"));
    EXPECT_FALSE(role->may("recordings.register"));
    EXPECT_EQ(code_of(role->scope), "tenant");
}

}  // namespace
}  // namespace gx::app
