// SPDX-License-Identifier: Apache-2.0
#include "domain/obligation/payment_term.hpp"

#include <gtest/gtest.h>

#include "domain/obligation/obligation_fixture_test.hpp"

namespace gx::domain {
namespace {

using base::Json;
using test::day;
using test::words;

/// Summer 2025 had no shifted day; its only holiday is in June and October.
WorkingCalendar calendar() {
    Json row;
    row.set("date", "2025-10-01").set("name", "国庆节").set("off", true);
    Json file;
    file.set("id", "CN-2025").set("year", 2025).set("source", "EXT-FJBF").set("notices", "n");
    file.set("days", Json::Array{row});
    return WorkingCalendar::make({CalendarYear::from_json(file).value()}).value();
}

DeadlineRule rule(const char* id, int amount, const char* from, const Json& to, const char* source) {
    Json json;
    json.set("id", id).set("title", words("付款", "Payment")).set("source", source).set("tag", "sourced");
    json.set("trigger", words("交付", "delivery")).set("amount", amount).set("unit", "CD").set("roll_forward", true);
    return DeadlineRule::from_json(json.set("valid_from", from).set("valid_to", to)).value();
}

DeadlineRules rules() {
    return DeadlineRules::make({rule("DL-SME-01", 30, "2020-09-01", "2025-05-31", "SRC-ZXQYKX-2020 art. 8"),
                                rule("DL-SME-02", 60, "2020-09-01", "2025-05-31", "SRC-ZXQYKX-2020 art. 8"),
                                rule("DL-SME-01", 30, "2025-06-01", nullptr, "SRC-ZXQYKX-2025 art. 9"),
                                rule("DL-SME-02", 60, "2025-06-01", nullptr, "SRC-ZXQYKX-2025 art. 9")})
        .value();
}

struct DueCase {
    const char* name;
    const char* start;
    std::optional<int> agreed;
    const char* due;
    bool capped;
    const char* source;
};

class PaymentDueOn : public testing::TestWithParam<DueCase> {};

TEST_P(PaymentDueOn, FollowsTheVersionInForce) {
    const auto& row = GetParam();
    const auto got = payment_due(day(row.start), row.agreed, rules(), {}, calendar());
    ASSERT_TRUE(got.ok()) << got.error().reason;
    EXPECT_EQ(got->due_on.iso(), row.due);
    EXPECT_EQ(got->capped, row.capped);
    EXPECT_EQ(got->rule.source.front(), row.source);
    EXPECT_FALSE(got->provisional);
}

// Source: SRC-ZXQYKX-2025 art. 9; SRC-ZXQYKX-2020 art. 8
INSTANTIATE_TEST_SUITE_P(
    , PaymentDueOn,
    testing::Values(DueCase{"ThirtyDays", "2025-07-01", {}, "2025-07-31", false, "SRC-ZXQYKX-2025 art. 9"},
                    DueCase{"LastDayOfTheOldVersion", "2025-05-31", {}, "2025-06-30", false, "SRC-ZXQYKX-2020 art. 8"},
                    DueCase{"FirstDayOfTheNewVersion", "2025-06-01", {}, "2025-07-01", false, "SRC-ZXQYKX-2025 art. 9"},
                    DueCase{"AgreedSixty", "2025-07-01", 60, "2025-09-01", false, "SRC-ZXQYKX-2025 art. 9"},
                    DueCase{"AgreedSixtyOne", "2025-07-01", 61, "2025-09-01", true, "SRC-ZXQYKX-2025 art. 9"},
                    DueCase{"AgreedTen", "2025-07-01", 10, "2025-07-11", false, "SRC-ZXQYKX-2025 art. 9"},
                    DueCase{"RollsFromTheHoliday", "2025-09-01", {}, "2025-10-02", false, "SRC-ZXQYKX-2025 art. 9"}),
    [](const auto& row) { return row.param.name; });

TEST(PaymentDue, RefusesWhatNoVersionCovers) {
    EXPECT_EQ(payment_due(day("2020-08-31"), {}, rules(), {}, calendar()).error().reason,
              "deadline.no_version_in_force");
    EXPECT_EQ(payment_due(day("2025-07-01"), -1, rules(), {}, calendar()).error().reason, "payment_term.agreed_days");
    EXPECT_TRUE(payment_due(day("2026-07-01"), {}, rules(), {}, calendar())->provisional);
}

// Source: SRC-ZXQYKX-2025 art. 10: a body that delays acceptance gains nothing.
TEST(PaymentStart, IsTheDayTheLawNames) {
    PaymentFacts facts;
    facts.delivered_on = day("2025-07-01");
    facts.amount_confirmed_on = day("2025-07-05");
    facts.accepted_on = day("2025-08-20");
    facts.acceptance_due_on = day("2025-07-31");
    EXPECT_EQ(payment_start(facts, day("2025-06-30")), std::nullopt);
    EXPECT_EQ(payment_start(facts, day("2025-07-01")), day("2025-07-01"));
    facts.basis = PaymentFacts::Basis::Settlement;
    EXPECT_EQ(payment_start(facts, day("2025-07-04")), std::nullopt);
    EXPECT_EQ(payment_start(facts, day("2025-07-05")), day("2025-07-05"));
    facts.basis = PaymentFacts::Basis::Acceptance;
    EXPECT_EQ(payment_start(facts, day("2025-07-30")), std::nullopt);
    EXPECT_EQ(payment_start(facts, day("2025-07-31")), day("2025-07-31"));
    EXPECT_EQ(payment_start(facts, day("2025-12-31")), day("2025-07-31"));
    facts.accepted_on = day("2025-07-10");
    EXPECT_EQ(payment_start(facts, day("2025-12-31")), day("2025-07-10"));
    facts.acceptance_due_on.reset();
    EXPECT_EQ(payment_start(facts, day("2025-12-31")), day("2025-07-10"));
}

}  // namespace
}  // namespace gx::domain
