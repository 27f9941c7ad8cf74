// SPDX-License-Identifier: Apache-2.0
#include "app/publication/evaluation_report.hpp"

#include <gmock/gmock.h>

#include "app/publication/public_county_test.hpp"

namespace gx::app {
namespace {

class EvaluationReportTest : public testing_county::County {
protected:
    EvaluationReportTest() {
        evaluation("e1", "frozen");
        evaluation("trial", "trial");
    }
    void evaluation(const std::string& id, const std::string& state) {
        add("evaluation", "990101", id, R"({"code": "S/)" + id + R"(", "scheme": "S", "scheme_version": "2", "period": "2025",
            "as_of": "2025-12-31", "state": ")" + state + R"(", "digest": "ab12", "at_size": 40, "bodies": 1})");
        add("evaluation_result", "990101", id + "r", R"({"code": "S/)" + id + R"(/F1", "evaluation_id": ")" + id + R"(", "body_id": "b1",
            "peer_group": "DEPT", "total": 5999, "grade": "E", "rank": 1, "rated": 1, "explanation": {"leaf_decimals": 4, "score_decimals": 2,
            "before_caps": 7321, "groups": [{"id": "D", "title": {"zh": "守信践诺", "en": "Promises"}, "weight_e4": 300000, "effective_weight_e4": 300000, "score": 203864,
              "leaves": [{"id": "D1", "title": {"zh": "合同履约率", "en": "Contracts kept"}, "weight_e4": 80000, "effective_weight_e4": 80000, "score": 57273, "state": "measured", "numerator": 9, "denominator": 11, "clause": "S-6.4d"},
                         {"id": "D5", "title": {"zh": "特许经营", "en": "PPP"}, "weight_e4": 40000, "effective_weight_e4": 0, "score": null, "state": "not_applicable"},
                         {"id": "D6", "title": {"zh": "债务", "en": "Debt"}, "weight_e4": 40000, "effective_weight_e4": 40000, "score": 0, "state": "not_filed"}]}],
            "bonus": {"lines": [{"id": "B1", "title": {"zh": "表彰", "en": "Honour"}, "points": 10000, "clause": "S-2.5"}]},
            "caps": [{"id": "V1", "title": {"zh": "失信被执行人", "en": "Listed"}, "at_most": 5999, "clause": "S-5.2c"}]}})");
    }
    static std::vector<std::string> cells(const ReportRow& row) { return row.cells; }

    /// The gate of these tests with the explanation and the version open.
    PublicLaw open_law() {
        for (const auto& [entity, paths] : std::vector<std::pair<const char*, std::vector<const char*>>>{{"tenant", {"code", "name", "mode"}},
                 {"division", {"code", "name", "level", "parent_code"}},
                 {"body", {"code", "scheme", "name", "class", "division_code", "valid_from"}},
                 {"evaluation", {"scheme", "scheme_version", "period", "as_of", "state", "digest", "at_size"}},
                 {"evaluation_result", {"explanation"}}}) {
            base::Json fields = base::Json::array();
            for (const char* path : paths) { fields.push(base::Json::object().set("path", path).set("all_below", std::string_view(path) == "explanation")); }
            lists_.push_back(domain::PublicFields::from_json(base::Json::object().set("entity", entity).set("source", base::Json::array().push("S-1.4")).set("fields", fields)).value());
        }
        open_gate_ = *domain::PublicationGate::make(std::move(lists_));
        return {open_gate_, kinds_, types_, schemes_};
    }
    std::vector<domain::PublicFields> lists_;
    domain::PublicationGate open_gate_;
    Labels words_ = *Labels::from_json(testing_county::json(R"({"report": {"title": {"zh": "结果单", "en": "Result"}, "not_applicable": {"zh": "不适用", "en": "n/a"}, "demonstration": {"zh": "演示", "en": "Demo"}},
        "report_reason": {"not_filed": {"zh": "未报送", "en": "Not filed"}}, "grade": {"E": {"zh": "差", "en": "Bad"}}})"));
};

