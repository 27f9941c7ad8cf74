// SPDX-License-Identifier: Apache-2.0
#include "domain/obligation/handover.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/obligation/obligation_fixture_test.hpp"

namespace gx::domain {
namespace {

using base::Json;

Json handover_json() {
    Json json;
    json.set("code", "H-1").set("body_id", "body-1").set("post_id", "post-1").set("from_official_id", "o-1");
    json.set("to_official_id", "o-2").set("on_day", "2025-03-01").set("signed_on", "2025-03-01").set("note", "n");
    return json.set("obligation_ids", Json::Array{"d", "b"}).set("basis", Json::Array{"S-6.4d"});
}

// Source: S-6.4d
TEST(Handover, ListsEachOpenDutyOfThePost) {
    const std::vector<DutyOfPost> duties{{"a", "post-1", Outcome::Kept},    {"b", "post-1", Outcome::Overdue},
                                         {"c", "post-1", Outcome::Pending}, {"d", "post-1", Outcome::Broken},
                                         {"e", "post-2", Outcome::Overdue}, {"f", "post-1", Outcome::Void},
                                         {"g", "post-1", Outcome::Changed}, {"h", "post-1", Outcome::KeptLate}};
    EXPECT_THAT(duties_to_hand_over("post-1", duties), testing::ElementsAre("b", "c", "d", "g"));
    const auto handover = Handover::from_json(handover_json()).value();
    EXPECT_THAT(missing_from(handover, duties), testing::ElementsAre("c", "g"));
    EXPECT_THAT(missing_from(handover, {}), testing::IsEmpty());
}

TEST(Handover, RoundTripsAndRefuses) {
    EXPECT_EQ(Handover::from_json(handover_json())->to_json(), handover_json());
    EXPECT_EQ(Handover::from_json(handover_json().set("to_official_id", "o-1")).error().reason,
              "handover.same_official");
    EXPECT_EQ(Handover::from_json(handover_json().set("signed_on", "2025-02-28")).error().reason,
              "handover.signed_before_day");
    EXPECT_EQ(Handover::from_json(handover_json().set("obligation_ids", Json::Array{"b", "b"})).error().reason,
              "handover.obligation_twice");
}

}  // namespace
}  // namespace gx::domain
