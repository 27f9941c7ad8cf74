// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "domain/publication/public_fields.hpp"

namespace gx::domain {
namespace {

base::Json json(const std::string& text) {
    const auto value = base::parse_json(text);
    EXPECT_TRUE(value.ok()) << text;
    return *value;
}

constexpr const char* kList = R"({"entity":"obligation","source":["S-3.2a"],"closed_when":["official_id"],"fields":[
    {"path":"code"},{"path":"title"},{"path":"amount_fen"},{"path":"disclosed"},{"path":"basis"},
    {"path":"counterparty/type"},{"path":"counterparty/name","mask":"private_party"},
    {"path":"evidence/*/title"},{"path":"contact","mask":"phone"},{"path":"holder","mask":"person_name"},
    {"path":"attributes","all_below":true}]})";

PublicationGate gate() { return *PublicationGate::make({*PublicFields::from_json(json(kList))}); }

struct GateCase {
    std::string name;
    std::string content;
    std::string want;
};
class Gate : public testing::TestWithParam<GateCase> {};

// Source: S-3.2a (以公开为常态,不公开为例外), S-5.6a; SRC-PIPL art. 34
TEST_P(Gate, LetsOutOnlyWhatTheListOpens) {
    EXPECT_EQ(base::canonical(gate().publish("obligation", json(GetParam().content))), GetParam().want);
}
INSTANTIATE_TEST_SUITE_P(, Gate, testing::Values(
    GateCase{"UnlistedStaysIn", R"({"code":"C1","secret":1})", R"({"code":"C1"})"},
    GateCase{"PlainKinds", R"({"amount_fen":5,"disclosed":true,"basis":["S-6.4c"]})",
             R"({"amount_fen":5,"basis":["S-6.4c"],"disclosed":true})"},
    GateCase{"PrivatePartyHidden", R"({"counterparty":{"type":"private","name":"甲公司","code":"91"}})",
             R"({"counterparty":{"name":"***","type":"private"}})"},
    GateCase{"IndividualHidden", R"({"counterparty":{"type":"individual","name":"张三"}})",
             R"({"counterparty":{"name":"***","type":"individual"}})"},
    GateCase{"PartyWithoutTypeHidden", R"({"counterparty":{"name":"张三"}})", R"({"counterparty":{"name":"***"}})"},
    GateCase{"PublicPartyShown", R"({"counterparty":{"type":"public","name":"财政局"}})",
             R"({"counterparty":{"name":"财政局","type":"public"}})"},
    GateCase{"StatePartyShown", R"({"counterparty":{"type":"state","name":"国企"}})",
             R"({"counterparty":{"name":"国企","type":"state"}})"},
    GateCase{"ListElements", R"({"evidence":[{"title":"验收单","digest":"ab"},{"title":"发票"}]})",
             R"({"evidence":[{"title":"验收单"},{"title":"发票"}]})"},
    GateCase{"ListWhereAnObjectIsExpected", R"({"counterparty":[{"type":"public"}]})", R"({"counterparty":[]})"},
    GateCase{"ObjectWhereAListIsExpected", R"({"evidence":{"title":"x"}})", R"({"evidence":{}})"},
    GateCase{"MemberNamedStar", R"({"evidence":{"*":{"title":"x"}}})", R"({"evidence":{"*":{"title":"x"}}})"},
    GateCase{"ListOfPlainValues", R"({"basis":["a",{"b":1},["c"],"13812341234"]})", R"({"basis":["a"]})"},
    GateCase{"Masks", R"({"contact":"13812341234","holder":"张三"})", R"({"contact":"138****1234","holder":"张*"})"},
    GateCase{"MaskedNumberStaysIn", R"({"contact":13812341234})", "{}"},
    GateCase{"SealedStaysIn", R"({"title":{"sealed":"s1","commit":"aa"}})", "{}"},
    GateCase{"SealedBelowStaysIn", R"({"attributes":{"a":1,"name":{"sealed":"s1","commit":"aa"}}})",
             R"({"attributes":{"a":1}})"},
    GateCase{"ObjectUnderScalarFieldStaysIn", R"({"title":{"zh":"x"}})", "{}"},
    GateCase{"TextWithIdNumberStaysIn", R"({"code":"C1","title":"身份证11010519491231002X"})", R"({"code":"C1"})"},
    GateCase{"PhoneBelowStaysIn", R"({"attributes":{"tel":"13812341234","list":["13812341234","ok"]}})",
             R"({"attributes":{"list":["ok"]}})"},
    GateCase{"ClosedByAMember", R"({"code":"C1","official_id":"o1"})", "null"},
    GateCase{"Empty", "{}", "{}"}),
    [](const auto& row) { return row.param.name; });

TEST(PublicationGate, IsClosedForAnEntityWithoutList) {
    EXPECT_TRUE(gate().publish("official", json(R"({"name":"张三"})")).is_null());
    EXPECT_FALSE(gate().opens("official"));
    EXPECT_TRUE(gate().opens("obligation"));
}

TEST(PublicationGate, RefusesTwoListsOfOneEntity) {
    const auto list = *PublicFields::from_json(json(kList));
    const auto made = PublicationGate::make({list, list});
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().reason, "public_fields.entity_twice");
}

struct ListFault {
    std::string name;
    std::string text;
    std::string reason;
    std::string where;
};
class ListRefusal : public testing::TestWithParam<ListFault> {};

TEST_P(ListRefusal, NamesTheMember) {
    const auto list = PublicFields::from_json(json(GetParam().text));
    ASSERT_FALSE(list.ok());
    EXPECT_EQ(list.error().reason, GetParam().reason);
    EXPECT_EQ(list.error().where, GetParam().where);
}
INSTANTIATE_TEST_SUITE_P(, ListRefusal, testing::Values(
    ListFault{"UnknownMask", R"({"entity":"a","fields":[{"path":"x","mask":"blur"}]})", "public_fields.mask_unknown",
              "/fields/0/mask"},
    ListFault{"PathTwice", R"({"entity":"a","fields":[{"path":"x"},{"path":"x"}]})", "public_fields.path_twice",
              "/fields/1/path"},
    ListFault{"BadPath", R"({"entity":"a","fields":[{"path":"x//y"}]})", "public_fields.path_bad", "/fields/0/path"},
    ListFault{"NoFields", R"({"entity":"a","fields":[]})", "public_fields.none", "/fields"},
    ListFault{"UnknownMember", R"({"entity":"a","fields":[{"path":"x","open":true}]})", "json.member_unknown",
              "/fields/0/open"},
    ListFault{"NoEntity", R"({"fields":[{"path":"x"}]})", "json.member_missing", "/entity"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace gx::domain
