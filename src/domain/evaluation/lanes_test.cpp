// SPDX-License-Identifier: Apache-2.0
// The fast ways against the plain ones: lanes against the exact judge, packed words against a loop over rows.
#include <array>
#include <random>

#include "domain/evaluation/evaluation_test_support.hpp"
#include "domain/evaluation/measure_pass.hpp"

namespace gx::domain::evaluation {
namespace {

using test::evaluated;
using test::json;
using test::Row;

/// Every operation over bodies, halves of weights, a bonus, caps: all in whole numbers.
Scheme of_everything() {
    return test::scheme_of(json(R"j({"id": "x", "version": "1",
        "values": [{"both": "a + b"}, {"rest": "a - b"}, {"product": "a * b"}, {"flag": "a > b or not c >= 0 and a is null"}],
        "indicators": [
            {"id": "i1", "weight": 12.5, "value": "div(both, c)"},
            {"id": "i2", "weight": 27.25, "value": "clamp(product, 0 - 50000, 5000)"},
            {"id": "i3", "weight": 20, "value": "max(rest, c, 0 - 7)"},
            {"id": "i4", "weight": 30, "value": "case(flag, a, b = c, b, c < 4, null, class in ('T'), 12, c - 1)"},
            {"id": "i5", "weight": 10.25, "value": "clamp(product, 0, 10000)"}],
        "aggregate": {"kind": "mean_nonnull", "when": "c is not null", "maximum": 100000},
        "bonus": {"maximum": 300, "lines": [{"id": "b1", "clause": "x", "points": "min(a, 400)"}, {"id": "b2", "clause": "x", "points": "b"}]},
        "caps": [{"id": "K1", "clause": "x", "at_most": 4000, "when": "a > 1000"}, {"id": "K2", "clause": "x", "at_most": 50, "when": "class = 'T'"}],
        "grades": [{"grade": "N", "when": "score is null"}, {"grade": "D", "when": "flag"}, {"grade": "B", "below": 3000},
                   {"grade": "A"}],
        "ranks": [{"id": "rank", "of": "score", "rated": "rated"}],
        "outputs": [{"id": "bodies", "rows": "bodies", "columns":
            ["body", "i1", "i2", "i3", "i4", "i5", {"header": "cents", "is": "clamp(c, 0 - 100, 100)", "decimals": 2}, "score", "grade", "rank"]}]})j"));
}

TEST(BodyLanes, BodiesJudgedSideBySideHaveTheNumbersOfTheExactJudge) {
    std::mt19937_64 random{20'210'125};
    constexpr std::array<std::int64_t, 9> kOdd{0,
                                               1,
                                               -1,
                                               3,
                                               1'000'000'007,
                                               -40'000,
                                               std::int64_t{1} << 40,
                                               (std::int64_t{1} << 61) - 1,
                                               -(std::int64_t{1} << 61) - 12};
    std::vector<Row> bodies;
    for (int i = 0; i < 300; ++i) {
        Row row{.body = "B" + std::to_string(1000 + i), .key = "B" + std::to_string(1000 + i)};
        row.texts["class"] = i % 5 == 0 ? "T" : "D";
        for (const char* name : {"a", "b", "c"}) {
            const auto kind = random() % 4;
            if (kind == 0) { continue; }  // null
            row.numbers[name] = kind == 1 && i % 3 == 0 ? kOdd[random() % kOdd.size()]
                                                        : static_cast<std::int64_t>(random() % 3'000) - 500;
        }
        bodies.push_back(row);
    }
    const Scheme scheme = of_everything();
    FactSet facts = test::bodies_only(bodies, {"a", "b", "c"});
    // What does not fit 128 bits in the end is an error of the whole run; here everything fits.
    const auto evaluation = evaluated(scheme, facts);
    ASSERT_NE(evaluation, nullptr);
    ASSERT_TRUE(evaluation->judge().has_lanes());
    const auto table = evaluation->table(0, 1);
    ASSERT_TRUE(table.ok());
    Verdict exact = evaluation->judge().make_verdict();
    LaneVerdict lanes = evaluation->judge().make_lane_verdict();
    int escaped = 0;
    for (std::uint32_t body = 0; body < facts.bodies.size(); ++body) {
        if (body % kBodyLanes == 0) {
            evaluation->judge().judge_lanes(body, std::min(kBodyLanes, facts.bodies.size() - body), lanes);
        }
        escaped += lanes.block.escaped(body % kBodyLanes) ? 1 : 0;
        ASSERT_TRUE(evaluation->judge().judge(body, exact).ok());
        EXPECT_EQ(evaluation->score(body), to_stored(exact.score, 0).value()) << body;
        EXPECT_EQ(evaluation->grade(body), evaluation->judge().grade_labels().texts[exact.grade]) << body;
        EXPECT_EQ(evaluation->caps(body).size(),
                  static_cast<std::size_t>(std::count(exact.caps.begin(), exact.caps.end(), true)));
        for (std::size_t leaf = 0; leaf < exact.factors.size(); ++leaf) {
            EXPECT_EQ(table->columns[leaf + 1].values[body], to_stored(exact.factors[leaf], 0).value())
                << body << " leaf " << leaf;
        }
    }
    EXPECT_GT(escaped, 0);
    EXPECT_LT(escaped, 250);
}

TEST(BodyLanes, ASchemeOfFractionsIsJudgedExactly) {
    base::Json file = json(R"j({"id": "x", "version": "1",
        "indicators": [{"id": "i1", "weight": 100, "value": "100 * ratio(a, b)"}],
        "aggregate": {"kind": "mean_nonnull"}, "grades": [{"grade": "A"}],
        "outputs": [{"id": "bodies", "rows": "bodies", "columns": ["body", {"header": "i1", "is": "i1", "decimals": 2}, "score"]}]})j");
    const Scheme scheme = test::scheme_of(file);
    const FactSet facts = test::bodies_only(
        {{.body = "x", .key = "x", .numbers = {{"a", 1}, {"b", 3}}, .texts = {{"class", "D"}}}}, {"a", "b"});
    const auto evaluation = evaluated(scheme, facts);
    EXPECT_FALSE(evaluation->judge().has_lanes());
    EXPECT_EQ(to_csv(evaluation->table(0, 1).value()), "body,i1,score\nx,33.33,33\n");
}

/// Measures of every kind: small and large, negative, null, more of them than words are unrolled for.
TEST(MeasurePass, PackedSumsAreThoseOfALoopOverTheRows) {
    const Scheme scheme = test::scheme_of(json(R"j({"id": "x", "version": "1",
        "facts": [{"id": "f", "table": "t", "where": "skip != 'y'",
                   "values": [{"many": "small > 5"}, {"odd": "code in ('c1', 'c3', 'c5')"}]}],
        "measures": [{"of": "f", "by": "code", "columns": [
            {"n": "count()"}, {"n_many": "count(many)"}, {"n_odd": "count(odd and many)"}, {"n_none": "count(wide is null)"},
            {"s": "sum(small)"}, {"s_many": "sum(small, many)"}, {"w": "sum(wide)"}, {"w_many": "sum(wide, many)"},
            {"neg": "sum(0 - small)"}, {"least": "sum(min(wide, small))"}, {"m1": "sum(wide + 1)"}, {"m2": "sum(wide - 2)"},
            {"m3": "sum(3 * wide)"}, {"m4": "sum(wide + 4)"}, {"m5": "sum(wide - 5)"}, {"m6": "sum(wide + 6)"},
            {"m7": "sum(wide - 7)"}, {"m8": "sum(wide + 8)"}, {"m9": "sum(wide - 9)"}]}],
        "indicators": [{"id": "i", "weight": 100, "value": "n"}], "aggregate": {"kind": "mean_nonnull"}, "grades": [{"grade": "A"}],
        "outputs": []})j"));
    std::mt19937_64 random{7};
    std::vector<Row> rows;
    std::vector<Row> bodies;
    for (int body = 0; body < 40; ++body) {
        const std::string key = "B" + std::to_string(100 + body);
        bodies.push_back({.body = key, .key = key, .numbers = {}, .texts = {{"class", "D"}}});
        const auto count = body % 7 == 0 ? 0U : random() % (body % 5 == 0 ? 700U : 40U);
        for (std::uint64_t i = 0; i < count; ++i) {
            Row row{.body = key, .key = "R" + std::to_string(rows.size())};
            if (random() % 9 != 0) { row.numbers["small"] = static_cast<std::int64_t>(random() % 12); }
            if (random() % 4 != 0) {
                row.numbers["wide"] = static_cast<std::int64_t>(random() % 2'000'000'000'000) - 1'000'000'000;
            }
            if (random() % 11 != 0) { row.texts["code"] = "c" + std::to_string(random() % (body % 3 == 0 ? 300 : 6)); }
            row.texts["skip"] = random() % 8 == 0 ? "y" : "n";
            rows.push_back(row);
        }
    }
    FactSet facts = test::bodies_only(bodies, {});
    facts.tables.push_back(test::table_of("t",
                                          {{"small", ColumnKind::Small},
                                           {"wide", ColumnKind::Whole},
                                           {"code", ColumnKind::Code},
                                           {"skip", ColumnKind::Code}},
                                          facts.bodies, rows));
    const auto pass = MeasurePass::bind(scheme, scheme.measures.front(), facts, test::year_2025());
    ASSERT_TRUE(pass.ok()) << pass.error().reason << pass.error().detail;
    MeasureBlock block;
    pass->prepare(block);
    pass->run(block, 0, facts.bodies.size());

    const Column& codes = *facts.find("t")->find("code");
    std::vector<std::int64_t> expected(static_cast<std::size_t>(facts.bodies.size()) * block.codes * block.width, 0);
    for (const Row& row : rows) {
        if (row.texts.at("skip") == "y") { continue; }
        const auto body = *facts.bodies.find(row.body);
        const auto code = row.texts.contains("code") ? *codes.dictionary.find(row.texts.at("code")) : block.codes - 1;
        std::int64_t* cell = expected.data() + block.at(body, code) * block.width;
        const bool has_small = row.numbers.contains("small");
        const bool has_wide = row.numbers.contains("wide");
        const std::int64_t small = has_small ? row.numbers.at("small") : 0;
        const std::int64_t wide = has_wide ? row.numbers.at("wide") : 0;
        const bool many = has_small && small > 5;
        const std::string name = row.texts.contains("code") ? row.texts.at("code") : "";
        const bool odd = name == "c1" || name == "c3" || name == "c5";
        const std::array<std::int64_t, 20> values{1,
                                                  1,
                                                  many,
                                                  odd && many,
                                                  !has_wide,
                                                  small,
                                                  many ? small : 0,
                                                  wide,
                                                  many ? wide : 0,
                                                  -small,
                                                  has_small && has_wide ? std::min(small, wide) : 0,
                                                  has_wide ? wide + 1 : 0,
                                                  has_wide ? wide - 2 : 0,
                                                  3 * wide,
                                                  has_wide ? wide + 4 : 0,
                                                  has_wide ? wide - 5 : 0,
                                                  has_wide ? wide + 6 : 0,
                                                  has_wide ? wide - 7 : 0,
                                                  has_wide ? wide + 8 : 0,
                                                  has_wide ? wide - 9 : 0};
        ASSERT_EQ(values.size(), block.width);
        for (std::size_t m = 0; m < values.size(); ++m) { cell[m] += values[m]; }
    }
    for (std::uint32_t body = 0; body < facts.bodies.size(); ++body) {
        for (std::uint32_t code = 0; code < block.codes; ++code) {
            const std::int64_t* want = expected.data() + block.at(body, code) * block.width;
            ASSERT_EQ(block.present[block.at(body, code)], want[0] > 0 ? 1 : 0);
            for (std::uint32_t m = 0; m < block.width; ++m) {
                ASSERT_EQ(block.cell(body, code)[m], want[m])
                    << "body " << body << " code " << code << " measure " << m;
            }
        }
    }
}

TEST(Table, ColumnsThatAreClusteredAlreadyMakeTheTableOfABuilder) {
    std::vector<TableBuilder> builders;
    builders.emplace_back(std::vector<ColumnDef>{{"kind", ColumnKind::Code}, {"fen", ColumnKind::Whole}});
    for (const auto& [own, key, fen] : {std::tuple{1U, 1, 5}, std::tuple{0U, 2, -7}, std::tuple{1U, 3, 9}}) {
        builders[0].begin_row(own, std::int64_t{key});
        builders[0].code(0, key == 2 ? "b" : "a");
        builders[0].whole(1, fen);
    }
    const Table built = Table::freeze("t", builders, 3, 1).value();
    std::vector<Column> columns(2);
    columns[0].def = {"kind", ColumnKind::Code};
    columns[0].dictionary.texts = {"a", "b"};
    columns[0].code8 = {1, 0, 0};
    columns[1].def = {"fen", ColumnKind::Whole};
    columns[1].wide = {-7, 5, 9};
    const Table made = Table::of_columns("t", std::move(columns), {1, 2, 0}, {2, 1, 3}, 1).value();
    ASSERT_EQ(made.rows(), built.rows());
    for (std::uint32_t row = 0; row < 3; ++row) {
        EXPECT_EQ(made.key(row), built.key(row));
        EXPECT_EQ(made.columns()[0].text(row), built.columns()[0].text(row));
        EXPECT_EQ(made.columns()[1].value(row), built.columns()[1].value(row));
    }
    for (std::uint32_t body = 0; body < 3; ++body) { EXPECT_EQ(made.segment(body).begin, built.segment(body).begin); }
    EXPECT_EQ(made.columns()[1].low, built.columns()[1].low);
    EXPECT_EQ(made.columns()[1].high, built.columns()[1].high);
    EXPECT_FALSE(made.columns()[1].has_null);
}

}  // namespace
}  // namespace gx::domain::evaluation
