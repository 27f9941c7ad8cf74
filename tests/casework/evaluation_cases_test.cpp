// SPDX-License-Identifier: Apache-2.0
// S-4.1b, S-4.1c, S-5.2d, S-5.2e, S-5.2f, S-3.4b: a year is judged by a scheme told before, in the open, and something comes of it.
#include "tests/support/standing_records.hpp"

namespace gx::tests {
namespace {

class EvaluationCases : public StandingCounty {
protected:
    std::string started(const std::string& scheme = "LY-GIE-2021") {
        return open("maker", "evaluation_run", "", fmt::format(R"({{"title":"2025年度政务诚信考核","year":2025,"scheme":"{}"}})", scheme));
    }
    std::string collecting() {
        const std::string id = started();
        EXPECT_EQ(step("maker", id, "draw_up", R"({"scheme_text":"考核方案","lock_on":"2026-03-17"})"), "scheme") << detail();
        EXPECT_EQ(step("head", id, "publish_scheme"), "collecting") << detail();
        return id;
    }
    /// Computed, on the day after the self-appraisal.
    std::string computed() {
        const std::string id = collecting();
        run_on("2026-03-18");
        EXPECT_EQ(file(id).state, "self");
        run_on("2026-04-02");
        EXPECT_EQ(file(id).state, "auto") << due(id);
        EXPECT_EQ(step("maker", id, "compute"), "review") << detail();
        return id;
    }
    std::string announced() {
        const std::string id = computed();
        EXPECT_EQ(step("inspector", id, "announce", R"({"review_opinion":"初评结果"})"), "notice") << detail();
        return id;
    }
    base::Json result_of(const std::string& body_id) {
        for (const auto& one : rows("evaluation_result")) {
            if (one.content.text_or_empty("body_id") == body_id) { return base::Json(one.content).set("id", one.id); }
        }
        return {};
    }
    void task(const std::string& code, const std::string& kind, const std::string& more) {
        put("obligation", "o-" + code,
            fmt::format(R"({{"code":"{}","body_id":"edu","kind":"{}","title":"任务","source_id":"s1","made_on":"2025-01-02","due_on":"2025-06-30","domain":"other"{}}})", code, kind, more));
    }
    static std::string minutes() { return R"({"minutes_no":"会纪1","confirmed_by":"领导小组","minutes":["a"]})"; }
};
INSTANTIATE_TEST_SUITE_P(Stores, EvaluationCases, kCaseBackends, backend_name);

TEST_P(EvaluationCases, S_4_1b_TheSchemeIsPublishedTenWorkingDaysBeforeTheDataAreLocked) {
    EXPECT_EQ(started("NONE"), "!case.scheme_unknown");
    EXPECT_EQ(open("edu_admin", "evaluation_run", "", R"({"title":"t","year":2025,"scheme":"LY-GIE-2021"})"), "!access.denied");
    EXPECT_EQ(open("maker", "evaluation_run", "", R"({"title":"t","year":2019,"scheme":"LY-GIE-2021"})"), "!case.scheme_unknown") << "before it was in force";
    const std::string id = started();
    EXPECT_EQ(step("maker", id, "draw_up", R"({"scheme_text":"考核方案","lock_on":"2026-03-15"})"), "!case.day_too_soon");
    EXPECT_EQ(detail(), "2026-03-16");
    EXPECT_EQ(step("maker", id, "draw_up", R"({"scheme_text":"考核方案","lock_on":"2026-03-16"})"), "scheme");
    EXPECT_EQ(step("maker", id, "publish_scheme"), "!access.denied");
    set_day("2026-03-03");
    EXPECT_EQ(step("head", id, "publish_scheme"), "!case.day_too_soon") << "the days count from the publication";
    EXPECT_EQ(step("head", id, "return_scheme", "{}", "推迟锁定日"), "started");
    EXPECT_EQ(step("head", id, "draw_up", R"({"scheme_text":"考核方案","lock_on":"2026-03-17"})"), "!access.denied");
    EXPECT_EQ(step("maker", id, "draw_up", R"({"scheme_text":"考核方案","lock_on":"2026-03-17"})"), "scheme");
    EXPECT_EQ(step("head", id, "publish_scheme"), "collecting");
    EXPECT_EQ(due(id), "2026-03-17");
}

TEST_P(EvaluationCases, S_5_2e_RunsFromTheSchemeToTheConfirmedResultInItsPeriods) {
    const std::string id = collecting();
    EXPECT_EQ(step("maker", id, "lock"), "!access.denied") << "by time alone";
    EXPECT_EQ(step("maker", id, "compute"), "!case.step_not_from_here");
    run_on("2026-03-17");
    EXPECT_EQ(file(id).state, "collecting");
    run_on("2026-03-18");
    EXPECT_EQ(file(id).state, "self");
    EXPECT_EQ(due(id), "2026-04-01") << "ten working days for the units";
    run_on("2026-04-02");
    EXPECT_EQ(file(id).state, "auto");
    EXPECT_EQ(step("maker", id, "compute", R"({"evaluation":"mine"})"), "!case.field_by_system");
    EXPECT_EQ(step("maker", id, "compute"), "review") << detail();
    EXPECT_EQ(file(id).text("evaluation"), "LY-GIE-2021@1/2025/2026-03-17");
    EXPECT_EQ(step("maker", id, "announce", R"({"review_opinion":"初评结果"})"), "!case.same_person");
    EXPECT_EQ(step("maker2", id, "announce", R"({"review_opinion":"初评结果"})"), "notice");
    EXPECT_EQ(due(id), "2026-04-10") << "five working days of notice";
    run_on("2026-04-11");
    EXPECT_EQ(file(id).state, "appeal");
    EXPECT_EQ(due(id), "2026-04-17") << "five for the appeal";
    run_on("2026-04-18");
    EXPECT_EQ(file(id).state, "appeals_closed");
    EXPECT_EQ(step("maker", id, "confirm", minutes()), "!access.denied");
    EXPECT_EQ(step("head", id, "confirm", R"({"minutes_no":"会纪1","confirmed_by":"领导小组"})"), "!case.field_missing");
    const std::string before = base::canonical(result_of("edu"));
    EXPECT_EQ(step("head", id, "confirm", minutes()), "confirmed") << detail();
    EXPECT_EQ(base::canonical(result_of("edu").at("total_hundredths")), base::canonical(fields(before).at("total_hundredths")));
    EXPECT_EQ(rows("evaluation").front().content.text_or_empty("state"), "frozen");
    EXPECT_EQ(due(id), "2026-05-19") << "published within twenty";
    EXPECT_EQ(step("head", id, "publish", R"({"doc_no":"示信1"})"), "!case.same_person");
    EXPECT_EQ(step("head2", id, "publish", R"({"doc_no":"示信1"})"), "published");
    EXPECT_EQ(rows("evaluation").front().content.text_or_empty("published_on"), "2026-04-18");
}

TEST_P(EvaluationCases, S_4_1b_AnAppealIsAnsweredByTwoBeforeAnythingIsConfirmed) {
    const std::string early = computed();
    const std::string result = result_of("edu").text_or_empty("id");
    ASSERT_FALSE(result.empty());
    const std::string form = R"({"leaves":["F4"],"content":"任务均已按期完成。"})";
    EXPECT_EQ(open("edu_admin", "evaluation_appeal", result, form), "!case.parent_elsewhere") << "not before the notice";
    EXPECT_EQ(step("inspector", early, "announce", R"({"review_opinion":"初评结果"})"), "notice");
    EXPECT_EQ(open("town_admin", "evaluation_appeal", result, form), "!case.not_concerned");
    const std::string appeal = open("edu_admin", "evaluation_appeal", result, form);
    EXPECT_EQ(file(appeal).parent_id, early);
    EXPECT_EQ(due(appeal), "2026-04-17") << "answered in ten working days";
    EXPECT_EQ(open("edu_head", "evaluation_appeal", result, form), "!case.open_already");
    run_on("2026-04-11");
    run_on("2026-04-18");
    EXPECT_EQ(file(early).state, "appeals_closed");
    EXPECT_EQ(step("head", early, "confirm", minutes()), "!case.children_open");
    EXPECT_EQ(step("maker", early, "recompute", "{}", "采纳申诉"), "!case.children_open");
    EXPECT_EQ(step("maker", appeal, "examine", R"({"findings":"两项任务有佐证。"})"), "examined");
    EXPECT_EQ(step("maker", appeal, "decide", R"({"decision":"upheld","reply":"采纳"})"), "!access.denied");
    EXPECT_EQ(step("head", appeal, "decide", R"({"decision":"upheld","reply":"采纳"})"), "closed");
    EXPECT_EQ(step("maker", early, "recompute", "{}", "采纳申诉"), "appeals_closed");
    EXPECT_EQ(step("head", early, "confirm", minutes()), "confirmed");
    EXPECT_EQ(open("edu_admin", "evaluation_appeal", result, form), "!case.parent_elsewhere") << "nor after it";
}

TEST_P(EvaluationCases, S_5_2d_WorkDoneWithoutProofCountsAsNotDone) {
    task("T1", "plan_task", R"(,"done_on":"2025-06-20","evidence":[{"title":"验收书","on":"2025-06-20","doc_no":"验1"}])");
    task("T2", "plan_task", R"(,"done_on":"2025-06-20")");
    task("T3", "livelihood_project", R"(,"done_on":"2025-06-20","evidence":[{"title":"验收书","on":"2025-06-20","doc_no":"验2"}])");
    task("T4", "livelihood_project", R"(,"done_on":"2025-06-20")");
    computed();
    const base::Json result = result_of("edu");
    const base::Json* leaf = nullptr;
    for (const auto& group : result.at("explanation").at("groups").as_array()) {
        for (const auto& one : group.at("leaves").as_array()) { leaf = one.text_or_empty("id") == "F4" ? &one : leaf; }
    }
    ASSERT_NE(leaf, nullptr);
    EXPECT_EQ(leaf->int_at("numerator"), 2);
    EXPECT_EQ(leaf->int_at("denominator"), 4);
    for (const auto& one : leaf->at("rows").as_array()) {
        const std::string key = one.text_or_empty("key");
        EXPECT_EQ(one.bool_at("kept"), key == "T1" || key == "T3") << key;
    }
}

TEST_P(EvaluationCases, S_4_1c_S_5_2f_S_3_4b_EachResultIsAppliedOrSaysWhyNotBeforeTheRunCloses) {
    const std::string id = announced();
    run_on("2026-04-11");
    run_on("2026-04-18");
    EXPECT_EQ(step("head", id, "confirm", minutes()), "confirmed");
    EXPECT_EQ(step("maker", id, "publish", R"({"doc_no":"示信1"})"), "published");
    EXPECT_EQ(due(id), "2026-05-19") << "twenty working days";
    const auto results = rows("evaluation_result");
    const std::string exported = R"({"appraisal_export":["a"],"appraisal_receipt":"绩效办收据1"})";
    EXPECT_EQ(step("maker", id, "apply", R"({"appraisal_export":["a"]})"), "!case.field_missing") << "what was handed over is receipted";
    EXPECT_EQ(step("maker", id, "apply", exported), "!case.result_unapplied");
    EXPECT_EQ(detail(), fmt::format("0/{}", results.size()));
    EXPECT_EQ(open("head", "result_application", results.front().id, R"({"use":"not_used"})"), "!case.field_missing") << "without a reason";
    EXPECT_EQ(open("head", "result_application", results.front().id, R"({"use":"appraisal"})"), "!case.field_missing") << "without who used it";
    EXPECT_EQ(open("edu_admin", "result_application", results.front().id, R"({"use":"not_used","reason":"r"})"), "!access.denied");
    for (std::size_t i = 0; i < results.size(); ++i) {
        EXPECT_EQ(step("maker", id, "apply", exported), "!case.result_unapplied");
        EXPECT_EQ(detail(), fmt::format("{}/{}", i, results.size()));
        const std::string use = open("org", "result_application", results[i].id, i == 0 ? R"({"use":"not_used","reason":"本年度新设"})" : R"({"use":"appraisal","user_body":"organisation","weight":"5%"})");
        EXPECT_EQ(step("org", use, "receipt", R"({"receipt":"已计入"})"), "closed");
        EXPECT_EQ(file(use).outcome, i == 0 ? "not_used" : "appraisal");
    }
    EXPECT_EQ(step("maker", id, "apply", exported), "applied");
    EXPECT_EQ(file(id).text("appraisal_receipt"), "绩效办收据1");
}

}  // namespace
}  // namespace gx::tests
