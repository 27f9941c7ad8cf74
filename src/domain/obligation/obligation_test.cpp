// SPDX-License-Identifier: Apache-2.0
#include "domain/obligation/obligation.hpp"

#include <gtest/gtest.h>

#include "domain/obligation/obligation_fixture_test.hpp"

namespace gx::domain {
namespace {

using base::Json;
using test::day;
using test::kind_json;
using test::obligation_json;
using test::words;

Json full_json() {
    Json json = test::done_json("2025-06-01");
    Json party;
    party.set("name", "示范商贸有限公司").set("type", "private").set("code", "X1").set("sme", true);
    json.set("source_id", "s-1").set("post_id", "p-1").set("counterparty", party).set("amount_fen", 100);
    json.set("fulfilled_fen", 100).set("currency", "USD").set("domain", "procurement").set("area", "13");
    json.set("accepted_on", "2025-05-20").set("agreed_rate_bp", 300).set("void_on", "2025-09-01");
    json.set("void_reason", "法院确认无效").set("cancelled_on", "2025-09-02").set("cancel_document", "D");
    json.set("disclosed", true).set("rating", 80).set("excuse", "weather").set("note", "n");
    json.set("attributes", Json::object().set("contract_no", "H-1")).set("basis", Json::Array{"S-6.4c"});
    return json.set("due_provisional", true).set("has_evidence", true);
}

TEST(Obligation, RoundTripsItsContent) {
    const auto full = Obligation::from_json(full_json());
    ASSERT_TRUE(full.ok()) << full.error().where << " " << full.error().reason;
    EXPECT_EQ(full->to_json(), full_json());
    const auto small = Obligation::from_json(obligation_json());
    Json expected = obligation_json();
    expected.set("disclosed", false).set("has_evidence", false);
    EXPECT_EQ(small->to_json(), expected);
    EXPECT_EQ(Obligation::from_json(obligation_json().set("currency", "CNY"))->currency, "");
}

struct RefusalCase {
    const char* name;
    const char* member;
    Json value;
    const char* reason;
    const char* where;
};

class ObligationRefusal : public testing::TestWithParam<RefusalCase> {};

TEST_P(ObligationRefusal, IsLocated) {
    Json json = obligation_json();
    ASSERT_TRUE(Obligation::from_json(json, "/rows/4").ok());
    json.set(GetParam().member, GetParam().value);
    const auto got = Obligation::from_json(json, "/rows/4");
    ASSERT_FALSE(got.ok());
    EXPECT_EQ(got.error().reason, GetParam().reason);
    EXPECT_EQ(got.error().where, std::string{"/rows/4"} + GetParam().where);
}

INSTANTIATE_TEST_SUITE_P(
    , ObligationRefusal,
    testing::Values(
        RefusalCase{"UnknownMember", "colour", "red", "json.member_unknown", "/colour"},
        RefusalCase{"NoTitle", "title", nullptr, "json.member_missing", "/title"},
        RefusalCase{"DueBeforeMade", "due_on", "2025-01-01", "obligation.due_before_made", "/due_on"},
        RefusalCase{"DoneBeforeMade", "done_on", "2025-01-01", "obligation.done_before_made", "/done_on"},
        RefusalCase{"VoidWithoutReason", "void_on", "2025-03-01", "obligation.void_without_reason", "/void_reason"},
        RefusalCase{"Domain", "domain", "space", "obligation.domain", "/domain"},
        RefusalCase{"AreaZero", "area", "00", "obligation.area", "/area"},
        RefusalCase{"AreaFourteen", "area", "14", "obligation.area", "/area"},
        RefusalCase{"AreaLetters", "area", "0x", "obligation.area", "/area"},
        RefusalCase{"NegativeAmount", "amount_fen", -1, "json.member_range", "/amount_fen"},
        RefusalCase{"AmountBeyondAll", "amount_fen", std::int64_t{100'000'000'000'001}, "json.member_range",
                    "/amount_fen"},
        RefusalCase{"Currency", "currency", "yuan", "obligation.currency", "/currency"},
        RefusalCase{"CounterpartyType", "counterparty", Json::object().set("type", "friend"),
                    "obligation.counterparty_type", "/counterparty/type"},
        RefusalCase{"Attributes", "attributes", "x", "json.member_type", "/attributes"},
        RefusalCase{"EvidenceNoList", "evidence", "x", "json.member_type", "/evidence"},
        RefusalCase{"EvidenceWithoutTitle", "evidence", Json::array().push(Json::object()), "json.member_missing",
                    "/evidence/0/title"},
        RefusalCase{"Rating", "rating", 101, "json.member_range", "/rating"},
        RefusalCase{"NoSuchDay", "due_on", "2025-02-30", "json.member_range", "/due_on"}),
    [](const auto& row) { return row.param.name; });

Json attribute(const char* name, const char* type) {
    Json json;
    return json.set("name", name).set("title", words("名", "Name")).set("type", type);
}

Json coded() {
    Json tax;
    tax.set("code", "tax_return").set("title", words("税收返还", "Tax return")).set("refused_by", "EXT-GPJZ art. 10");
    Json cash;
    cash.set("code", "cash").set("title", words("资金", "Cash"));
    return attribute("promise_type", "code").set("codes", Json::Array{tax, cash}).set("required", true);
}

ObligationKind demanding_kind() {
    Json json = kind_json();
    json.set("required", Json::Array{"amount_fen", "counterparty", "source_id", "post_id", "accepted_on", "domain",
                                     "agreed_rate_bp", "area", "basis"});
    json.set("area", "required");
    json.set("attributes", Json::Array{coded(), attribute("contract_no", "text"), attribute("days", "whole"),
                                       attribute("cost_fen", "fen"), attribute("on", "day"), attribute("lead", "flag")});
    return test::kind(json);
}

ExcuseBook excuses() {
    Json in_force;
    Json json;
    json.set("code", "term_change").set("title", words("换届", "Change of term")).set("words", "换届");
    json.set("source", "S-6.4d").set("in_force", in_force.set("from", "2021-01-25"));
    return ExcuseBook::make({Excuse::from_json(json).value()}).value();
}

Json good_json() {
    Json json = full_json();
    json.set("attributes", Json::object().set("promise_type", "cash").set("contract_no", "H-1").set("days", 3)
                               .set("cost_fen", 0).set("on", "2025-01-01").set("lead", true));
    return json;
}

std::string checked(const Json& json, const ObligationKind& kind) {
    const auto got = check_obligation(Obligation::from_json(json).value(), kind, excuses(), "/r");
    return got.ok() ? "taken" : got.error().reason + " " + got.error().where;
}

// Source: S-1.2, S-6.4c
TEST(CheckObligation, HasWhatItsKindDemands) {
    const auto kind = demanding_kind();
    EXPECT_EQ(checked(good_json(), kind), "taken");
    for (const auto* member : {"amount_fen", "counterparty", "source_id", "post_id", "accepted_on", "domain",
                               "agreed_rate_bp", "area", "basis"}) {
        EXPECT_EQ(checked(good_json().set(member, nullptr), kind),
                  std::string{"obligation.member_required /r/"} + member);
    }
    EXPECT_EQ(checked(good_json().set("domain", "debt"), kind), "obligation.domain_not_allowed /r/domain");
}

TEST(CheckObligation, KnowsTheServiceArea) {
    EXPECT_EQ(checked(obligation_json(), test::kind()), "taken");
    EXPECT_EQ(checked(obligation_json().set("area", "05"), test::kind()), "obligation.area_not_allowed /r/area");
    const auto optional = test::kind(kind_json().set("area", "optional"));
    EXPECT_EQ(checked(obligation_json().set("area", "05"), optional), "taken");
    const auto required = test::kind(kind_json().set("area", "required"));
    EXPECT_EQ(checked(obligation_json(), required), "obligation.area_required /r/area");
}

TEST(CheckObligation, KnowsTheAttributesOfItsKind) {
    const auto kind = demanding_kind();
    const auto with = [&](const char* name, const Json& value) {
        Json json = good_json();
        Json attributes = json.at("attributes");
        return checked(json.set("attributes", attributes.set(name, value)), kind);
    };
    EXPECT_EQ(with("colour", "red"), "obligation.attribute_unknown /r/attributes/colour");
    EXPECT_EQ(with("promise_type", nullptr), "obligation.member_required /r/attributes/promise_type");
    EXPECT_EQ(with("promise_type", "gold"), "obligation.attribute_code /r/attributes/promise_type");
    EXPECT_EQ(with("promise_type", "tax_return"), "obligation.attribute_refused /r/attributes/promise_type");
    EXPECT_EQ(with("promise_type", 1), "obligation.attribute_type /r/attributes/promise_type");
    EXPECT_EQ(with("contract_no", ""), "obligation.attribute_type /r/attributes/contract_no");
    EXPECT_EQ(with("days", "3"), "obligation.attribute_type /r/attributes/days");
    EXPECT_EQ(with("cost_fen", -1), "obligation.attribute_type /r/attributes/cost_fen");
    EXPECT_EQ(with("on", "2025-02-29"), "obligation.attribute_type /r/attributes/on");
    EXPECT_EQ(with("lead", "yes"), "obligation.attribute_type /r/attributes/lead");
}

// Source: S-6.4d; SRC-YSHJTL art. 31
TEST(CheckObligation, RefusesABannedExcuse) {
    const auto kind = demanding_kind();
    EXPECT_EQ(checked(good_json().set("excuse", "term_change"), kind), "obligation.excuse_refused /r/excuse");
    EXPECT_EQ(checked(good_json().set("excuse", "因政府换届暂缓"), kind), "obligation.excuse_refused /r/excuse");
    EXPECT_EQ(checked(good_json().set("excuse", "term_change").set("made_on", "2021-01-24"), kind), "taken");
}

TEST(ExcuseBook, KeepsVersionsApart) {
    Json json;
    json.set("code", "c").set("title", words("甲", "A")).set("source", "S-6.4d");
    json.set("in_force", Json::object().set("from", "2021-01-25").set("to", "2025-05-31"));
    const auto old_version = Excuse::from_json(json).value();
    const auto new_version =
        Excuse::from_json(json.set("in_force", Json::object().set("from", "2025-06-01"))).value();
    const auto book = ExcuseBook::make({old_version, new_version});
    ASSERT_TRUE(book.ok());
    EXPECT_EQ(book->all().size(), 2U);
    EXPECT_NE(book->find("c", day("2025-05-31")), nullptr);
    EXPECT_NE(book->find("c", day("2025-06-01")), nullptr);
    EXPECT_EQ(book->find("d", day("2025-06-01")), nullptr);
    EXPECT_EQ(ExcuseBook::make({new_version, new_version}).error().reason, "excuse.twice");
    EXPECT_EQ(Excuse::from_json(json.set("source", nullptr)).error().where, "/source");
}

TEST(Milestone, RoundTripsAndRefuses) {
    Json json;
    json.set("code", "B1-0001#1").set("obligation_id", "ob-1").set("body_id", "body-1").set("no", 1);
    json.set("type", "payment").set("title", "首付款").set("due_on", "2025-03-01").set("done_on", "2025-03-01");
    json.set("amount_fen", 5).set("fulfilled_fen", 5).set("evidence", test::evidence_json("2025-03-01"));
    json.set("note", "n").set("basis", Json::Array{"S-6.1c"});
    EXPECT_EQ(Milestone::from_json(json)->to_json(), json);
    EXPECT_EQ(Milestone::from_json(json.set("type", "party")).error().reason, "milestone.type");
}

TEST(Payment, RoundTripsAndRefuses) {
    Json json;
    json.set("code", "B1-0001#1/1").set("obligation_id", "ob-1").set("body_id", "body-1").set("milestone_id", "m-1");
    json.set("paid_on", "2025-03-01").set("amount_fen", 5).set("currency", "USD").set("voucher_no", "V-1");
    json.set("note", "n").set("basis", Json::Array{"S-6.1c"});
    EXPECT_EQ(Payment::from_json(json)->to_json(), json);
    EXPECT_EQ(Payment::from_json(json.set("amount_fen", 0)).error().reason, "json.member_range");
}

}  // namespace
}  // namespace gx::domain
