// SPDX-License-Identifier: Apache-2.0
#include "domain/warning/rule_pass.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "domain/warning/standing_alerts.hpp"
#include "domain/warning/warning_test_support.hpp"

namespace gx::domain::warning {
namespace {

using evaluation::FactSet;
using evaluation::KeyIndex;
using evaluation::kNull64;
using evaluation::Table;
using evaluation::TableBuilder;

const char* const kRules = R"j({
  "facts": [
    {"id": "duty", "table": "duty", "where": "kind != 'reply'", "known_by": "made_day",
     "values": [{"open": "done_day is null or done_day > as_of"},
                {"overdue_days": "case(open and due_day < as_of, as_of - due_day, 0)"},
                {"paid_bp": "case(amount_fen > 0, quotient(10000 * min(paid_fen, amount_fen), amount_fen), 10000)"}]},
    {"id": "any", "table": "duty", "ended_by": ["done_day"]}],
  "rules": [
    {"id": "LADDER", "title": {"zh": "逾期", "en": "Overdue"}, "source": ["S-3.4a"], "fact": "duty",
     "parameters": [{"red_after": 60}, {"orange_after": 15}],
     "ladder": [{"level": "red", "when": "overdue_days > red_after"}, {"level": "orange", "when": "overdue_days > orange_after"},
                {"level": "yellow", "when": "overdue_days > 0"}]},
    {"id": "DEBT", "fact": "duty", "where": "kind = 'debt'", "parameters": [{"red_after": 5000}],
     "exempt": [{"title": {"zh": "国企", "en": "State"}, "source": ["S-3.4a"], "when": "party = 'state'"}],
     "ladder": [{"level": "red", "when": "paid_bp < red_after"}]},
    {"id": "LATER", "fact": "duty", "in_force": {"from": "2026-01-01"}, "ladder": [{"level": "blue", "when": "1 = 1"}]},
    {"id": "OPEN", "fact": "any", "ladder": [{"level": "blue", "when": "rating < 50"}]}]})j";

