// SPDX-License-Identifier: Apache-2.0
// The reference evaluation on a small generated county; the expected files were made by another program.
#include "domain/evaluation/column_csv.hpp"
#include "domain/evaluation/evaluation_test_support.hpp"

namespace gx::domain::evaluation {
namespace {

using test::file_text;
using test::json;

const std::string kData = "tests/fixtures/evaluation/reference/";

class Reference : public testing::Test {
protected:
    Reference() : scheme_(test::scheme_of(json(file_text("tests/fixtures/evaluation/schemes/reference.json")))) {
        const base::Json file = json(file_text("tests/fixtures/evaluation/schemes/columns.json"));
        for (const base::Json& each : file.at("layouts").as_array()) {
            layouts_.push_back(ColumnLayout::from_json(each).value());
            texts_[layouts_.back().file] = file_text(kData + layouts_.back().file);
        }
        horizon_.as_of = base::Date::parse("2026-06-30").value();
    }
    base::Result<FactSet> load(unsigned threads) const {
        std::map<std::string, std::string_view> views;
        for (const auto& [name, text] : texts_) { views[name] = text; }
        return load_columns(layouts_, views, threads);
    }

    Scheme scheme_;
    std::vector<ColumnLayout> layouts_;
    std::map<std::string, std::string> texts_;
    Horizon horizon_;
};

TEST_F(Reference, GivesTheSameBytesAsTheIndependentProgramOnAnyNumberOfThreads) {
    for (const unsigned threads : {1U, 2U, 5U}) {
        const auto facts = load(threads);
        ASSERT_TRUE(facts.ok());
        const auto evaluation = Evaluation::run(scheme_, *facts, horizon_, threads);
        ASSERT_TRUE(evaluation.ok()) << evaluation.error().detail << evaluation.error().where;
        for (std::size_t i = 0; i < scheme_.outputs.size(); ++i) {
            const auto table = (*evaluation)->table(i, threads);
            ASSERT_TRUE(table.ok());
            EXPECT_EQ(to_csv(*table), file_text("tests/golden/evaluation/reference/" + table->id + ".csv")) << table->id;
        }
    }
}

TEST_F(Reference, ObligationColumnsStayWithinSixtyFourBytesARow) {
    const auto facts = load(1);
    ASSERT_TRUE(facts.ok());
    EXPECT_LE(facts->find("obligation")->bytes_per_row(), 64U);
}

TEST_F(Reference, OtherWeightsPointsAndCutOffsAreReadFromTheFile) {
    base::Json file = json(file_text("tests/fixtures/evaluation/schemes/reference.json"));
    for (base::Json& grade : file.as_object().find("grades")->second.as_array()) {
        if (grade.text_or_empty("grade") == "AA") { grade.set("below", 10001); }
    }
    const Scheme scheme = test::scheme_of(file);
    const auto facts = load(1);
    ASSERT_TRUE(facts.ok());
    const auto evaluation = Evaluation::run(scheme, *facts, horizon_, 1);
    ASSERT_TRUE(evaluation.ok());
    for (std::uint32_t body = 0; body < facts->bodies.size(); ++body) { EXPECT_NE((*evaluation)->grade(body), "AAA"); }
}

struct BadFile {
    const char* name;
    const char* file;
    const char* from;
    const char* to;
    const char* reason;
    const char* where;
};
class ReferenceRefuses : public Reference, public testing::WithParamInterface<BadFile> {};

TEST_P(ReferenceRefuses, ABadCellAtItsLine) {
    std::string& text = texts_[GetParam().file];
    const std::size_t at = text.find(GetParam().from);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, std::string{GetParam().from}.size(), GetParam().to);
    const auto facts = load(2);
    ASSERT_FALSE(facts.ok());
    EXPECT_EQ(facts.error().reason, GetParam().reason) << facts.error().detail;
    EXPECT_EQ(facts.error().where, GetParam().where);
}

INSTANTIATE_TEST_SUITE_P(, ReferenceRefuses, testing::Values(
    BadFile{"Header", "obligations.csv", "due_date", "duedate", "columns.header_missing", "obligations.csv:1"},
    BadFile{"Day", "obligations.csv", "\n2,", "\n2,x", "columns.unknown_body", "obligations.csv:3"},
    BadFile{"ExtraField", "obligations.csv", "\n3,", "\n3,,", "columns.unknown_body", "obligations.csv:4"},
    BadFile{"NoSuchDay", "obligations.csv", "2021-01-01,", "2021-02-30,", "columns.value", "obligations.csv:2"},
    BadFile{"TwiceTheSameBody", "bodies.csv", "\n2,", "\n1,", "evaluation.duplicate_key", ""},
    BadFile{"NoSuchDivision", "regions.csv", "\n2,1,", "\n2,99,", "columns.unknown_division", "regions.csv"}),
    [](const auto& row) { return row.param.name; });

TEST_F(Reference, QuotedLineBreaksNeverSplitARowBetweenThreads) {
    std::string text = "obligation_id,body_id,title\n";
    std::string plain = text;
    for (int i = 1; i <= 60'000; ++i) {
        const std::string row = std::to_string(i) + "," + std::to_string(1 + i % 30) + ",";
        text += row + "\"a \"\"quoted\"\"\n1,2,3\ntext, long enough to be cut\"\n";
        plain += row + "x\n";
    }
    base::Json layout = json(R"({"role": "facts", "table": "t", "file": "t.csv", "key": "obligation_id", "whole_keys": true,
                                 "body": "body_id", "columns": [{"header": "title", "type": "code"}]})");
    layouts_.erase(layouts_.begin() + 2, layouts_.end());
    layouts_.push_back(ColumnLayout::from_json(layout).value());
    texts_["t.csv"] = text;
    const auto one = load(1);
    const auto four = load(4);
    ASSERT_TRUE(one.ok() && four.ok());
    ASSERT_EQ(four->find("t")->rows(), 60'000U);
    for (std::uint32_t row = 0; row < 60'000; row += 997) { EXPECT_EQ(four->find("t")->key(row), one->find("t")->key(row)); }
    EXPECT_EQ(four->find("t")->find("title")->dictionary.texts,
              std::vector<std::string>{"a \"quoted\"\n1,2,3\ntext, long enough to be cut"});
}

}  // namespace
}  // namespace gx::domain::evaluation
