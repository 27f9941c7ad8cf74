// SPDX-License-Identifier: Apache-2.0
#include "app/publication/public_view.hpp"

#include "app/publication/datasets.hpp"
#include "app/publication/public_county_test.hpp"
#include "app/publication/score.hpp"

namespace gx::app {
namespace {

using testing_county::County;

class PublicViewTest : public County {
protected:
    std::string light(const std::string& id) {
        const auto shown = show_obligation(view_, id);
        return shown.ok() ? shown->at("item").text_or_empty("light") : shown.error().reason;
    }
    std::int64_t counted(const char* light_name, const std::string& body = "b1") {
        const auto shown = show_body(view_, body);
        return shown.ok() ? shown->at("duties").int_at(light_name).value_or(-1) : -2;
    }
};

struct LightCase {
    const char* name;
    const char* due;
    const char* more;
    const char* want;
};

class LightTable : public PublicViewTest, public testing::WithParamInterface<LightCase> {};

TEST_P(LightTable, IsThatOfTheDay) {
    add_task("o1", "b1", GetParam().due, GetParam().more);
    refresh();
    EXPECT_EQ(light("o1"), GetParam().want);
}

// Today is 2026-03-10; due soon within 15 days.
INSTANTIATE_TEST_SUITE_P(
    , LightTable,
    testing::Values(LightCase{"FarAway", "2026-03-26", "", "pending"}, LightCase{"DueSoon", "2026-03-25", "", "due_soon"},
                    LightCase{"OnTheDayItself", "2026-03-10", "", "due_soon"},
                    LightCase{"TheDayAfter", "2026-03-09", "", "overdue"},
                    LightCase{"Kept", "2026-03-01", R"(, "done_on": "2026-03-01")", "kept"},
                    LightCase{"KeptLate", "2026-03-01", R"(, "done_on": "2026-03-02")", "kept_late"},
                    LightCase{"Void", "2026-03-01", R"(, "void_on": "2026-02-01", "void_reason": "撤销")", "void"},
                    LightCase{"CancelledOutsideTheProcedure", "2026-03-20", R"(, "cancelled_on": "2026-02-01")", "broken"},
                    LightCase{"ProvisionalCalendarPast", "2026-03-01", R"(, "due_provisional": true)", "provisional"},
                    LightCase{"ProvisionalCalendarAhead", "2026-06-01", R"(, "due_provisional": true)", "provisional"}),
    [](const auto& row) { return row.param.name; });

TEST_F(PublicViewTest, FollowsTheJournalChangeByChange) {
    refresh();
    EXPECT_EQ(counted("total"), 0);
    const auto generation = view_.generation();
    add_task("o1", "b1", "2026-03-01");
    add_task("o2", "b1", "2026-05-01");
    refresh();
    EXPECT_EQ(counted("overdue"), 1);
    EXPECT_EQ(counted("pending"), 1);
    add_task("o1", "b1", "2026-03-01", R"(, "done_on": "2026-02-27")");
    refresh();
    EXPECT_EQ(counted("overdue"), 0);
    EXPECT_EQ(counted("kept"), 1);
    add_task("o2", "b2", "2026-05-01");  // handed to another body
    refresh();
    EXPECT_EQ(counted("total"), 1);
    EXPECT_EQ(counted("total", "b2"), 1);
    remove("obligation", "990101", "o2");
    refresh();
    EXPECT_EQ(counted("total", "b2"), 0);
    EXPECT_EQ(light("o2"), "obligation.unknown");
    EXPECT_EQ(view_.generation(), generation) << "small changes are applied, not rebuilt";
    EXPECT_EQ(view_.position(), store_.position());
}

TEST_F(PublicViewTest, AnswersTheSameAfterARebuild) {
    refresh();
    for (int i = 0; i < 30; ++i) {
        add_task("o" + std::to_string(i), i % 3 == 0 ? "b2" : "b1", "2026-03-" + std::to_string(10 + i % 20),
                 i % 4 == 0 ? R"(, "amount_fen": 100, "done_on": "2026-03-01")" : "");
        if (i % 7 == 0) { refresh(); }
    }
    add("body", "990101", "b1", R"({"code": "F1", "scheme": "none", "name": "示范市财政局改", "class": "DEPT",
        "division_code": "990101", "valid_from": "2019-01-01"})");
    refresh();
    PublicView fresh(store_, clock_, law(), labels_);
    ASSERT_TRUE(fresh.refresh().ok());
    for (const PublicView* view : {&view_, &fresh}) {
        EXPECT_EQ(show_body(*view, "b1")->text_or_empty("name"), "示范市财政局改");
    }
    EXPECT_EQ(base::canonical(*overview(view_, "990101", 2026)), base::canonical(*overview(fresh, "990101", 2026)));
    EXPECT_EQ(base::canonical(*list_obligations(view_, {}, {.limit = 200})),
              base::canonical(*list_obligations(fresh, {}, {.limit = 200})));
    EXPECT_EQ(base::canonical(*obligation_summary(view_, "", "")), base::canonical(*obligation_summary(fresh, "", "")));
}

TEST_F(PublicViewTest, TurnsLightsWhenTheDayTurns) {
    add_task("o1", "b1", "2026-03-10");
    refresh();
    EXPECT_EQ(light("o1"), "due_soon");
    clock_.at = *base::Instant::parse("2026-03-10T16:00:00Z");  // midnight in Asia/Shanghai
    refresh();
    EXPECT_EQ(light("o1"), "overdue");
    EXPECT_EQ(counted("overdue"), 1);
}

TEST_F(PublicViewTest, ReadsPartsAndFindings) {
    add_task("o1", "b1", "2026-04-01");
    refresh();
    add("finding", "990101", "f1", R"({"code": "f1", "kind": "breach", "obligation_id": "o1", "body_id": "b1",
        "organ": "督导组", "doc_no": "认〔2026〕2号", "decided_on": "2026-03-02", "facts": "未办"})");
    refresh();
    EXPECT_EQ(light("o1"), "broken");
    add("milestone", "990101", "m1", R"({"code": "o1#1", "obligation_id": "o1", "body_id": "b1", "no": 1, "type": "report",
        "title": "报告", "due_on": "2026-02-01", "note": "canary-note"})");
    refresh();
    const auto shown = show_obligation(view_, "o1");
    ASSERT_TRUE(shown.ok());
    EXPECT_EQ(shown->at("parts").as_array().size(), 2U);
    EXPECT_EQ(base::canonical(*shown).find("canary"), std::string::npos);
    remove("finding", "990101", "f1");
    refresh();
    EXPECT_EQ(light("o1"), "pending");
}

