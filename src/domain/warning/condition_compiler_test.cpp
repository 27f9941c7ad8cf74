// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "domain/evaluation/row_program.hpp"
#include "domain/warning/condition_compiler.hpp"
#include "domain/warning/warning_test_support.hpp"

namespace gx::domain::warning {
namespace {

using evaluation::Formula;
using evaluation::Horizon;
using evaluation::Table;

Formula formula(const std::string& text) {
    auto parsed = evaluation::parse_expression(text);
    EXPECT_TRUE(parsed.ok()) << text;
    return {.expression = std::move(parsed).value(), .at = "/when"};
}

/// By masks.
std::vector<bool> masked(const Table& table, const Horizon& horizon, const std::string& text) {
    MaskProgram program;
    ConditionCompiler compiler{table, horizon, program};
    const auto node = compiler.condition(formula(text));
    EXPECT_TRUE(node.ok()) << text << ": " << (node.ok() ? "" : node.error().reason + " " + node.error().detail);
    if (!node.ok()) { return {}; }
    compiler.finish();
    std::vector<bool> out;
    for (const LaneTests* tests : {&plain_lane_tests(), &lane_tests()}) {
        std::vector<bool> one;
        MaskProgram::Run run{program, table, *tests};
        for (std::uint32_t row = 0; row < table.rows(); row += kLanes) {
            const std::uint32_t count = std::min(kLanes, table.rows() - row);
            run.start(row, count);
            const Mask& mask = run.mask(*node);
            for (std::uint32_t i = 0; i < count; ++i) { one.push_back((mask[i / 64] >> (i % 64) & 1U) != 0); }
        }
        EXPECT_TRUE(out.empty() || out == one) << text;
        out = std::move(one);
    }
    return out;
}

/// By the row compiler of the schemes.
std::vector<bool> by_rows(const Table& table, const Horizon& horizon, const std::string& text) {
    const std::map<std::string, evaluation::Lookup, std::less<>> lookups;
    evaluation::RowCompiler compiler{table, horizon, lookups};
    const auto value = compiler.condition(formula(text));
    EXPECT_TRUE(value.ok()) << text << ": " << (value.ok() ? "" : value.error().reason + " " + value.error().detail);
    if (!value.ok()) { return {}; }
    const auto program = compiler.finish();
    evaluation::RowProgram::Block block{program};
    std::vector<bool> out;
    for (std::uint32_t row = 0; row < table.rows(); row += evaluation::kLanes) {
        const std::uint32_t count = std::min(evaluation::kLanes, table.rows() - row);
        program.run(block, row, count);
        for (std::uint32_t i = 0; i < count; ++i) { out.push_back(block.narrow(*value)[i] != 0); }
    }
    return out;
}

/// A random condition of the language, over the columns of the test table.
class Phrases {
public:
    explicit Phrases(std::mt19937& dice) : dice_(dice) {}

    std::string condition(int depth) {
        switch (dice_() % (depth > 0 ? 11 : 7)) {
            case 0: return "kind = " + kind();
            case 1: return "party != 'state'";
            case 2: return "party in ('private', 'nobody', 'foreign')";
            case 3: return pick({"done_day is null", "rating is not null", "amount_fen is null", "party is null", "kind is null"});
            case 4:
            case 5:
            case 6: return number(depth) + pick({" = ", " != ", " < ", " <= ", " > ", " >= "}) + (dice_() % 3 == 0 ? number(depth) : literal());
            case 7:
            case 8: return "(" + condition(depth - 1) + ") and (" + condition(depth - 1) + ")";
            case 9: return "(" + condition(depth - 1) + ") or (" + condition(depth - 1) + ")";
            default: return "not (" + condition(depth - 1) + ")";
        }
    }

private:
    std::string pick(const std::vector<std::string>& of) { return of[dice_() % of.size()]; }
    std::string kind() { return pick({"'debt'", "'contract'", "'pledge'", "'unknown'"}); }
    std::string literal() { return pick({"0", "1", "-1", "30", "60", "500", "9999", "as_of", "as_of - 60"}); }
    std::string column() { return pick({"due_day", "done_day", "made_day", "amount_fen", "paid_fen", "rating", "flag"}); }
    std::string number(int depth) {
        if (depth <= 0) { return pick({column(), "as_of - due_day", "due_day - as_of", "-rating", "rating + 5", "done_day - due_day"}); }
        switch (dice_() % 8) {
            case 0: return "case(" + condition(depth - 1) + ", " + number(depth - 1) + ", " + number(depth - 1) + ")";
            case 1: return "case(" + condition(depth - 1) + ", " + number(depth - 1) + ")";
            case 2: return "min(" + column() + ", " + number(depth - 1) + ")";
            case 3: return "max(" + number(depth - 1) + ", " + literal() + ")";
            case 4: return "clamp(" + number(depth - 1) + ", 0, 100)";
            case 5: return "quotient(100 * " + pick({"paid_fen", "rating"}) + ", " + pick({"amount_fen", "rating - 50", "7", "flag"}) + ")";
            case 6: return "(" + column() + " - " + column() + ")";
            default: return column();
        }
    }

