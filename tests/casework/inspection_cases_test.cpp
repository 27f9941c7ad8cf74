// SPDX-License-Identifier: Apache-2.0
// S-4.1a: who is inspected is drawn by lot, so that anybody can draw it again; what is found is put right before it is closed.
#include "tests/support/standing_records.hpp"

namespace gx::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class InspectionCases : public StandingCounty {
protected:
    std::string approved(const std::string& more = {}) {
        const std::string id = open("inspector", "inspection_plan", "",
                                    fmt::format(R"({{"title":"2026年政务诚信督导","year":2026,"theme":"合同履约","checklist":["合同台账"],"team":["督导一组"],
                                        "population":["D01","B02","A02","B01"],"draw_count":2{}}})",
                                                more));
        EXPECT_EQ(step("head", id, "approve", R"({"closes_on":"2026-12-31"})"), "planned") << detail();
        return id;
    }
    std::string seeded(const std::string& more = {}) {
        const std::string id = approved(more);
        EXPECT_EQ(step("inspector", id, "publish_seed", seed_), "seeded") << detail();
        set_day("2026-03-04");
        return id;
    }
    std::vector<std::string> texts(const std::string& id, const std::string& field) {
        std::vector<std::string> found;
        const auto one = file(id);
        for (const auto& text : one.field(field).as_array()) { found.push_back(text.as_string()); }
        return found;
    }
    std::vector<std::string> inspected() {
        std::vector<std::string> found;
        for (const auto& id : cases_of("inspection")) { found.push_back(file(id).subject_id); }
        return found;
    }
    /// An inspection of the bureau whose visit is under way.
    std::string onsite() {
        const std::string id = open("inspector", "inspection", "edu", R"({"title":"督导","theme":"合同履约","checklist":["合同台账"],"team":["督导一组"]})");
        EXPECT_EQ(step("inspector", id, "notify", R"({"notice_no":"督1","visit_on":"2026-03-10"})"), "notified") << detail();
        EXPECT_EQ(step("edu_admin", id, "self_check", R"({"self_report":"已经自查。"})"), "self_check") << detail();
        EXPECT_EQ(step("inspector", id, "begin_visit", R"({"visited_on":"2026-03-02","visitors":["督导一组"]})"), "onsite");
        return id;
    }

    const std::string seed_ = R"({"seed":"上证指数2026-03-02收盘3381.05","seed_origin":"上海证券交易所网站","draw_on":"2026-03-04"})";
};
INSTANTIATE_TEST_SUITE_P(Stores, InspectionCases, kCaseBackends, backend_name);

TEST_P(InspectionCases, S_4_1a_TheSeedIsPublishedADayBeforeTheDrawAndFixesThePopulation) {
    const std::string id = approved();
    EXPECT_EQ(step("inspector", id, "publish_seed", R"({"seed":"s","seed_origin":"o","draw_on":"2026-03-02"})"), "!case.day_too_soon");
    EXPECT_EQ(detail(), "2026-03-03") << "after one working day";
    EXPECT_EQ(step("inspector", id, "publish_seed", R"({"seed":"s","draw_on":"2026-03-04"})"), "!case.field_missing");
    EXPECT_EQ(step("inspector", id, "publish_seed", seed_), "seeded");
    EXPECT_THAT(texts(id, "population"), ElementsAre("A02", "B01", "B02", "D01"));
    // printf 'A02\nB01\nB02\nD01\n' | sha256sum
    EXPECT_EQ(file(id).text("population_digest"), "d1448b5982d0a0ea07b71bc12902690993fbb0684d31cde32f4d1bbe83f4d0a1");
    EXPECT_EQ(step("maker", id, "draw"), "!case.day_outside") << "not before its day";
}

TEST_P(InspectionCases, S_4_1a_AnybodyDrawsTheSameBodiesAgainAndEachIsInspectedOnce) {
    const std::string id = seeded(R"(,"targeted":["B01"])");
    EXPECT_EQ(step("inspector", id, "draw"), "!case.same_person") << "who published the seed";
    EXPECT_EQ(step("maker", id, "draw", R"({"drawn":["D01"]})"), "!case.field_by_system");
    EXPECT_EQ(step("maker", id, "draw"), "drawn");
    // Least first of sha256(seed + "/" + code): A02 5d68…, B01 8c96…, D01 d9a9…, B02 f043…
    EXPECT_THAT(texts(id, "drawn"), ElementsAre("A02", "B01"));
    EXPECT_THAT(inspected(), ElementsAre("credit", "edu")) << "drawn and named as well, it is inspected once";
    EXPECT_EQ(file(cases_of("inspection").front()).parent_id, id);
    EXPECT_THAT(texts(cases_of("inspection").front(), "checklist"), ElementsAre("合同台账"));
    EXPECT_EQ(step("head", id, "add_bodies", R"({"added":["B01","D01"]})", "群众反映集中"), "drawn");
    EXPECT_THAT(inspected(), ElementsAre("credit", "edu", "town"));
    EXPECT_EQ(step("head", id, "add_bodies", R"({"added":["Z99"]})", "群众反映集中"), "!case.subject_unknown");
}