TEST_F(PublicViewTest, ShowsNothingJudgedOfTheRealCity) {
    add_task("o1", "r1", "2026-01-01", "", "211382");
    add("record", "211382", "rec1", R"({"code": "x", "cat": "R-WY-04", "body_id": "r1", "subject_name_at_time": "凌源市数据局",
        "polarity": "negative", "severity": "minor", "doc_type": "supervision_conclusion", "doc_no": "1", "doc_date": "2026-01-05",
        "organ": "o", "facts": "f", "decided_on": "2026-01-10", "effective_on": "2026-02-01", "publish_from": "2026-02-01"})");
    add("evaluation", "211382", "e1", R"({"code": "S/2025/x", "scheme": "S", "scheme_version": "1", "period": "2025",
        "as_of": "2026-01-31", "state": "frozen", "digest": "00", "bodies": 1})");
    add("evaluation_result", "211382", "er1", R"({"code": "S/2025/x/R1", "evaluation_id": "e1", "body_id": "r1",
        "peer_group": "DEPT", "total": 9000, "grade": "A", "rank": 1, "rated": 1})");
    refresh();
    const auto body = show_body(view_, "r1");
    ASSERT_TRUE(body.ok());
    EXPECT_EQ(body->bool_at("judged"), false);
    for (const char* member : {"duties", "standing", "records", "by_kind"}) { EXPECT_TRUE(body->at(member).is_null()) << member; }
    EXPECT_EQ(body->at("source").text_or_empty("title"), "公告");
    EXPECT_EQ(list_obligations(view_, {.body = "r1"}, {})->int_at("total"), 0);
    EXPECT_EQ(list_records(view_, {.body = "r1"}, {})->int_at("total"), 0);
    EXPECT_EQ(list_evaluations(view_, "211382", {}, {})->int_at("total"), 0);
    EXPECT_EQ(show_score(view_, "", "r1").error().reason, "evaluation.none");
    EXPECT_EQ(show_evaluation(view_, "e1").error().reason, "evaluation.unknown");
    EXPECT_EQ(light("o1"), "obligation.unknown");
    const auto all = overview(view_, "211382", 2026);
    ASSERT_TRUE(all.ok());
    EXPECT_EQ(all->at("duties").int_at("total"), 0);
    EXPECT_TRUE(all->at("grades").as_array().empty());
}