    std::mt19937& dice_;
};

TEST(ConditionCompiler, AgreesWithTheRowCompilerOnRandomConditions) {
    std::mt19937 dice{20'251};
    const auto facts = test::random_facts(7, 160, dice);
    const Table& table = facts.tables[0];
    ASSERT_GT(table.rows(), kLanes);
    const auto horizon = test::year_2025();
    Phrases phrases{dice};
    int mixed = 0;
    for (int i = 0; i < 1'500; ++i) {
        const std::string text = phrases.condition(3);
        if (text.size() > 1'900) { continue; }
        const auto expected = by_rows(table, horizon, text);
        ASSERT_EQ(masked(table, horizon, text), expected) << text;
        const auto hits = std::count(expected.begin(), expected.end(), true);
        if (hits > 0 && hits < static_cast<std::ptrdiff_t>(expected.size())) { ++mixed; }
    }
    EXPECT_GT(mixed, 500);
}

TEST(ConditionCompiler, TestsTheColumnInsteadOfADifference) {
    std::mt19937 dice{1};
    const auto facts = test::random_facts(3, 50, dice);
    const auto horizon = test::year_2025();
    MaskProgram program;
    ConditionCompiler compiler{facts.tables[0], horizon, program};
    ASSERT_TRUE(compiler.define("open", formula("done_day is null")).ok());
    ASSERT_TRUE(compiler.define("overdue", formula("case(open and due_day < as_of, as_of - due_day, 0)")).ok());
    const auto long_overdue = compiler.condition(formula("overdue > 60"));
    ASSERT_TRUE(long_overdue.ok());
    // Not done, and due before a day: two tests of columns.
    const MaskNode& node = program.node(*long_overdue);
    ASSERT_EQ(node.op, MaskOp::And);
    ASSERT_EQ(node.children.size(), 2U);
    const auto banded = compiler.condition(formula("overdue > 30 and overdue <= 60"));
    ASSERT_TRUE(banded.ok());
    EXPECT_EQ(program.node(*banded).children.size(), 2U);
    EXPECT_EQ(*compiler.condition(formula("overdue > 30 and overdue < 20")), MaskProgram::kNone);
    EXPECT_EQ(*compiler.condition(formula("kind = 'debt' and kind = 'contract'")), MaskProgram::kNone);
    EXPECT_EQ(*compiler.condition(formula("60 < overdue")), *long_overdue);
}

struct Refusal {
    const char* formula;
    const char* reason;
};

class ConditionRefusals : public testing::TestWithParam<Refusal> {};

TEST_P(ConditionRefusals, NameTheFault) {
    std::mt19937 dice{1};
    const auto facts = test::random_facts(2, 20, dice);
    const auto horizon = test::year_2025();
    MaskProgram program;
    ConditionCompiler compiler{facts.tables[0], horizon, program};
    const auto refused = compiler.condition(formula(GetParam().formula));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().reason, GetParam().reason);
    EXPECT_EQ(refused.error().where, "/when");
}

INSTANTIATE_TEST_SUITE_P(ConditionCompiler, ConditionRefusals,
                         testing::Values(Refusal{"weight > 1", "scheme.unknown_column"}, Refusal{"kind > 'debt'", "scheme.type"},
                                         Refusal{"kind = 3", "scheme.type"}, Refusal{"rating = 'debt'", "scheme.type"},
                                         Refusal{"rating < 0.5", "scheme.number"}, Refusal{"div(rating, 2) > 1", "scheme.unknown_node"},
                                         Refusal{"step(points, rating) > 1", "scheme.unknown_node"},
                                         Refusal{"quotient(rating) > 1", "scheme.unknown_node"},
                                         Refusal{"amount_fen * paid_fen * amount_fen * paid_fen * amount_fen * amount_fen > 1",
                                                 "evaluation.overflow"}));

TEST(ConditionCompiler, RefusesANameGivenTwice) {
    std::mt19937 dice{1};
    const auto facts = test::random_facts(2, 20, dice);
    const auto horizon = test::year_2025();
    MaskProgram program;
    ConditionCompiler compiler{facts.tables[0], horizon, program};
    EXPECT_TRUE(compiler.define("late", formula("done_day > due_day")).ok());
    EXPECT_EQ(compiler.define("late", formula("1 = 1")).error().reason, "scheme.duplicate_name");
    EXPECT_EQ(compiler.define("rating", formula("1 = 1")).error().reason, "scheme.duplicate_name");
}

TEST(ConditionCompiler, RefusesFormulasThatGrowWithoutEnd) {
    std::mt19937 dice{1};
    const auto facts = test::random_facts(2, 20, dice);
    const auto horizon = test::year_2025();
    MaskProgram program;
    ConditionCompiler compiler{facts.tables[0], horizon, program};
    ASSERT_TRUE(compiler.define("x0", formula("rating - flag")).ok());
    std::string reason;
    for (int i = 1; i < 40 && reason.empty(); ++i) {
        const std::string before = "x" + std::to_string(i - 1);
        const auto done = compiler.define("x" + std::to_string(i), formula("min(" + before + " - 1, " + before + " - 2)"));
        if (!done.ok()) { reason = done.error().reason; }
    }
    EXPECT_EQ(reason, "warning.too_large");
}

}  // namespace
}  // namespace gx::domain::warning
