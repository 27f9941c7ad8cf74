// SPDX-License-Identifier: Apache-2.0
#include "domain/obligation/late_interest.hpp"

#include <gtest/gtest.h>

#include "domain/obligation/obligation_fixture_test.hpp"

namespace gx::domain {
namespace {

using base::Json;
using base::Money;
using test::day;

struct InterestCase {
    const char* name;
    std::int64_t principal_fen;
    LateRate rate;
    const char* due;
    const char* paid;
    const char* yuan;
};

class LateInterest : public testing::TestWithParam<InterestCase> {};

TEST_P(LateInterest, IsExact) {
    const auto& row = GetParam();
    EXPECT_EQ(late_interest(Money::fen(row.principal_fen), row.rate, day(row.due), day(row.paid)).yuan(), row.yuan);
}

// Source: SRC-ZXQYKX-2025 art. 17. 1,000,000.00 yuan accepted 2025-07-01, due 07-31, paid 10-31: 92 days.
INSTANTIATE_TEST_SUITE_P(
    , LateInterest,
    testing::Values(
        InterestCase{"ByLaw", 100'000'000, LateRate::daily_ppm(500), "2025-07-31", "2025-10-31", "46000.00"},
        InterestCase{"AgreedThreePercent", 100'000'000, LateRate::yearly_bp(300), "2025-07-31", "2025-10-31", "7561.64"},
        InterestCase{"OnTheDueDay", 100'000'000, LateRate::daily_ppm(500), "2025-07-31", "2025-07-31", "0.00"},
        InterestCase{"BeforeTheDueDay", 100'000'000, LateRate::daily_ppm(500), "2025-07-31", "2025-07-01", "0.00"},
        InterestCase{"TheDayAfter", 100'000'000, LateRate::daily_ppm(500), "2025-07-31", "2025-08-01", "500.00"},
        InterestCase{"HalfAFenGoesUp", 1'000, LateRate::daily_ppm(500), "2025-07-31", "2025-08-01", "0.01"},
        InterestCase{"LessThanHalfGoesDown", 999, LateRate::daily_ppm(500), "2025-07-31", "2025-08-01", "0.00"},
        InterestCase{"LargestAmountAHundredYears", 100'000'000'000'000, LateRate::daily_ppm(500), "2000-01-01",
                     "2100-01-01", "18262500000000.00"}),
    [](const auto& row) { return row.param.name; });

TEST(LateInterestInParts, CostsInterestOnWhatIsUnpaid) {
    const auto rate = LateRate::daily_ppm(500);
    const Money principal = Money::fen(100'000'000);
    // 10 days on 1,000,000 and 10 days on 400,000.
    EXPECT_EQ(late_interest(principal, rate, day("2025-07-31"),
                            {{day("2025-08-20"), Money::fen(40'000'000)}, {day("2025-08-10"), Money::fen(60'000'000)}},
                            day("2025-08-31"))
                  .yuan(),
              "7000.00");
    // Part paid before the due day.
    EXPECT_EQ(late_interest(principal, rate, day("2025-07-31"), {{day("2025-07-01"), Money::fen(60'000'000)}},
                            day("2025-08-10"))
                  .yuan(),
              "2000.00");
    // A payment after the day asked about is not known yet; overpaid costs nothing.
    EXPECT_EQ(late_interest(principal, rate, day("2025-07-31"), {{day("2025-08-11"), principal}}, day("2025-08-10"))
                  .yuan(),
              "5000.00");
    EXPECT_EQ(late_interest(principal, rate, day("2025-07-31"), {{day("2025-07-31"), Money::fen(200'000'000)}},
                            day("2025-12-31"))
                  .yuan(),
              "0.00");
}

Json rule_json(const char* from, const Json& to = nullptr) {
    Json in_force;
    in_force.set("from", from).set("to", to);
    Json json;
    return json.set("id", "LI-DEFAULT").set("source", "SRC-ZXQYKX-2025 art. 17").set("daily_ppm", 500)
        .set("in_force", in_force);
}

TEST(LateRate, TakesTheAgreedOneAboveTheFloor) {
    const auto rule = LateInterestRule::from_json(rule_json("2025-06-01")).value();
    EXPECT_EQ(late_rate(rule, std::nullopt, std::nullopt)->numerator(), 500);
    EXPECT_EQ(late_rate(rule, 300, std::nullopt)->numerator(), 300);
    EXPECT_EQ(late_rate(rule, 300, 300)->denominator(), 3'650'000);
    EXPECT_EQ(late_rate(rule, 299, 300).error().reason, "late_interest.below_floor");
}

TEST(LateInterestRules, AreChosenByDay) {
    const auto old_rule = LateInterestRule::from_json(rule_json("2020-09-01", "2025-05-31").set("daily_ppm", 400)).value();
    const auto new_rule = LateInterestRule::from_json(rule_json("2025-06-01")).value();
    const auto rules = LateInterestRules::make({old_rule, new_rule}).value();
    EXPECT_EQ(rules.find("LI-DEFAULT", day("2025-05-31"))->daily_ppm, 400);
    EXPECT_EQ(rules.find("LI-DEFAULT", day("2025-06-01"))->daily_ppm, 500);
    EXPECT_EQ(rules.find("LI-DEFAULT", day("2020-08-31")).error().reason, "late_interest.unknown");
    EXPECT_EQ(rules.all().size(), 2U);
    EXPECT_EQ(LateInterestRules::make({new_rule, new_rule}).error().reason, "late_interest.twice");
    EXPECT_EQ(LateInterestRule::from_json(rule_json("2025-06-01").set("daily_ppm", 0)).error().reason,
              "json.member_range");
    EXPECT_EQ(LateInterestRule::from_json(rule_json("2025-06-01").set("source", nullptr)).error().where, "/source");
}

}  // namespace
}  // namespace gx::domain