TEST_F(PublicViewTest, ShowsARecordOnlyInsideItsWindowAndNeverAPersons) {
    add_record("in", R"("body_id": "b1")", R"(, "publish_from": "2026-03-01", "publish_until": "2026-03-10")");
    add_record("ended", R"("body_id": "b1")", R"(, "publish_from": "2026-02-01", "publish_until": "2026-03-09")");
    add_record("later", R"("body_id": "b1")", R"(, "publish_from": "2026-03-11")");
    add_record("repaired", R"("body_id": "b1")", R"(, "publish_from": "2026-02-01", "repaired_on": "2026-03-01")");
    add_record("person", R"("official_id": "p1")", R"(, "publish_from": "2026-02-01")");
    refresh();
    const auto listed = list_records(view_, {}, {});
    ASSERT_TRUE(listed.ok());
    ASSERT_EQ(listed->int_at("total"), 1);
    EXPECT_EQ(listed->at("items").as_array()[0].text_or_empty("id"), "in");
    EXPECT_EQ(base::canonical(*listed).find("canary"), std::string::npos);
    EXPECT_EQ(show_record(view_, "person").error().reason, "record.unknown");
    clock_.at = *base::Instant::parse("2026-03-11T04:00:00Z");
    refresh();
    EXPECT_EQ(show_record(view_, "in").error().reason, "record.unknown");
    EXPECT_TRUE(show_record(view_, "later").ok());
}

TEST_F(PublicViewTest, ShowsEachBodyTheNewestFrozenResultOfItsOwn) {
    const auto evaluation = [&](const std::string& id, const std::string& scheme, const std::string& period, const char* state) {
        add("evaluation", "990101", id, R"({"code": ")" + id + R"(", "scheme": ")" + scheme + R"(", "scheme_version": "1",
            "period": ")" + period + R"(", "as_of": "2026-01-31", "state": ")" + state + R"(", "digest": "00", "bodies": 1})");
    };
    const auto result = [&](const std::string& of, const std::string& body, int total, const char* grade, const char* rank) {
        add("evaluation_result", "990101", of + body, R"({"code": ")" + of + "/" + body + R"(", "evaluation_id": ")" + of +
            R"(", "body_id": ")" + body + R"(", "peer_group": "all", "total": )" + std::to_string(total) +
            R"(, "grade": ")" + grade + "\"" + rank + "}");
    };
    evaluation("old", "S", "2024", "frozen");
    evaluation("new", "S", "2025", "frozen");
    evaluation("trial", "S", "2026", "trial");
    result("old", "b1", 7000, "C", R"(, "rank": 1)");
    result("new", "b1", 8000, "B", R"(, "rank": 1, "caps": ["V1"])");
    result("trial", "b1", 9500, "A", "");
    result("trial", "b2", 6100, "D", "");
    refresh();
    EXPECT_EQ(show_body(view_, "b1")->at("standing").text_or_empty("evaluation"), "new");
    EXPECT_EQ(show_body(view_, "b2")->at("standing").text_or_empty("status"), "trial");
    const auto ranking = list_ranking(view_, "trial", {}, {});
    ASSERT_TRUE(ranking.ok());
    EXPECT_EQ(ranking->int_at("total"), 2);
    EXPECT_NE(base::canonical(*ranking).find("\"rank\":null"), std::string::npos);
    EXPECT_EQ(list_ranking(view_, "trial", {.grade = "D"}, {})->int_at("total"), 1);
    EXPECT_EQ(list_ranking(view_, "trial", {.q = "致远"}, {})->int_at("total"), 1);
    EXPECT_EQ(list_ranking(view_, "none", {}, {}).error().reason, "evaluation.unknown");
    EXPECT_EQ(list_evaluations(view_, "", 2025, {})->int_at("total"), 1);
    EXPECT_EQ(show_score(view_, "trial", "nobody").error().reason, "body.unknown");
    EXPECT_EQ(show_score(view_, "old", "b2").error().reason, "evaluation.body_unknown");
}

