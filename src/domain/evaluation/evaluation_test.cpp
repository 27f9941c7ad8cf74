// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/evaluation.hpp"

#include <random>

#include "domain/evaluation/evaluation_test_support.hpp"
#include "domain/evaluation/explanation.hpp"

namespace gx::domain::evaluation {
namespace {

using test::evaluated;
using test::json;
using test::Row;

Scheme ranked(int sample_min) {
    base::Json file = json(R"j({"id": "x", "version": "1", "groups": [{"id": "G", "weight": 100}],
        "indicators": [{"id": "L", "group": "G", "weight": 100, "f": "0.01 * points"}],
        "aggregate": {"kind": "grouped", "decimals": 2}, "grades": [{"grade": "A"}],
        "bodies": "class != 'OTHER'",
        "ranks": [{"id": "rank", "of": "score", "within": "class", "rated": "rated", "order": ["lost"]}],
        "outputs": [{"id": "bodies", "rows": "bodies",
                     "columns": ["body", "class", {"header": "total", "is": "score", "decimals": 2}, "lost", "rank", "rated"],
                     "order": ["-total"]}]})j");
    file.as_object().find("ranks")->second.as_array()[0].set("sample_min", sample_min);
    return test::scheme_of(file);
}

Row body(const std::string& key, const std::string& kind, std::int64_t points, std::int64_t lost = 0) {
    return {.body = key, .key = key, .numbers = {{"points", points}, {"lost", lost}}, .texts = {{"class", kind}}};
}

TEST(Ranks, EqualScoresShareARankAndTheNextIsLeftOut) {
    const Scheme scheme = ranked(1);
    const FactSet facts = test::bodies_only({body("a", "DEPT", 90), body("b", "DEPT", 80, 2), body("c", "DEPT", 80, 1),
                                             body("d", "DEPT", 70), body("e", "TOWN", 10), body("f", "OTHER", 99)},
                                            {"points", "lost"});
    const auto evaluation = evaluated(scheme, facts);
    std::vector<std::uint32_t> places;
    for (std::uint32_t i = 0; i < 6; ++i) { places.push_back(evaluation->place(0, i)); }
    EXPECT_EQ(places, (std::vector<std::uint32_t>{1, 2, 2, 4, 1, 0}));
    EXPECT_EQ(evaluation->rated(0, 0), 4U);
    EXPECT_EQ(evaluation->peer_group_name(0, 4), "TOWN");
    // The tie-break orders the list; the shared rank stays.
    EXPECT_EQ(evaluation->shown_order(0, evaluation->peer_group(0, 0)), (std::vector<std::uint32_t>{0, 2, 1, 3}));
    EXPECT_EQ(to_csv(evaluation->table(0, 1).value()),
              "body,class,total,lost,rank,rated\na,DEPT,90.00,0,1,4\nb,DEPT,80.00,2,2,4\nc,DEPT,80.00,1,2,4\n"
              "d,DEPT,70.00,0,4,4\ne,TOWN,10.00,0,1,1\n");
}

TEST(Ranks, AGroupBelowTheMinimumSampleIsNotRanked) {
    const Scheme scheme = ranked(3);
    const FactSet facts = test::bodies_only({body("a", "DEPT", 90), body("b", "DEPT", 80), body("c", "DEPT", 70),
                                             body("d", "TOWN", 60), body("e", "TOWN", 50)}, {"points", "lost"});
    const auto evaluation = evaluated(scheme, facts);
    EXPECT_EQ(evaluation->place(0, 2), 3U);
    EXPECT_EQ(evaluation->place(0, 3), 0U);
    EXPECT_EQ(evaluation->rated(0, 3), 2U);
}

/// A scheme over random duties with everything that can differ between a full pass and one body.
Scheme of_duties() {
    return test::scheme_of(json(R"j({"id": "x", "version": "1",
        "tables": {"points": {"a": 1, "b": 3}},
        "facts": [{"id": "duty", "table": "obligation", "where": "status != 'void'", "known_by": "made_day",
                   "ended_by": ["end_day"],
                   "values": [{"late": "done_day > due_day or done_day is null and due_day < as_of"},
                              {"delay": "clamp(case(done_day is null, as_of, done_day) - due_day, 0, 365)"}]}],
        "measures": [{"of": "duty", "by": "kind", "columns": [
            {"n": "count()"}, {"n_late": "count(late)"}, {"fen": "sum(amount_fen)"}, {"fen_late": "sum(amount_fen, late)"},
            {"delay_days": "sum(delay)"}, {"points": "sum(step(points, kind), late)"}]}],
        "indicators": [
            {"id": "i1", "weight": 50, "value": "div(10000 * (n - n_late), n)"},
            {"id": "i2", "weight": 30, "value": "div(10000 * (fen[a, b] - fen_late[a, b]), fen[a, b])"},
            {"id": "i3", "weight": 20, "value": "10000 - min(10000, div(10000 * delay_days, 30 * n))"}],
        "aggregate": {"kind": "mean_nonnull", "when": "n >= 2"},
        "grades": [{"grade": "N", "when": "score is null"}, {"grade": "B", "below": 5000}, {"grade": "A"}],
        "ranks": [{"id": "rank", "of": "score", "within": "class", "rated": "rated", "sample_min": 2}],
        "roll_up": {"columns": [{"bodies": "count()"}, {"rated_below": "count(score is not null)"},
                                {"due": "sum(n)"}, {"mean_score": "mean(score)"}]},
        "outputs": [
            {"id": "cells", "rows": "duty", "columns": ["body", "kind", "n", "n_late", "fen", "delay_days", "points"]},
            {"id": "bodies", "rows": "bodies", "columns": ["body", "n", "i1", "i2", "i3", "score", "grade", "rank", "rated"]},
            {"id": "divisions", "rows": "divisions", "columns": ["division", "bodies", "rated_below", "due", "mean_score"]}]})j"));
}

const std::vector<ColumnDef> kDutyColumns{
    {"kind", ColumnKind::Code}, {"status", ColumnKind::Code}, {"made_day", ColumnKind::Day}, {"due_day", ColumnKind::Day},
    {"done_day", ColumnKind::Day}, {"end_day", ColumnKind::Day}, {"amount_fen", ColumnKind::Whole}};

class RandomCounty {
public:
    explicit RandomCounty(std::uint64_t seed) : random_(seed) {}

