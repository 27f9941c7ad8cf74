// SPDX-License-Identifier: Apache-2.0
#include "app/law/todo_kind.hpp"

#include <gtest/gtest.h>

namespace gx::app {
namespace {

using base::Json;

TodoKind ladder() {
    const auto json = base::parse_json(R"({"id":"overdue","name":{"zh":"逾期","en":"Overdue"},"source":["S-3.4a"],"subject":"obligation",
        "action":"obligation.change","lights":[{"light":"green"},{"light":"blue","at":5},{"light":"yellow","at":-1},{"light":"red","at":-11}],
        "rungs":[{"id":"opened","notice":"n"},{"id":"near","at":5,"notice":"n"},{"id":"late","at":-1,"notice":"n","action":"change.approve","to":"all"}]})");
    return TodoKind::from_json(json.value()).value();
}

// Source: S-3.4a; DESIGN 4.2: from a provisional day no light follows.
TEST(TodoKind, BurnsTheLightOfTheLastStepReached) {
    const TodoKind kind = ladder();
    const std::pair<int, TodoLight> rows[] = {{60, TodoLight::Green}, {6, TodoLight::Green}, {5, TodoLight::Blue}, {0, TodoLight::Blue},
                                              {-1, TodoLight::Yellow}, {-10, TodoLight::Yellow}, {-11, TodoLight::Red}, {-400, TodoLight::Red}};
    for (const auto& [days, light] : rows) {
        EXPECT_EQ(kind.light({days, false}), light) << days;
        EXPECT_EQ(kind.light({days, true}), TodoLight::Grey) << days;
    }
}

TEST(TodoKind, ReachesTheDeepestRung) {
    const TodoKind kind = ladder();
    EXPECT_EQ(kind.rung({6, false})->id, "opened");
    EXPECT_EQ(kind.rung({5, false})->id, "near");
    EXPECT_EQ(kind.rung({0, false})->id, "near");
    EXPECT_EQ(kind.rung({-1, false})->id, "late");
    EXPECT_EQ(kind.rung({-1, true})->id, "opened");
    EXPECT_EQ(kind.rung({-1, false})->reach, RungReach::All);
}

TEST(TodoKind, RefusesALadderThatIsNone) {
    const auto refused = [](const char* lights, const char* more) {
        const auto json = base::parse_json(std::string(R"({"id":"x","name":{"zh":"x","en":"x"},"source":["S-3.4a"],"subject":"obligation",
            "action":"obligation.change","rungs":[],"lights":)") + lights + more + "}");
        const auto kind = TodoKind::from_json(json.value());
        return kind.ok() ? std::string() : kind.error().reason;
    };
    EXPECT_EQ(refused(R"([{"light":"green"}])", ""), "");
    EXPECT_EQ(refused(R"([])", ""), "todo_kind.order");
    EXPECT_EQ(refused(R"([{"light":"green","at":3}])", ""), "todo_kind.order");
    EXPECT_EQ(refused(R"([{"light":"green"},{"light":"red","at":-3},{"light":"blue","at":2}])", ""), "todo_kind.order");
    EXPECT_EQ(refused(R"([{"light":"green"},{"light":"red"}])", ""), "todo_kind.order");
    EXPECT_EQ(refused(R"([{"light":"purple"}])", ""), "todo_kind.light");
    EXPECT_EQ(refused(R"([{"light":"green"}])", R"(,"limit":{"amount":3,"unit":"M"})"), "todo_kind.limit");
    EXPECT_EQ(refused(R"([{"light":"green"}])", R"(,"yearly":{"opens":"02-30","due":"03-31","schemes":[]})"), "todo_kind.day");
    EXPECT_EQ(refused(R"([{"light":"green"}])", R"(,"yearly":{"opens":"04-01","due":"03-31","schemes":[]})"), "todo_kind.day");
}

TEST(NoticeText, FillsInWhatIsKnownAndLeavesOutTheRest) {
    Json params = Json::object();
    params.set("title", "修路{left}").set("left", 3);
    EXPECT_EQ(filled("“{title}”剩余 {left} 天{nothing}，{open", params), "“修路{left}”剩余 3 天，{open");
    EXPECT_EQ(filled("", params), "");
}

}  // namespace
}  // namespace gx::app