TEST_F(PublicViewTest, FiltersAndSortsObligations) {
    add_task("o1", "b1", "2026-03-01", R"(, "amount_fen": 300)");
    add_task("o2", "b2", "2026-04-01", R"(, "amount_fen": 100)");
    add_task("o3", "b1", "2026-02-01", R"(, "amount_fen": 200, "done_on": "2026-02-01")");
    refresh();
    const auto ids = [&](const DutyFilter& filter, const PageRequest& page = {}) {
        const auto listed = list_obligations(view_, filter, page);
        std::string all;
        if (!listed.ok()) { return listed.error().reason; }
        for (const auto& item : listed->at("items").as_array()) { all += item.text_or_empty("id") + " "; }
        return all;
    };
    EXPECT_EQ(ids({}), "o3 o1 o2 ");
    EXPECT_EQ(ids({.sort = "-due_on"}), "o2 o1 o3 ");
    EXPECT_EQ(ids({.sort = "-amount_fen"}), "o1 o3 o2 ");
    EXPECT_EQ(ids({.body = "F1"}), "o3 o1 ") << "a body's code finds it too";
    EXPECT_EQ(ids({.division = "990101101"}), "o2 ");
    EXPECT_EQ(ids({.division = "990101"}), "o3 o1 o2 ") << "a division holds those below";
    EXPECT_EQ(ids({.body_class = "TOWN"}), "o2 ");
    EXPECT_EQ(ids({.outcome = "pending"}), "o2 ");
    EXPECT_EQ(ids({.light = "kept"}), "o3 ");
    EXPECT_EQ(ids({.kind = "contract"}), "");
    EXPECT_EQ(ids({.due_from = base::Date::parse("2026-03-01").value(), .due_to = base::Date::parse("2026-03-31").value()}), "o1 ");
    EXPECT_EQ(ids({.q = "o2"}), "o2 ");
    EXPECT_EQ(ids({.q = "治"}), "o3 o1 o2 ");
    EXPECT_EQ(ids({.q = "任务o3", .body = "b1"}), "o3 ");
    EXPECT_EQ(ids({.tenant = "999999"}), "tenant.unknown");
    EXPECT_EQ(ids({.body = "nobody"}), "body.unknown");
    EXPECT_EQ(ids({}, {.limit = 2, .page = 2}), "o2 ");
    EXPECT_EQ(ids({}, {.limit = 200, .page = 51}), "page.too_deep");
    const auto first = list_obligations(view_, {}, {.limit = 2});
    EXPECT_EQ(ids({}, {.limit = 2, .cursor = first->text_or_empty("next")}), "o2 ");
    EXPECT_EQ(ids({.sort = "-due_on"}, {.cursor = first->text_or_empty("next")}), "page.cursor_invalid");
}