TEST_P(InspectionCases, S_4_1a_APopulationThatWasChangedIsNotDrawnFrom) {
    const std::string id = seeded();
    auto changed = file(id);
    changed.fields.insert_or_assign("population", fields(R"({"list":["A02","B02","D01"]})").at("list"));
    put("case_file", id, base::canonical(changed.to_json()), row(id).version + 1);
    EXPECT_EQ(step("maker", id, "draw"), "!case.population_changed");
    EXPECT_THAT(cases_of("inspection"), IsEmpty());
    EXPECT_EQ(file(id).state, "seeded");
}

TEST_P(InspectionCases, S_4_1a_APopulationNamesBodiesThatThereAreAndEachOnce) {
    const auto planned = [&](const char* population) {
        const std::string id = open("inspector", "inspection_plan", "",
                                    fmt::format(R"({{"title":"t","year":2026,"theme":"t","checklist":["c"],"team":["m"],"population":{},"draw_count":1}})", population));
        EXPECT_EQ(step("inspector", id, "approve", R"({"closes_on":"2026-12-31"})"), "!access.denied");
        EXPECT_EQ(step("head", id, "approve", R"({"closes_on":"2026-03-01"})"), "!case.day_outside");
        EXPECT_EQ(step("head", id, "approve", R"({"closes_on":"2026-12-31"})"), "planned");
        return id;
    };
    EXPECT_EQ(step("inspector", planned(R"(["B01","Z99"])"), "publish_seed", seed_), "!case.body_unknown");
    const std::string id = planned(R"(["B02","B01","B02"])");
    EXPECT_EQ(step("inspector", id, "publish_seed", seed_), "seeded");
    EXPECT_THAT(texts(id, "population"), ElementsAre("B01", "B02"));
}

TEST_P(InspectionCases, S_4_1a_EachDepartmentAndTownIsReachedInTheYearOrNamed) {
    const std::string id = seeded();
    EXPECT_EQ(step("maker", id, "draw"), "drawn");
    EXPECT_EQ(step("inspector", id, "close", R"({"summary":"总结"})"), "!case.children_open");
    const auto children = cases_of("inspection");
    ASSERT_THAT(children, SizeIs(2));
    EXPECT_EQ(step("inspector", children[0], "drop", "{}", "机构调整"), "dropped");
    EXPECT_EQ(step("inspector", children[1], "notify", R"({"notice_no":"督1","visit_on":"2026-03-05"})"), "notified");
    EXPECT_EQ(step("edu_admin", children[1], "self_check", R"({"self_report":"已经自查。"})"), "self_check");
    EXPECT_EQ(step("inspector", children[1], "begin_visit", R"({"visited_on":"2026-03-04","visitors":["督导一组"]})"), "onsite");
    EXPECT_EQ(step("inspector", children[1], "find_none"), "!case.step_missing") << "nothing was looked at";
    EXPECT_EQ(step("inspector", children[1], "note_item", R"({"item":"合同台账","item_result":"met"})"), "onsite");
    EXPECT_EQ(step("inspector", children[1], "find_none"), "visited");
    EXPECT_EQ(step("inspector", children[1], "report", R"({"report":"未发现问题。"})"), "reported");
    EXPECT_EQ(step("inspector", children[1], "close"), "!case.same_person");
    EXPECT_EQ(step("head", children[1], "close"), "closed");
    EXPECT_EQ(file(children[1]).outcome, "clean");
    EXPECT_EQ(step("inspector", id, "close", R"({"summary":"总结","uncovered":[]})"), "!case.field_by_system");
    EXPECT_EQ(step("inspector", id, "close", R"({"summary":"总结"})"), "closed");
    EXPECT_THAT(texts(id, "uncovered"), ElementsAre("A02", "B02", "D01")) << "a dropped inspection reached nobody";
}

