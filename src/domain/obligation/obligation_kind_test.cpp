// SPDX-License-Identifier: Apache-2.0
#include "domain/obligation/obligation_kind.hpp"

#include <gtest/gtest.h>

#include "domain/obligation/obligation_fixture_test.hpp"

namespace gx::domain {
namespace {

using base::Json;
using test::kind_json;
using test::words;

TEST(ObligationKind, ReadsAllMembers) {
    Json code;
    code.set("code", "a").set("title", words("甲", "A"));
    Json attribute;
    attribute.set("name", "x").set("title", words("名", "Name")).set("type", "code").set("codes", Json::Array{code});
    Json json = kind_json();
    json.set("deadlines", Json::Array{"DL-SME-01"}).set("required", Json::Array{"amount_fen"}).set("area", "optional");
    json.set("late_interest", "LI-DEFAULT").set("attributes", Json::Array{attribute}).set("settled_by", "payments");
    const auto got = ObligationKind::from_json(json);
    ASSERT_TRUE(got.ok()) << got.error().where << got.error().reason;
    EXPECT_EQ(got->id(), "contract");
    EXPECT_EQ(got->title().en, "Contract");
    EXPECT_EQ(got->group(), "contract");
    EXPECT_EQ(got->source().size(), 1U);
    EXPECT_EQ(got->deadlines().front(), "DL-SME-01");
    EXPECT_EQ(got->required().front(), "amount_fen");
    EXPECT_TRUE(got->needs_evidence());
    EXPECT_EQ(got->settled_by(), ObligationKind::SettledBy::Payments);
    EXPECT_EQ(got->domains().size(), 2U);
    EXPECT_EQ(got->area(), ObligationKind::AreaUse::Optional);
    EXPECT_EQ(got->late_interest(), "LI-DEFAULT");
    EXPECT_EQ(got->attributes().front().codes.front().code, "a");
    EXPECT_TRUE(got->in_force().covers(test::day("2026-01-01")));
}

struct RefusalCase {
    const char* name;
    const char* member;
    Json value;
    const char* reason;
    const char* where;
};

class ObligationKindRefusal : public testing::TestWithParam<RefusalCase> {};

TEST_P(ObligationKindRefusal, IsLocated) {
    Json json = kind_json();
    ASSERT_TRUE(ObligationKind::from_json(json).ok());
    json.set(GetParam().member, GetParam().value);
    const auto got = ObligationKind::from_json(json);
    ASSERT_FALSE(got.ok());
    EXPECT_EQ(got.error().reason, GetParam().reason);
    EXPECT_EQ(got.error().where, GetParam().where);
}

Json attributes(const char* type, const char* second = nullptr) {
    Json json;
    json.set("name", "x").set("title", words("名", "Name")).set("type", type);
    Json list = Json::array().push(json);
    if (second != nullptr) { list.push(json.set("type", second)); }
    return list;
}

INSTANTIATE_TEST_SUITE_P(
    , ObligationKindRefusal,
    testing::Values(
        RefusalCase{"UnknownMember", "weight", 3, "json.member_unknown", "/weight"},
        RefusalCase{"NoSource", "source", nullptr, "json.member_missing", "/source"},
        RefusalCase{"Group", "group", "other", "obligation_kind.group", "/group"},
        RefusalCase{"SettledBy", "settled_by", "luck", "obligation_kind.settled_by", "/settled_by"},
        RefusalCase{"Domain", "domains", Json::Array{"space"}, "obligation_kind.domain", "/domains"},
        RefusalCase{"NoDomain", "domains", nullptr, "obligation_kind.domain", "/domains"},
        RefusalCase{"Required", "required", Json::Array{"title"}, "obligation_kind.member", "/required"},
        RefusalCase{"Area", "area", "some", "obligation_kind.area", "/area"},
        RefusalCase{"AttributeType", "attributes", attributes("colour"), "obligation_kind.attribute",
                    "/attributes/0/type"},
        RefusalCase{"CodesWithoutCodes", "attributes", attributes("code"), "obligation_kind.attribute",
                    "/attributes/0/codes"},
        RefusalCase{"AttributeTwice", "attributes", attributes("text", "day"), "obligation_kind.attribute",
                    "/attributes/1/name"},
        RefusalCase{"InForce", "in_force", nullptr, "json.member_type", "/in_force"}),
    [](const auto& row) { return row.param.name; });

TEST(ObligationKinds, AreFoundById) {
    const auto kinds = ObligationKinds::make({test::payment_kind(), test::kind()});
    ASSERT_TRUE(kinds.ok());
    EXPECT_EQ(kinds->find("payment")->id(), "payment");
    EXPECT_EQ(kinds->find("pledge"), nullptr);
    EXPECT_EQ(kinds->all().front().id(), "contract");
    EXPECT_EQ(ObligationKinds::make({test::kind(), test::kind()}).error().reason, "obligation_kind.twice");
}

}  // namespace
}  // namespace gx::domain