TEST_F(PublicViewTest, ListsBodiesByNameTotalAndCount) {
    add_task("o1", "b2", "2026-03-01");
    refresh();
    const auto names = [&](const BodyFilter& filter) {
        const auto listed = list_bodies(view_, filter, {});
        std::string all;
        if (!listed.ok()) { return listed.error().reason; }
        for (const auto& item : listed->at("items").as_array()) { all += item.text_or_empty("id") + " "; }
        EXPECT_EQ(base::canonical(*listed).find("canary"), std::string::npos);
        return all;
    };
    EXPECT_EQ(names({.sort = "-overdue"}), "b2 b1 r1 ") << names({.sort = "-overdue"});
    EXPECT_EQ(names({.q = "财"}), "b1 ");
    EXPECT_EQ(names({.q = "财政"}), "b1 ");
    EXPECT_EQ(names({.q = "龘"}), "");
    EXPECT_EQ(names({.tenant = "211382"}), "r1 ");
    EXPECT_EQ(names({.tenant = "990101", .body_class = "TOWN"}), "b2 ");
    EXPECT_EQ(names({.grade = "A"}), "");
    EXPECT_EQ(names({.tenant = "0"}), "tenant.unknown");
    EXPECT_EQ(show_body(view_, "b2")->at("parent").text_or_empty("id"), "b1");
    EXPECT_EQ(show_body(view_, "b1")->at("children").as_array().size(), 1U);
    EXPECT_EQ(body_timeline(view_, "b2", {})->int_at("total"), 3);
}

TEST_F(PublicViewTest, GivesOpenDataWhole) {
    for (int i = 0; i < 900; ++i) { add_task("o" + std::to_string(i), "b1", "2026-04-01"); }
    refresh();
    for (const auto format : {DatasetFormat::Csv, DatasetFormat::Json}) {
        auto parts = open_dataset(view_, "obligations", "", format);
        ASSERT_TRUE(parts.ok());
        std::string whole;
        int calls = 1;
        for (auto more = (*parts)(whole); more.ok() && *more; more = (*parts)(whole)) { ++calls; }
        EXPECT_EQ(calls, 3);
        if (format == DatasetFormat::Json) {
            EXPECT_EQ(testing_county::json(whole).at("items").as_array().size(), 900U);
        } else {
            EXPECT_EQ(std::ranges::count(whole, '\n'), 901);
            EXPECT_TRUE(whole.starts_with("\xEF\xBB\xBFid,"));
        }
    }
    auto interrupted = open_dataset(view_, "obligations", "", DatasetFormat::Csv);
    std::string part;
    ASSERT_TRUE((*interrupted)(part).ok());
    clock_.at = *base::Instant::parse("2026-03-11T04:00:00Z");
    refresh();
    EXPECT_EQ((*interrupted)(part).error().reason, "http.busy");
    EXPECT_EQ(open_dataset(view_, "bodies", "1", DatasetFormat::Csv).error().reason, "tenant.unknown");
}

TEST_F(PublicViewTest, ShowsPublishedFiguresAsPrinted) {
    for (const int row : {2, 1}) {
        add("published_figure", "211382", "g" + std::to_string(row), R"({"code": "g)" + std::to_string(row) +
            R"(", "figure_set": "debt_limit_balance", "year": 2024, "unit_name": "第)" + std::to_string(row) +
            R"(行", "division_code": "211382", "row_no": )" + std::to_string(row) +
            R"(, "values": [{"item": "limit_total", "text": "220,664", "unit": "万元"}], "source": {"title": "报告"}})");
    }
    refresh();
    const auto figure = show_figure(view_, "debt_limit_balance-2024");
    ASSERT_TRUE(figure.ok());
    const auto& rows = figure->at("rows").as_array();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].as_array()[0].as_string(), "第1行");
    EXPECT_EQ(rows[0].as_array()[1].as_string(), "220,664");
    EXPECT_EQ(list_figures(view_, "990101")->int_at("total"), 0);
    EXPECT_EQ(show_figure(view_, "none").error().reason, "figure.unknown");
}

}  // namespace
}  // namespace gx::app
