// SPDX-License-Identifier: Apache-2.0
// Source: DOMAIN 5.3 (functions, spread of not-applicable weights, rounding, caps), 6.2 (debt bands)
#include "domain/evaluation/judge.hpp"

#include "domain/evaluation/evaluation_test_support.hpp"
#include "domain/evaluation/explanation.hpp"

namespace gx::domain::evaluation {
namespace {

using base::Json;
using test::evaluated;
using test::json;

/// f of a formula over the body numbers n and d, in 1e-6; kNullStored for null.
std::int64_t f_of(const std::string& formula, std::int64_t n, std::int64_t d) {
    Json file = json(R"({"id": "x", "version": "1", "groups": [{"id": "G", "weight": 100}],
        "tables": {"debt": [{"below": 1.20, "is": 1, "name": "green"}, {"below": 2.00, "is": 0.7, "name": "yellow"},
                            {"below": 3.00, "is": 0.4, "name": "orange"}, {"is": 0, "name": "red"}],
                   "by_code": {"3": 0.5}},
        "indicators": [{"id": "L", "group": "G", "weight": 100, "numerator": "n", "denominator": "d"}],
        "aggregate": {"kind": "grouped", "decimals": 2, "maximum": 100}, "grades": [{"grade": "A"}]})");
    file.as_object().find("indicators")->second.as_array()[0].set("f", formula);
    const Scheme scheme = test::scheme_of(file);
    const FactSet facts = test::bodies_only({{.body = "b", .key = "b", .numbers = {{"n", n}, {"d", d}}}}, {"n", "d"});
    const auto evaluation = evaluated(scheme, facts);
    Verdict verdict = evaluation->judge().make_verdict();
    EXPECT_TRUE(evaluation->judge().judge(0, verdict).ok());
    return to_stored(verdict.factors[0], 6).value();
}

struct FunctionCase {
    const char* name;
    const char* formula;
    std::int64_t n;
    std::int64_t d;
    std::int64_t want;
};
class Function : public testing::TestWithParam<FunctionCase> {};

TEST_P(Function, AtItsBoundary) {
    EXPECT_EQ(f_of(GetParam().formula, GetParam().n, GetParam().d), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(, Function, testing::Values(
    //           name               formula                      n    d    f in 1e-6
    FunctionCase{"LinBelow",        "lin(r, 0.80, 1.00)",        79, 100, 0},
    FunctionCase{"LinAtLow",        "lin(r, 0.80, 1.00)",        80, 100, 0},
    FunctionCase{"LinBetween",      "lin(r, 0.80, 1.00)",        96, 100, 800000},
    FunctionCase{"LinAtHigh",       "lin(r, 0.80, 1.00)",       100, 100, 1000000},
    FunctionCase{"LinAbove",        "lin(r, 0.60, 0.95)",       100, 100, 1000000},
    FunctionCase{"InvNone",         "inv(r, 0.30)",               0, 100, 1000000},
    FunctionCase{"InvSome",         "inv(r, 0.30)",               6, 100, 800000},
    FunctionCase{"InvAtMost",       "inv(r, 0.30)",              30, 100, 0},
    FunctionCase{"InvAbove",        "inv(r, 0.30)",              31, 100, 0},
    FunctionCase{"DedNone",         "ded(0 * num)",               3, 100, 1000000},
    FunctionCase{"DedSome",         "ded(2.5 * num)",             1, 100, 975000},
    FunctionCase{"DedAll",          "ded(100 * num)",             1, 100, 0},
    FunctionCase{"DedMoreThanAll",  "ded(101 * num)",             1, 100, 0},
    FunctionCase{"BinYes",          "bin(num)",                   1, 100, 1000000},
    FunctionCase{"BinNo",           "bin(num)",                   0, 100, 0},
    FunctionCase{"DebtGreen",       "step(debt, r)",          11999, 10000, 1000000},
    FunctionCase{"DebtYellowAt120", "step(debt, r)",             12, 10, 700000},
    FunctionCase{"DebtYellow13333", "step(debt, r)",            300, 225, 700000},
    FunctionCase{"DebtOrangeAt200", "step(debt, r)",             20, 10, 400000},
    FunctionCase{"DebtRedAt300",    "step(debt, r)",             30, 10, 0},
    FunctionCase{"StepByCode",      "step(by_code, num)",         3, 10, 500000},
    FunctionCase{"ClampHigh",       "clamp(r, 0.2, 0.9)",         1, 1, 900000},
    FunctionCase{"ClampLow",        "clamp(r, 0.2, 0.9)",         0, 1, 200000},
    FunctionCase{"MinMax",          "min(max(r, 0.3), 0.8)",      1, 10, 300000},
    FunctionCase{"CaseFirst",       "case(num = 1, 0.25, num = 2, 0.5, 1)", 1, 10, 250000},
    FunctionCase{"CaseSecond",      "case(num = 1, 0.25, num = 2, 0.5, 1)", 2, 10, 500000},
    FunctionCase{"CaseElse",        "case(num = 1, 0.25, num = 2, 0.5, 1)", 7, 10, 1000000},
    FunctionCase{"MeanOfTwo",       "mean_nonnull(r, 1)",         1, 2, 750000},
    FunctionCase{"MeanSkipsNull",   "mean_nonnull(r, ratio(1, 0))", 1, 2, 500000},
    FunctionCase{"QuotientDown",    "quotient(num, 2)",           1, 2, 0},
    FunctionCase{"QuotientExact",   "quotient(num, 2)",           2, 2, 1000000},
    FunctionCase{"DivHalfUp",       "div(num, 2)",                1, 2, 1000000}),
    [](const auto& row) { return row.param.name; });

/// Three groups (50, 30, 20) of leaves whose f is a body number in percent; absent = not applicable.
Scheme three_groups() {
    return test::scheme_of(json(R"j({"id": "x", "version": "1",
        "groups": [{"id": "A", "weight": 50}, {"id": "B", "weight": 30}, {"id": "C", "weight": 20}],
        "indicators": [
          {"id": "A1", "group": "A", "weight": 30, "f": "0.01 * a1"}, {"id": "A2", "group": "A", "weight": 20, "f": "0.01 * a2"},
          {"id": "B1", "group": "B", "weight": 30, "f": "0.01 * b1"}, {"id": "C1", "group": "C", "weight": 20, "f": "0.01 * c1"}],
        "aggregate": {"kind": "grouped", "decimals": 2, "maximum": 100},
        "bonus": {"maximum": 5, "lines": [{"id": "plus", "clause": "S-7.2", "points": "plus"}]},
        "caps": [{"id": "V5", "clause": "S-5.5", "at_most": 79.99, "when": "v5 > 0"},
                 {"id": "V1", "clause": "S-5.5", "at_most": 59.99, "when": "v1 > 0"},
                 {"id": "V2", "clause": "S-5.5", "at_most": 69.99, "when": "v2 > 0"}],
        "grades": [{"grade": "N", "when": "score is null"}, {"grade": "E", "below": 60}, {"grade": "D", "below": 70},
                   {"grade": "C", "below": 80}, {"grade": "B", "below": 90}, {"grade": "A"}]})j"));
}

const std::vector<std::string> kNumbers{"a1", "a2", "b1", "c1", "plus", "v1", "v2", "v5"};

FactSet one_body(std::map<std::string, std::int64_t> numbers) {
    return test::bodies_only({{.body = "b", .key = "b", .numbers = std::move(numbers)}}, kNumbers);
}

struct TotalCase {
    const char* name;
    std::map<std::string, std::int64_t> numbers;
    std::int64_t total;  ///< hundredths
    const char* grade;
};
class Total : public testing::TestWithParam<TotalCase> {};

TEST_P(Total, IsExact) {
    const Scheme scheme = three_groups();
    const FactSet facts = one_body(GetParam().numbers);
    const auto evaluation = evaluated(scheme, facts);
    EXPECT_EQ(evaluation->score(0), GetParam().total);
    EXPECT_EQ(evaluation->grade(0), GetParam().grade);
}

INSTANTIATE_TEST_SUITE_P(, Total, testing::Values(
    TotalCase{"AllFull", {{"a1", 100}, {"a2", 100}, {"b1", 100}, {"c1", 100}}, 10000, "A"},
    TotalCase{"Plain", {{"a1", 50}, {"a2", 100}, {"b1", 80}, {"c1", 0}}, 5900, "E"},
    // A2 not applicable: A1 carries the whole 50.
    TotalCase{"LeafSpreadInsideItsGroup", {{"a1", 50}, {"b1", 80}, {"c1", 0}}, 4900, "E"},
    // C not applicable: A and B carry 62.5 and 37.5.
    TotalCase{"GroupSpreadOverTheOthers", {{"a1", 50}, {"a2", 100}, {"b1", 80}}, 7375, "C"},
    TotalCase{"OnlyOneLeafApplies", {{"b1", 33}}, 3300, "E"},
    TotalCase{"NothingApplies", {}, kNullStored, "N"},
    TotalCase{"BonusIsCapped", {{"a1", 50}, {"a2", 100}, {"b1", 80}, {"c1", 0}, {"plus", 9}}, 6400, "D"},
    TotalCase{"TotalStopsAtTheMaximum", {{"a1", 100}, {"a2", 100}, {"b1", 100}, {"c1", 100}, {"plus", 3}}, 10000, "A"},
    TotalCase{"ACapWins", {{"a1", 100}, {"a2", 100}, {"b1", 100}, {"c1", 100}, {"v2", 1}}, 6999, "D"},
    TotalCase{"TheLowestCapWinsWhateverTheOrder",
              {{"a1", 100}, {"a2", 100}, {"b1", 100}, {"c1", 100}, {"v5", 1}, {"v1", 2}, {"v2", 1}}, 5999, "E"},
    TotalCase{"ACapNeverLifts", {{"a1", 50}, {"a2", 100}, {"b1", 80}, {"c1", 0}, {"v5", 1}}, 5900, "E"},
    TotalCase{"CapsComeAfterTheBonus", {{"a1", 100}, {"a2", 100}, {"b1", 100}, {"c1", 0}, {"plus", 5}, {"v5", 1}}, 7999, "C"},
    TotalCase{"NinetyIsA", {{"a1", 100}, {"a2", 100}, {"b1", 100}, {"c1", 50}}, 9000, "A"},
    TotalCase{"EightyIsB", {{"a1", 100}, {"a2", 100}, {"b1", 100}, {"c1", 0}}, 8000, "B"}),
    [](const auto& row) { return row.param.name; });

TEST(Explanation, ItsLinesSumToTheTotal) {
    const Scheme scheme = three_groups();
    const FactSet facts = one_body({{"a1", 37}, {"b1", 81}, {"plus", 2}, {"v2", 1}, {"v5", 1}});
    const auto evaluation = evaluated(scheme, facts);
    const auto explained = explain(*evaluation, 0, 10);
    ASSERT_TRUE(explained.ok());
    std::int64_t leaves = 0;
    std::int64_t groups = 0;
    for (const Json& group : explained->at("groups").as_array()) {
        groups += group.int_at("score").value_or(0);
        for (const Json& leaf : group.at("leaves").as_array()) { leaves += leaf.int_at("score").value_or(0); }
    }
    EXPECT_EQ(leaves, groups);
    EXPECT_EQ(explained->int_at("leaf_sum"), leaves);
    EXPECT_EQ(explained->at("bonus").int_at("sum"), 20000);
    // Leaf scores are 1e-4, totals hundredths: half up of the sum.
    EXPECT_EQ(explained->int_at("before_caps"), (leaves + 20000 + 50) / 100);
    ASSERT_EQ(explained->at("caps").as_array().size(), 2U);
    EXPECT_EQ(explained->int_at("score"), std::min<std::int64_t>(6999, *explained->int_at("before_caps")));
    EXPECT_EQ(explained->at("groups").as_array()[2].at("leaves").as_array()[0].text_or_empty("state"), "not_applicable");
}

TEST(Judge, AFileWithANameThatNobodyKnowsIsRefusedAtItsPlace) {
    Json file = json(R"({"id": "x", "version": "1", "groups": [{"id": "G", "weight": 100}],
        "indicators": [{"id": "L", "group": "G", "weight": 100, "f": "nobody"}],
        "aggregate": {"kind": "grouped"}, "grades": [{"grade": "A"}]})");
    const Scheme scheme = test::scheme_of(file);
    const FactSet facts = one_body({});
    const auto evaluation = Evaluation::run(scheme, facts, test::year_2025(), 1);
    ASSERT_FALSE(evaluation.ok());
    EXPECT_EQ(evaluation.error().reason, "scheme.dangling_name");
    EXPECT_EQ(evaluation.error().where, "/indicators/0/f");
}

TEST(Judge, AnOverflowNamesTheBody) {
    Json file = json(R"({"id": "x", "version": "1", "groups": [{"id": "G", "weight": 100}],
        "indicators": [{"id": "L", "group": "G", "weight": 100, "f": "a1 * a1 * a1"}],
        "aggregate": {"kind": "grouped"}, "grades": [{"grade": "A"}]})");
    const Scheme scheme = test::scheme_of(file);
    const FactSet facts = one_body({{"a1", std::int64_t{1} << 57}});
    const auto evaluation = Evaluation::run(scheme, facts, test::year_2025(), 1);
    ASSERT_FALSE(evaluation.ok());
    EXPECT_EQ(evaluation.error().reason, "evaluation.overflow");
    EXPECT_EQ(evaluation.error().detail, "body b");
}

}  // namespace
}  // namespace gx::domain::evaluation
