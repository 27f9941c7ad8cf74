// SPDX-License-Identifier: Apache-2.0
#include "domain/obligation/light.hpp"

#include <gtest/gtest.h>

namespace gx::domain {
namespace {

const base::Date kToday = base::Date::make(2026, 3, 10).value();

Light light(Outcome outcome, int days_left, bool provisional = false) {
    Standing standing;
    standing.outcome = outcome;
    standing.due_on = kToday.plus_days(days_left);
    return light_of(standing, provisional, kToday, kDueSoonDays);
}

TEST(Light, HasANameEach) {
    for (std::size_t i = 0; i < kLights; ++i) {
        const auto one = static_cast<Light>(i);
        EXPECT_EQ(light_from(to_string(one)), one);
    }
    EXPECT_FALSE(light_from("green").has_value());
    EXPECT_EQ(outcome_of(Light::Provisional), Outcome::Pending);
    EXPECT_EQ(outcome_of(Light::Broken), Outcome::Broken);
}

TEST(Light, IsDueSoonFromTheFirstDayOfTheSpan) {
    EXPECT_EQ(light(Outcome::Pending, 16), Light::Pending);
    EXPECT_EQ(light(Outcome::Pending, 15), Light::DueSoon);
    EXPECT_EQ(light(Outcome::Pending, 0), Light::DueSoon);
    EXPECT_EQ(light(Outcome::Overdue, -1), Light::Overdue);
}

TEST(Light, AccusesNobodyOnAProvisionalDay) {
    EXPECT_EQ(light(Outcome::Pending, 3, true), Light::Provisional);
    EXPECT_EQ(light(Outcome::Overdue, -3, true), Light::Provisional);
    EXPECT_EQ(light(Outcome::Kept, -3, true), Light::Kept);
}

}  // namespace
}  // namespace gx::domain