TEST_F(EvaluationReportTest, SaysHowEachPointCameAbout) {
    PublicView view(store_, clock_, open_law(), words_);
    ASSERT_TRUE(view.refresh().ok());
    const auto made = evaluation_report(view, "e1", "b1", {.english = false, .origin = "https://xy.example"});
    ASSERT_TRUE(made.ok()) << made.error().reason;
    EXPECT_EQ(made->title, "结果单");
    EXPECT_EQ(made->headline[0].second, "59.99");
    EXPECT_EQ(made->headline[1].second, "E 差");
    EXPECT_EQ(made->headline[2].second, "1 / 1");
    EXPECT_EQ(made->footer, "S/e1/F1");
    EXPECT_EQ(made->code, "https://xy.example/verify?evaluation=e1&body=b1&digest=ab12");
    EXPECT_EQ(made->mark, "演示");
    EXPECT_EQ(made->day.iso(), "2025-12-31");
    ASSERT_EQ(made->tables.size(), 3U);
    const auto& rows = made->tables[0].rows;
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_TRUE(rows[0].strong);
    EXPECT_THAT(cells(rows[0]), testing::ElementsAre("D  守信践诺", "30.00", "30.00", "20.3864", "9.6136", "", ""));
    EXPECT_THAT(cells(rows[1]), testing::ElementsAre("D1  合同履约率", "8.00", "8.00", "5.7273", "2.2727", "9 / 11", "S-6.4d"));
    EXPECT_THAT(cells(rows[2]), testing::ElementsAre("D5  特许经营", "4.00", "0.00", "0.00", "0.00", "不适用", ""));
    EXPECT_THAT(cells(rows[3]), testing::ElementsAre("D6  债务", "4.00", "4.00", "0.00", "4.00", "未报送", ""));
    EXPECT_THAT(cells(made->tables[1].rows[0]), testing::ElementsAre("B1  表彰", "S-2.5", "1.00"));
    EXPECT_THAT(cells(made->tables[2].rows[0]), testing::ElementsAre("V1  失信被执行人", "S-5.2c", "59.99"));
    std::map<std::string, std::string> facts(made->facts.begin(), made->facts.end());
    EXPECT_EQ(facts["version"], "S 2");
    EXPECT_EQ(facts["before_caps"], "73.21");
    EXPECT_EQ(facts["digest"], "ab12");
}

TEST_F(EvaluationReportTest, SpeaksEnglishWhenAsked) {
    PublicView view(store_, clock_, open_law(), words_);
    ASSERT_TRUE(view.refresh().ok());
    const auto made = evaluation_report(view, "e1", "b1", {.english = true});
    ASSERT_TRUE(made.ok());
    EXPECT_EQ(made->title, "Result");
    EXPECT_EQ(made->tables[0].rows[1].cells[0], "D1  Contracts kept");
}

TEST_F(EvaluationReportTest, ShowsNothingThatTheExplanationHides) {
    PublicView view(store_, clock_, open_law(), words_);
    ASSERT_TRUE(view.refresh().ok());
    const auto reason = [&](const char* evaluation, const char* body) { return evaluation_report(view, evaluation, body, {}).error().reason; };
    EXPECT_EQ(reason("none", "b1"), "evaluation.unknown");
    EXPECT_EQ(reason("e1", "b2"), "evaluation.body_unknown");
    EXPECT_EQ(reason("e1", "nobody"), "body.unknown");
    EXPECT_EQ(reason("trial", "b1"), "evaluation.not_frozen");
    refresh();  // the gate of the other tests opens neither explanation nor version
    const auto closed = evaluation_report(view_, "e1", "b1", {});
    ASSERT_TRUE(closed.ok());
    EXPECT_TRUE(closed->tables[0].rows.empty());
    EXPECT_EQ(closed->facts[3].second, "S ");
}

}  // namespace
}  // namespace gx::app
