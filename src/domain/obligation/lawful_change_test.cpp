// SPDX-License-Identifier: Apache-2.0
#include "domain/obligation/lawful_change.hpp"

#include <gtest/gtest.h>

#include "domain/obligation/obligation_fixture_test.hpp"

namespace gx::domain {
namespace {

using base::ErrorCode;
using base::Json;
using test::change;
using test::change_json;
using test::day;
using test::words;

Json compensation(std::int64_t fen) { return Json::object().set("amount_fen", fen); }

TEST(LawfulChange, RoundTripsItsContent) {
    Json json = change_json();
    json.set("new_amount_fen", 7).set("note", "n").set("basis", Json::Array{"SRC-YSHJTL art. 31"});
    json.set("compensation", compensation(5).set("reason", "协商").set("agreed_on", "2025-05-20")
                                 .set("due_on", "2025-08-01").set("paid_on", "2025-07-01"));
    EXPECT_EQ(LawfulChange::from_json(json)->to_json(), json);
    Json ending = change_json().set("new_due_on", nullptr).set("cancels", true);
    EXPECT_EQ(LawfulChange::from_json(ending)->to_json(), ending);
}

struct RefusalCase {
    const char* name;
    const char* member;
    Json value;
    ErrorCode code;
    const char* reason;
    const char* where;
};

class LawfulChangeRefusal : public testing::TestWithParam<RefusalCase> {};

TEST_P(LawfulChangeRefusal, IsLocated) {
    Json json = change_json();
    ASSERT_TRUE(LawfulChange::from_json(json).ok());
    json.set(GetParam().member, GetParam().value);
    const auto got = LawfulChange::from_json(json);
    ASSERT_FALSE(got.ok());
    EXPECT_EQ(got.error().code, GetParam().code);
    EXPECT_EQ(got.error().reason, GetParam().reason);
    EXPECT_EQ(got.error().where, GetParam().where);
}

// Source: S-6.4e, S-6.4f; SRC-YSHJTL art. 31: only three reasons, and no step may be left out.
INSTANTIATE_TEST_SUITE_P(
    , LawfulChangeRefusal,
    testing::Values(
        RefusalCase{"FourthReason", "reason_type", "convenience", ErrorCode::InvalidInput, "change.reason_type",
                    "/reason_type"},
        RefusalCase{"NoApproval", "approval_doc_no", nullptr, ErrorCode::BasisMissing, "change.approval_missing",
                    "/approval_doc_no"},
        RefusalCase{"NoCollectiveDecision", "collective_decision_on", nullptr, ErrorCode::BasisMissing,
                    "change.collective_decision_missing", "/collective_decision_on"},
        RefusalCase{"NoCompensation", "compensation", nullptr, ErrorCode::BasisMissing, "change.compensation_missing",
                    "/compensation"},
        RefusalCase{"ZeroWithoutReason", "compensation", compensation(0), ErrorCode::BasisMissing,
                    "change.zero_compensation_without_reason", "/compensation/reason"},
        RefusalCase{"DecidedBeforeTheMeeting", "decided_on", "2025-05-08", ErrorCode::InvalidInput,
                    "change.decided_before_collective", "/decided_on"},
        RefusalCase{"ToldBeforeTheDecision", "notified_on", "2025-05-09", ErrorCode::InvalidInput,
                    "change.notified_before_decided", "/notified_on"},
        RefusalCase{"NothingChanges", "new_due_on", nullptr, ErrorCode::InvalidInput, "change.nothing_changes",
                    "/new_due_on"},
        RefusalCase{"EndsAndGoesOn", "cancels", true, ErrorCode::InvalidInput, "change.cancels_and_changes",
                    "/cancels"},
        RefusalCase{"NoReason", "reason", nullptr, ErrorCode::InvalidInput, "json.member_missing", "/reason"}),
    [](const auto& row) { return row.param.name; });

TEST(LawfulChange, TakesEachOfTheThreeReasons) {
    for (const auto* reason : {"national_interest", "public_interest", "other_statutory"}) {
        EXPECT_EQ(to_string(change(change_json().set("reason_type", reason)).reason_type), reason);
    }
    EXPECT_TRUE(LawfulChange::from_json(change_json().set("compensation", compensation(0).set("reason", "无损失"))).ok());
}

TEST(LawfulChange, IsInForceFromTheNoticeOn) {
    const auto told = change();
    EXPECT_FALSE(told.in_force_on(day("2025-05-11")));
    EXPECT_TRUE(told.in_force_on(day("2025-05-12")));
    EXPECT_FALSE(change(change_json().set("notified_on", nullptr)).in_force_on(day("2026-01-01")));
}

// Source: S-6.4f
TEST(LawfulChange, OwesItsCompensation) {
    auto owed = change();
    EXPECT_FALSE(owed.compensation_overdue_on(day("2025-08-01")));
    EXPECT_TRUE(owed.compensation_overdue_on(day("2025-08-02")));
    EXPECT_FALSE(owed.settled_on(day("2025-08-02")));
    owed.compensation.paid_on = day("2025-08-03");
    EXPECT_TRUE(owed.compensation_overdue_on(day("2025-08-02")));
    EXPECT_FALSE(owed.compensation_overdue_on(day("2025-08-03")));
    EXPECT_TRUE(owed.settled_on(day("2025-08-03")));
    owed.compensation = {.amount_fen = 0, .reason = "无损失", .agreed_on = {}, .due_on = {}, .paid_on = {}};
    EXPECT_TRUE(owed.settled_on(day("2025-05-12")));
}

// Source: S-6.4d; SRC-YSHJTL art. 31
TEST(CheckChange, RefusesABannedReason) {
    Json json;
    json.set("code", "term_change").set("title", words("换届", "Change of term")).set("words", "换届");
    json.set("source", Json::Array{"S-6.4d", "SRC-YSHJTL art. 31"});
    json.set("in_force", Json::object().set("from", "2021-01-25"));
    const auto book = ExcuseBook::make({Excuse::from_json(json).value()}).value();
    EXPECT_TRUE(check_change(change(), book).ok());
    const auto refused = check_change(change(change_json().set("reason", "因换届需要重新研究")), book, "/c");
    EXPECT_EQ(refused.error().code, ErrorCode::BasisMissing);
    EXPECT_EQ(refused.error().reason, "obligation.excuse_refused");
    EXPECT_EQ(refused.error().where, "/c/reason");
    EXPECT_EQ(refused.error().detail, "term_change: S-6.4d; SRC-YSHJTL art. 31");
}

}  // namespace
}  // namespace gx::domain