TEST_P(InspectionCases, S_4_1a_IsNotClosedWhileAFindingHasNoRectificationOrItIsOpen) {
    const std::string id = onsite();
    EXPECT_EQ(step("inspector", id, "note_item", R"({"item":"合同台账","item_result":"not_met"})"), "onsite");
    EXPECT_EQ(step("inspector", id, "find", R"({"problems":["逾期未付","台账不全"],"basis":["S-4.1a"]})"), "findings");
    const std::string order = R"({"problem":"逾期未付","demands":["付清"],"severity":"minor"})";
    EXPECT_EQ(step("inspector", id, "all_ordered"), "!case.child_missing");
    EXPECT_EQ(detail(), "0/2");
    EXPECT_EQ(step("inspector", id, "order", order), "findings");
    EXPECT_EQ(step("inspector", id, "all_ordered"), "!case.child_missing");
    EXPECT_EQ(step("inspector", id, "order", R"({"problem":"台账不全","demands":["补全"],"severity":"minor"})"), "findings");
    EXPECT_EQ(step("inspector", id, "report", R"({"report":"督导报告"})"), "!case.step_not_from_here");
    EXPECT_EQ(step("inspector", id, "all_ordered"), "rct");
    EXPECT_EQ(due(id), "2026-06-01") << "ninety days, then to the next working day";
    EXPECT_EQ(step("inspector", id, "report", R"({"report":"督导报告"})"), "!case.children_open");
    const auto orders = cases_of("rectification");
    ASSERT_THAT(orders, SizeIs(2));
    EXPECT_EQ(file(orders[0]).parent_id, id);
    EXPECT_EQ(file(orders[0]).text("problem"), "逾期未付");
    for (const std::string& one : orders) {
        EXPECT_EQ(step("inspector", one, "serve", R"({"order_no":"整1","served_method":"direct","served_on":"2026-03-02","served_proof":["a"]})"), "issued") << detail();
        EXPECT_EQ(step("edu_admin", one, "explain", R"({"explanation":"付款流程延误。","plan":["三月付清"],"plan_owner":"p1","plan_until":"2026-03-15"})"), "!case.excuse_refused");
        EXPECT_EQ(step("edu_admin", one, "explain", R"({"explanation":"经办人疏忽，已经安排付款。","plan":["三月付清"],"plan_owner":"p1","plan_until":"2026-03-15"})"), "explained");
        EXPECT_EQ(step("inspector", one, "approve_plan"), "plan_ok");
        EXPECT_EQ(due(one), "2026-03-17") << "fifteen days from the service";
        EXPECT_EQ(step("edu_clerk", one, "submit", R"({"result":"已经付清。","evidence":["a"]})"), "submitted");
        EXPECT_EQ(step("inspector", id, "report", R"({"report":"督导报告"})"), "!case.children_open");
        EXPECT_EQ(step("edu_r7", one, "pass", R"({"recheck_method":"papers","recheck_opinion":"属实"})"), "!access.denied");
        EXPECT_EQ(step("maker", one, "pass", R"({"recheck_method":"papers","recheck_opinion":"属实"})"), "verified");
        EXPECT_EQ(step("inspector", one, "close"), "closed");
    }
    EXPECT_EQ(step("inspector", id, "report", R"({"report":"督导报告"})"), "reported");
    EXPECT_EQ(step("inspector", id, "close"), "!case.same_person");
    EXPECT_EQ(step("head", id, "close"), "closed");
    EXPECT_EQ(file(id).outcome, "problems");
}

TEST_P(InspectionCases, S_4_1a_TheInspectedHearsOfItAtTheNoticeAndMayLetTheSelfCheckLapse) {
    const std::string id = open("inspector", "inspection", "edu", R"({"title":"督导","theme":"合同履约","checklist":["合同台账"],"team":["督导一组"]})");
    EXPECT_THAT(seen("edu_admin"), IsEmpty()) << "before the notice";
    EXPECT_EQ(open("inspector", "inspection", "edu", R"({"title":"督导","theme":"合同履约","checklist":["合同台账"],"team":["督导一组"]})"), "!case.open_already");
    EXPECT_EQ(step("inspector", id, "notify", R"({"notice_no":"督1","visit_on":"2026-03-01"})"), "!case.day_outside");
    EXPECT_EQ(step("inspector", id, "notify", R"({"notice_no":"督1","visit_on":"2026-03-20"})"), "notified");
    EXPECT_THAT(seen("edu_admin"), ElementsAre(id));
    EXPECT_EQ(due(id), "2026-03-16");
    run_on("2026-03-17");
    EXPECT_EQ(file(id).state, "self_check");
    EXPECT_TRUE(file(id).flags.contains("no_self_check"));
}

}  // namespace
}  // namespace gx::tests