    std::int64_t up_to(std::int64_t limit) { return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(limit)); }

    Row duty(const std::string& of_body) {
        const std::int64_t today = test::year_2025().as_of.days();
        Row row{.body = of_body, .key = "D" + std::to_string(++last_)};
        const std::int64_t made = today - up_to(700) + 30;
        const std::int64_t due = made + up_to(300);
        row.numbers = {{"made_day", made}, {"due_day", due}, {"amount_fen", up_to(1'000'000'000)}};
        if (up_to(3) != 0) { row.numbers["done_day"] = due - 60 + up_to(120); }
        if (up_to(9) == 0) { row.numbers["end_day"] = made + up_to(900); }
        row.texts = {{"kind", std::string(1, static_cast<char>('a' + up_to(3)))}, {"status", up_to(20) == 0 ? "void" : "open"}};
        return row;
    }
    std::vector<Row> duties(const std::string& of_body, std::int64_t most) {
        std::vector<Row> rows;
        for (std::int64_t i = up_to(most); i > 0; --i) { rows.push_back(duty(of_body)); }
        return rows;
    }

private:
    std::mt19937_64 random_;
    int last_ = 0;
};

FactSet county_of(const std::vector<std::vector<Row>>& duties) {
    std::vector<Row> bodies;
    std::vector<Row> all;
    for (std::size_t i = 0; i < duties.size(); ++i) {
        bodies.push_back(body("B" + std::to_string(100 + i), i % 3 == 0 ? "TOWN" : "DEPT", 0));
        all.insert(all.end(), duties[i].begin(), duties[i].end());
    }
    FactSet facts = test::bodies_only(bodies, {"points", "lost"});
    facts.divisions.index = KeyIndex::make({"1", "2", "3"}).value();
    facts.divisions.parent = {0, 0, 1};
    for (std::uint32_t i = 0; i < facts.bodies.size(); ++i) { facts.body_division.push_back(i % 3); }
    facts.tables.push_back(test::table_of("obligation", kDutyColumns, facts.bodies, all));
    return facts;
}

std::string all_tables(const Evaluation& evaluation) {
    std::string out;
    for (std::size_t i = 0; i < evaluation.scheme().outputs.size(); ++i) { out += to_csv(evaluation.table(i, 2).value()); }
    return out;
}

TEST(Evaluation, OneBodyAfterTheOtherGivesTheBytesOfAFullPass) {
    constexpr std::uint64_t kSeed = 20'250'101;
    RandomCounty random{kSeed};
    const Scheme scheme = of_duties();
    std::vector<std::vector<Row>> duties;
    for (int i = 0; i < 40; ++i) { duties.push_back(random.duties("B" + std::to_string(100 + i), 40)); }
    FactSet kept = county_of(duties);
    const auto incremental = evaluated(scheme, kept, 2);
    for (int change = 0; change < 300; ++change) {
        const auto number = static_cast<std::uint32_t>(random.up_to(40));
        duties[number] = random.duties("B" + std::to_string(100 + number), change % 50 == 0 ? 90 : 40);
        TableBuilder rows{kDutyColumns};
        for (const Row& row : duties[number]) { test::append(rows, number, row); }
        ASSERT_TRUE(kept.find("obligation")->replace_body(number, rows).ok());
        ASSERT_TRUE(incremental->update_body(number).ok());
        if (change % 10 != 0) { continue; }
        const FactSet fresh = county_of(duties);
        const auto full = evaluated(scheme, fresh, change % 20 == 0 ? 1 : 3);
        ASSERT_EQ(all_tables(*incremental), all_tables(*full)) << "seed " << kSeed << " change " << change;
    }
}

TEST(Evaluation, AValueNeverSeenBeforeAsksForARebuild) {
    RandomCounty random{7};
    std::vector<std::vector<Row>> duties;
    for (int i = 0; i < 3; ++i) { duties.push_back(random.duties("B" + std::to_string(100 + i), 30)); }
    FactSet facts = county_of(duties);
    const auto refused = [&](Row row) {
        TableBuilder rows{kDutyColumns};
        test::append(rows, 0, row);
        const auto done = facts.find("obligation")->replace_body(0, rows);
        return !done.ok() && done.error().reason == "evaluation.rebuild_needed";
    };
    Row known = random.duty("B100");
    EXPECT_FALSE(refused(known));
    Row new_code = known;
    new_code.texts["kind"] = "z";
    EXPECT_TRUE(refused(new_code));
    Row huge = known;
    huge.numbers["amount_fen"] = std::int64_t{1} << 60;
    EXPECT_TRUE(refused(huge));
    Row null = known;
    null.numbers.erase("made_day");
    EXPECT_TRUE(refused(null));
}

TEST(Evaluation, AnUnknownColumnOrTableIsRefusedAtItsPlace) {
    FactSet facts = county_of({{}});
    for (const auto& [from, to, reason, where] : {
             std::array<std::string, 4>{"\"obligation\"", "\"obligations\"", "scheme.unknown_table", "/facts/0/table"},
             std::array<std::string, 4>{"made_day", "maid_day", "scheme.unknown_column", "/facts/0/known_by"},
             std::array<std::string, 4>{"status != 'void'", "status > 'void'", "scheme.type", "/facts/0/where"},
             std::array<std::string, 4>{"sum(amount_fen)", "sum(kind)", "scheme.type", "/measures/0/columns/2/fen"}}) {
        std::string text = R"j({"id": "x", "version": "1",
            "facts": [{"id": "duty", "table": "obligation", "where": "status != 'void'", "known_by": "made_day"}],
            "measures": [{"of": "duty", "columns": [{"n": "count()"}, {"m": "count()"}, {"fen": "sum(amount_fen)"}]}],
            "indicators": [{"id": "i1", "weight": 100, "value": "n"}],
            "aggregate": {"kind": "mean_nonnull"}, "grades": [{"grade": "A"}]})j";
        ASSERT_TRUE(evaluated(test::scheme_of(json(text)), facts) != nullptr);
        text.replace(text.find(from), from.size(), to);
        const Scheme scheme = test::scheme_of(json(text));
        const auto evaluation = Evaluation::run(scheme, facts, test::year_2025(), 1);
        ASSERT_FALSE(evaluation.ok()) << to;
        EXPECT_EQ(evaluation.error().reason, reason) << to;
        EXPECT_EQ(evaluation.error().where, where) << to;
    }
}

TEST(Explanation, RowsThatCostPointsComeFirstAndPagesAreBounded) {
    base::Json file = json(R"j({"id": "x", "version": "1",
        "facts": [{"id": "duty", "table": "obligation", "values": [{"late": "done_day > due_day"}]}],
        "measures": [{"of": "duty", "columns": [{"n": "count()"}, {"n_late": "count(late)"}]}],
        "groups": [{"id": "G", "weight": 100}],
        "indicators": [{"id": "L", "group": "G", "weight": 100, "numerator": "n - n_late", "denominator": "n", "f": "lin(r, 0, 1)",
                        "rows": [{"fact": "duty", "kept": "not late", "entity": "obligation"}]}],
        "aggregate": {"kind": "grouped", "decimals": 2}, "grades": [{"grade": "A"}]})j");
    std::vector<Row> rows;
    for (int i = 0; i < 600; ++i) {
        rows.push_back({.body = "B100", .key = "D" + std::to_string(1000 + i), .numbers = {{"due_day", 10}, {"done_day", i == 300 ? 11 : 9}}});
    }
    const Scheme scheme = test::scheme_of(file);
    FactSet facts = county_of({rows});
    const auto evaluation = evaluated(scheme, facts);
    const auto page = rows_behind(*evaluation, 0, RowsOf::Leaf, "L", 0, 2);
    ASSERT_TRUE(page.ok());
    EXPECT_EQ(page->total, 600U);
    EXPECT_EQ(page->lost, 1U);
    ASSERT_EQ(page->rows.size(), 2U);
    EXPECT_EQ(page->rows[0].key, "D1300");
    EXPECT_FALSE(page->rows[0].kept);
    EXPECT_EQ(page->rows[1].key, "D1000");
    EXPECT_EQ(rows_behind(*evaluation, 0, RowsOf::Leaf, "L", 598, 50)->rows.size(), 2U);
    EXPECT_TRUE(rows_behind(*evaluation, 0, RowsOf::Leaf, "L", 9'999, 50)->rows.empty());
    EXPECT_EQ(rows_behind(*evaluation, 0, RowsOf::Leaf, "M", 0, 2).error().reason, "evaluation.leaf_unknown");
    const auto explained = explain(*evaluation, 0, 5);
    ASSERT_TRUE(explained.ok());
    const base::Json& leaf = explained->at("groups").as_array()[0].at("leaves").as_array()[0];
    EXPECT_EQ(leaf.int_at("numerator"), 599);
    EXPECT_EQ(leaf.int_at("denominator"), 600);
    EXPECT_EQ(leaf.text_or_empty("f"), "599/600");
    EXPECT_EQ(leaf.at("rows").as_array().size(), 5U);
}

}  // namespace
}  // namespace gx::domain::evaluation