/// The same rules by hand, row by row.
std::vector<std::tuple<std::string, int, int>> by_hand(const Table& table) {
    const std::int64_t today = evaluation::test::year_2025().as_of.days();
    std::vector<std::tuple<std::string, int, int>> out;
    for (std::uint32_t body = 0; body < table.bodies(); ++body) {
        for (std::uint32_t row = table.segment(body).begin; row < table.segment(body).begin + table.segment(body).count; ++row) {
            const auto number = [&](const char* name) { return table.find(name)->value(row); };
            const std::string kind{table.find("kind")->text(row)};
            const std::string party{table.find("party")->text(row)};
            const std::int64_t done = number("done_day");
            const bool open = done == kNull64 || done > today;
            if (kind != "reply" && number("made_day") <= today) {
                const std::int64_t overdue = open && number("due_day") < today ? today - number("due_day") : 0;
                if (overdue > 0) { out.emplace_back(table.key(row), 0, overdue > 60 ? 0 : overdue > 15 ? 1 : 2); }
                const std::int64_t amount = number("amount_fen");
                const std::int64_t paid = number("paid_fen");
                // An amount of null is not above 0: nothing is owed, all is paid. A paid sum of null is not known.
                const bool below = amount != kNull64 && amount > 0 && paid != kNull64 && 10'000 * std::min(paid, amount) / amount < 5'000;
                if (kind == "debt" && party != "state" && below) { out.emplace_back(table.key(row), 1, 0); }
            }
            if (open && number("rating") != kNull64 && number("rating") < 50) { out.emplace_back(table.key(row), 3, 0); }
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

std::vector<std::tuple<std::string, int, int>> sorted(const StandingAlerts& standing) {
    std::vector<std::tuple<std::string, int, int>> out;
    for (std::uint32_t body = 0; body < standing.bodies(); ++body) {
        for (const StandingAlert& alert : standing.of(body)) { out.emplace_back(alert.row_key, alert.rule, alert.rung); }
    }
    std::sort(out.begin(), out.end());
    return out;
}

TEST(RulePass, WarnsAsTheRulesSayRowByRow) {
    std::mt19937 dice{11};
    const FactSet facts = test::random_facts(40, 60, dice);
    const WarningRules rules = test::rules_of(kRules);
    const auto standing = StandingAlerts::run(rules, facts, test::year_2025(), 2);
    ASSERT_TRUE(standing.ok()) << standing.error().reason << standing.error().detail;
    const auto expected = by_hand(facts.tables[0]);
    EXPECT_GT(expected.size(), 100U);
    EXPECT_EQ(sorted(*standing), expected);
}

TEST(RulePass, GivesTheSameAlertsOnAnyProcessorAndNumberOfThreads) {
    std::mt19937 dice{12};
    const FactSet facts = test::random_facts(600, 200, dice);
    ASSERT_GT(facts.tables[0].rows(), 40'000U);
    const WarningRules rules = test::rules_of(kRules);
    const auto passes = RulePass::bind(rules, facts, test::year_2025());
    ASSERT_TRUE(passes.ok());
    ASSERT_EQ(passes->size(), 1U) << "facts of one table share a pass";
    const auto alerts = passes->front().run(1);
    EXPECT_GT(alerts.size(), 1'000U);
    EXPECT_EQ(passes->front().run(2), alerts);
    EXPECT_EQ(passes->front().run(2, plain_lane_tests()), alerts);
}

TEST(RulePass, DoesNotWarnBeforeARuleIsInForce) {
    std::mt19937 dice{13};
    const FactSet facts = test::random_facts(5, 50, dice);
    WarningRules rules = test::rules_of(kRules);
    const auto count = [&] {
        const auto passes = RulePass::bind(rules, facts, test::year_2025());
        EXPECT_TRUE(passes.ok());
        const auto alerts = passes->front().run(1);
        return std::count_if(alerts.begin(), alerts.end(), [](const Alert& alert) { return alert.rule == 2; });
    };
    EXPECT_EQ(count(), 0);
    rules.rules[2].in_force->from = test::year_2025().as_of;
    EXPECT_GT(count(), 0);
}

TEST(RulePass, TellsOfTwoKindsOfWarningOfOneRow) {
    FactSet facts;
    facts.bodies = KeyIndex::make({"1"}).value();
    std::vector<TableBuilder> builders;
    builders.emplace_back(test::duty_columns());
    builders[0].begin_row(0, std::string_view{"a"});
    builders[0].code(0, "debt");
    for (const auto& [column, value] : {std::pair{2, 19'000}, {3, 20'000}, {5, 100}, {6, 49}, {7, 10}}) {
        builders[0].whole(static_cast<std::size_t>(column), value);
    }
    facts.tables.push_back(Table::freeze("duty", builders, 1, 1).value());
    const WarningRules rules = test::rules_of(kRules);
    const auto standing = StandingAlerts::run(rules, facts, test::year_2025(), 1);
    ASSERT_TRUE(standing.ok());
    EXPECT_EQ(standing->of(0), (std::vector<StandingAlert>{{"a", 0, 0}, {"a", 1, 0}, {"a", 3, 0}}));
}

/// Whatever is changed in whichever order: the alerts are those of a new run.
TEST(StandingAlerts, KeptBodyByBodyEqualARun) {
    std::mt19937 dice{14};
    FactSet facts = test::random_facts(30, 40, dice);
    const WarningRules rules = test::rules_of(kRules);
    auto standing = StandingAlerts::run(rules, facts, test::year_2025(), 1);
    ASSERT_TRUE(standing.ok());
    int changed = 0;
    for (int round = 0; round < 2'000; ++round) {
        const auto body = static_cast<std::uint32_t>(dice() % facts.bodies.size());
        TableBuilder rows{test::duty_columns()};
        test::random_rows(rows, body, dice() % 60, dice);
        const auto before = standing->of(body);
        ASSERT_TRUE(facts.tables[0].replace_body(body, rows).ok());
        standing->update_body(body);
        if (before != standing->of(body)) { ++changed; }
        if (round % 200 != 0) { continue; }
        const auto again = StandingAlerts::run(rules, facts, test::year_2025(), 2);
        ASSERT_TRUE(again.ok());
        for (std::uint32_t each = 0; each < facts.bodies.size(); ++each) { ASSERT_EQ(standing->of(each), again->of(each)); }
        ASSERT_EQ(sorted(*standing), by_hand(facts.tables[0]));
    }
    EXPECT_GT(changed, 1'000);
}

struct Fault {
    const char* rules;
    const char* reason;
    const char* where;
};

class RuleFaults : public testing::TestWithParam<Fault> {};

TEST_P(RuleFaults, AreRefusedWithTheirPlace) {
    const auto rules = WarningRules::from_json(test::json(GetParam().rules));
    base::Error error{};
    if (!rules) {
        error = rules.error();
    } else {
        std::mt19937 dice{1};
        const FactSet facts = test::random_facts(2, 9, dice);
        const auto passes = RulePass::bind(*rules, facts, test::year_2025());
        ASSERT_FALSE(passes.ok());
        error = passes.error();
    }
    EXPECT_EQ(error.reason, GetParam().reason);
    EXPECT_EQ(error.where, GetParam().where);
}

#define GX_FACT R"("facts": [{"id": "duty", "table": "duty"}])"
INSTANTIATE_TEST_SUITE_P(
    WarningRules, RuleFaults,
    testing::Values(
        Fault{"{" GX_FACT R"(, "rules": [{"id": "A", "fact": "duty", "ladder": [{"level": "pink", "when": "1 = 1"}]}]})", "warning.level_unknown", "/rules/0/ladder/0/level"},
        Fault{"{" GX_FACT R"(, "rules": [{"id": "A", "fact": "duty", "ladder": [{"level": "blue", "when": "1 = 1"}, {"level": "red", "when": "1 = 1"}]}]})",
              "warning.ladder_order", "/rules/0/ladder/1/level"},
        Fault{"{" GX_FACT R"(, "rules": [{"id": "A", "fact": "duty", "ladder": []}]})", "scheme.field_missing", "/rules/0"},
        Fault{"{" GX_FACT R"(, "rules": [{"id": "A", "fact": "duty", "colour": 1, "ladder": []}]})", "scheme.unknown_field", "/rules/0/colour"},
        Fault{"{" GX_FACT R"(, "rules": [{"id": "A", "fact": "other", "ladder": [{"level": "red", "when": "1 = 1"}]}]})", "scheme.dangling_name", "/rules/0/fact"},
        Fault{"{" GX_FACT R"(, "rules": [{"id": "A", "fact": "duty", "ladder": [{"level": "red", "when": "1 = "}]}]})", "scheme.expression", "/rules/0/ladder/0/when"},
        Fault{"{" GX_FACT R"(, "rules": [{"id": "A", "fact": "duty", "parameters": [{"limit": "rating"}], "ladder": [{"level": "red", "when": "rating > limit"}]}]})",
              "scheme.number", "/rules/0/parameters"},
        Fault{"{" GX_FACT R"(, "rules": [{"id": "A", "fact": "duty", "parameters": [{"rating": 3}], "ladder": [{"level": "red", "when": "rating > 3"}]}]})",
              "scheme.duplicate_name", "/rules/0/parameters/0/rating"},
        Fault{R"({"facts": [{"id": "duty", "table": "none"}], "rules": [{"id": "A", "fact": "duty", "ladder": [{"level": "red", "when": "1 = 1"}]}]})",
              "scheme.unknown_table", "/facts/0/table"}));

}  // namespace
}  // namespace gx::domain::warning
