// SPDX-License-Identifier: Apache-2.0
#include "app/tokens/token_rights.hpp"

#include <gtest/gtest.h>

#include "app/tokens/api_token.hpp"

namespace gx::app {
namespace {

Role role(std::string id, RoleScope scope, std::vector<std::string> actions, std::vector<std::string> never_with = {}) {
    Role made;
    made.id = std::move(id);
    made.scope = scope;
    made.actions = std::move(actions);
    made.never_with = std::move(never_with);
    return made;
}

const std::vector<Role> kRoles = {
    role("R1", RoleScope::Tenant, {"obligation.read", "record.*"}, {"R9"}),
    role("R2", RoleScope::Tenant, {"obligation.read", "obligation.add"}),
    role("R4", RoleScope::Body, {"obligation.change"}),
    role("R9", RoleScope::Tenant, {"journal.read"}),
};

std::string refusal(const TokenRights& rights, const std::set<std::string, std::less<>>& held = {}) {
    const auto checked = check_rights(rights, kRoles, held);
    return checked.ok() ? "" : checked.error().reason;
}

TEST(TokenRights, AreMadeOfTenantRolesOnly) {
    EXPECT_EQ(refusal({{"R1"}, {}}), "");
    EXPECT_EQ(refusal({{"R4"}, {}}), "token.role_scope");
    EXPECT_EQ(refusal({{"R5"}, {}}), "token.role_unknown");
    EXPECT_EQ(refusal({}), "token.rights_missing");
}

TEST(TokenRights, ANarrowedRoleGrantsNothingElse) {
    EXPECT_EQ(refusal({{"R2"}, {"obligation.add"}}), "");
    EXPECT_EQ(refusal({{"R1"}, {"obligation.add"}}), "token.action_not_granted");
    EXPECT_EQ(refusal({{"R1"}, {"record.register"}}), "");
    EXPECT_EQ(refusal({{}, {"obligation.add"}}), "");
    EXPECT_EQ(refusal({{}, {"obligation.change"}}), "token.action_not_granted") << "only a body role has it";
    EXPECT_EQ(refusal({{}, {"obligation.devour"}}), "token.action_unknown");
    EXPECT_EQ(refusal({{"R1"}, {"record.*"}}), "token.action_form");
    EXPECT_EQ(granted_actions({{"R1"}, {"record.register"}}, kRoles), (std::set<std::string, std::less<>>{"record.register"}));
}

TEST(TokenRights, OneAccountNeverHoldsRolesThatExcludeEachOther) {
    EXPECT_EQ(refusal({{"R1", "R9"}, {}}), "token.roles_exclusive");
    EXPECT_EQ(refusal({{"R9"}, {}}, {"R1"}), "token.roles_exclusive") << "whichever of the two names the other";
    EXPECT_EQ(refusal({{"R9"}, {}}, {"R2"}), "");
}

TEST(TokenRights, FollowTheLawPackInForce) {
    EXPECT_EQ(granted_actions({{"R2"}, {}}, kRoles).count("obligation.add"), 1U);
    const std::vector<Role> later = {role("R2", RoleScope::Tenant, {"obligation.read"})};
    EXPECT_EQ(granted_actions({{"R2"}, {}}, later).count("obligation.add"), 0U);
    EXPECT_TRUE(granted_actions({{"R2"}, {}}, {}).empty());
    const std::vector<Role> narrower = {role("R2", RoleScope::Body, {"obligation.read"})};
    EXPECT_TRUE(granted_actions({{"R2"}, {}}, narrower).empty());
}

TEST(ApiToken, HasOneForm) {
    const base::Bytes random(32, 0xAB);
    const std::string token = token_of(random);
    EXPECT_TRUE(is_token(token));
    EXPECT_EQ(token.size(), 67U);
    for (const std::string& wrong : {token + "0", token.substr(1), "gx_" + std::string(64, 'A'), std::string{}, "gy_" + token.substr(3)}) {
        EXPECT_FALSE(is_token(wrong)) << wrong;
    }
}

TEST(ApiToken, ContentRoundTrips) {
    ApiToken token{.code = "c1", .hash = std::string(64, 'a'), .account = "clerk-1", .rights = {{"R2"}, {"obligation.read"}},
                   .made_on = base::Date::from_days(20'000), .expires_on = base::Date::from_days(20'100), .revoked_on = {}};
    const auto again = ApiToken::from_json(token.to_json());
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again->to_json(), token.to_json());
    EXPECT_FALSE(ApiToken::from_json(token.to_json().set("secret", "x")).ok());
}

}  // namespace
}  // namespace gx::app
