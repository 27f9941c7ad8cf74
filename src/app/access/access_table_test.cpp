// SPDX-License-Identifier: Apache-2.0
#include "app/access/access_table.hpp"

#include <gtest/gtest.h>

namespace gx::app {
namespace {

TEST(AccessTable, GrantsThePublicOnlyReading) {
    const AccessTable table;
    EXPECT_TRUE(table.may("public", "public.read"));
    EXPECT_FALSE(table.may("public", "record.register"));
    EXPECT_FALSE(table.may("nobody", "public.read"));
    const Actor anonymous = table.anonymous();
    EXPECT_TRUE(anonymous.may("public.verify"));
    EXPECT_FALSE(anonymous.may("official.read"));
    EXPECT_FALSE(anonymous.may("*"));
}

TEST(AccessTable, AddsUpTheRolesOfAnActor) {
    const auto table = AccessTable::make({{"R1", {"record.register"}}, {"R2", {"record.release", "record.register"}}});
    ASSERT_TRUE(table.ok());
    const Actor actor = table->actor("a-1", "990101", {"R1", "R2", "R99"});
    EXPECT_TRUE(actor.may("record.register"));
    EXPECT_TRUE(actor.may("record.release"));
    EXPECT_FALSE(actor.may("record.revoke"));
    EXPECT_EQ(table->roles_of("record.register"), (std::vector<std::string>{"R1", "R2"}));
    EXPECT_TRUE(table->roles_of("record.revoke").empty());
}

TEST(AccessTable, TakesAStarForEveryVerbOfOneEntity) {
    const auto table = AccessTable::make({{"R1", {"record.*"}}});
    ASSERT_TRUE(table.ok());
    EXPECT_TRUE(table->may("R1", "record.register"));
    EXPECT_FALSE(table->may("R1", "recording.register"));
    EXPECT_EQ(table->roles_of("record.release"), std::vector<std::string>{"R1"});
}

TEST(AccessTable, RefusesARoleTwiceAndAWildcard) {
    const auto twice = AccessTable::make({{"R1", {}}, {"R1", {}}});
    ASSERT_FALSE(twice.ok());
    EXPECT_EQ(twice.error().reason, "access.role_twice");
    EXPECT_FALSE(AccessTable::make({{"public", {}}}).ok());
    for (const char* action : {"*", "record", ".register", "record.", "Record.read"}) {
        const auto bad = AccessTable::make({{"R1", {action}}});
        ASSERT_FALSE(bad.ok()) << action;
        EXPECT_EQ(bad.error().reason, "access.action_form");
    }
}

}  // namespace
}  // namespace gx::app
