// SPDX-License-Identifier: Apache-2.0
// S-5.5b, S-5.5c: explain in writing, put right in time, checked again by somebody independent; who refuses has broken faith.
#include "tests/support/record_road.hpp"

namespace gx::tests {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class RectificationCases : public RecordRoad {
protected:
    RectificationCases() {
        account("edu_wide", "edu", {{"R7", app::ScopeKind::Tenant, ""}});
        account("school_wide", "school", {{"R7", app::ScopeKind::Tenant, ""}});
    }
    /// A record's code is the ground; the order is not served yet.
    std::string ordered(const std::string& severity = "general", const std::string& ground = "finding", const std::string& no = "F-1") {
        if (ground == "finding" && !known_) {
            put("finding", "finding-1", R"({"code":"F-1","kind":"breach","body_id":"edu","organ":"示范市财政局","doc_no":"1","decided_on":"2026-02-01","facts":"逾期未付"})");
            known_ = true;
        }
        return open("fin1", "rectification", "edu",
                    fmt::format(R"({{"title":"限期付款","ground":"{}","ground_no":"{}","problem":"逾期未付","demands":["付清价款"],"severity":"{}","basis":["S-5.5c"]}})", ground, no, severity));
    }
    std::string serve(const std::string& id) { return step("fin1", id, "serve", R"({"order_no":"示整〔2026〕1号",)" + served(today()) + "}"); }
    std::string issued(const std::string& severity = "general") {
        const std::string id = ordered(severity);
        EXPECT_EQ(serve(id), "issued");
        return id;
    }
    std::string explain(const std::string& id, const std::string& why = "资金安排不及时。", const std::string& who = "edu_head") {
        return step(who, id, "explain", fmt::format(R"({{"explanation":"{}","plan":["三月底前付清"],"plan_owner":"p-head","plan_until":"2026-03-31"}})", why));
    }
    std::string planned(const std::string& severity = "general") {
        const std::string id = issued(severity);
        EXPECT_EQ(explain(id), "explained");
        EXPECT_EQ(step("fin1", id, "approve_plan"), "plan_ok");
        return id;
    }
    std::string submit(const std::string& id, const std::string& who = "edu_clerk") { return step(who, id, "submit", R"({"result":"已付清","evidence":["att"]})"); }
    std::string check(const std::string& who, const std::string& id, const char* how) {
        return step(who, id, how, R"({"recheck_method":"data","recheck_opinion":"已核对付款凭证。"})");
    }
    bool known_ = false;
};
INSTANTIATE_TEST_SUITE_P(Stores, RectificationCases, kCaseBackends, backend_name);

TEST_P(RectificationCases, S_5_5c_AnOrderRestsOnSomethingFound) {
    EXPECT_EQ(ordered("general", "finding", "F-2"), "!case.ground_unknown");
    EXPECT_EQ(ordered("general", "record", "R-WY-01/无/B01"), "!case.ground_unknown");
    const std::string record = record_in_effect();
    const std::string id = ordered("general", "record", stored("record", record).text_or_empty("code"));
    ASSERT_EQ(id.substr(0, 3), "id-") << id;
    EXPECT_THAT(seen("edu_head"), testing::Not(testing::Contains(id))) << "not before it is served";
    EXPECT_EQ(step("fin1", id, "serve", R"({"order_no":"1","served_method":"direct","served_on":"2026-03-03"})"), "!case.field_missing") << "no proof";
    EXPECT_EQ(step("fin1", id, "serve", "{" + served("2026-03-03") + "}"), "!case.field_missing") << "no number";
    EXPECT_EQ(serve(id), "issued");
    EXPECT_THAT(seen("edu_head"), testing::Contains(id));
}

TEST_P(RectificationCases, S_5_5b_WhatIsNotExplainedInTimeIsEscalated) {
    const std::string id = issued();
    EXPECT_EQ(due(id), "2026-03-09") << "five working days";
    run_on("2026-03-09");
    EXPECT_EQ(file(id).state, "issued") << "the last day is whole";
    run_on("2026-03-10");
    EXPECT_EQ(file(id).state, "escalated");
    EXPECT_TRUE(file(id).flags.contains("supervised"));
    EXPECT_EQ(file(id).steps.back().by, "system");
    EXPECT_EQ(submit(id), "!case.step_missing") << "no result without an explanation";
    EXPECT_EQ(explain(id), "explained") << "late is better than never";
}

TEST_P(RectificationCases, S_5_5b_TheBodyExplainsItselfAndNoRefusedExcuse) {
    const std::string id = issued();
    EXPECT_EQ(explain(id, "资金安排不及时。", "edu_clerk"), "!access.denied") << "its head or administrator answers for it";
    EXPECT_EQ(explain(id, "资金安排不及时。", "fin1"), "!access.denied");
    EXPECT_EQ(explain(id, "因政府换届，未能兑现。"), "!case.excuse_refused");
    EXPECT_THAT(last_->error().basis, HasSubstr("SRC-YSHJTL art. 31"));
    EXPECT_EQ(explain(id, "因人员变动，未能兑现。"), "!case.excuse_refused");
    EXPECT_EQ(explain(id, ""), "!case.field_missing");
    EXPECT_EQ(explain(id), "explained");
    EXPECT_EQ(step("fin1", id, "return_plan"), "!case.note_missing");
    EXPECT_EQ(step("fin1", id, "return_plan", "{}", "措施不具体"), "plan_returned");
    run_on("2026-03-06");
    EXPECT_EQ(file(id).state, "escalated") << "three working days for a better plan";
}

TEST_P(RectificationCases, S_5_5c_HasFifteenThirtyOrSixtyDays) {
    struct Row {
        const char* severity;
        const char* due;
    };
    // Served on the second of March; the sixtieth day falls into the May holiday.
    for (const Row& one : {Row{"minor", "2026-03-17"}, Row{"general", "2026-04-01"}, Row{"serious", "2026-05-06"}}) {
        const std::string id = planned(one.severity);
        EXPECT_EQ(due(id), one.due) << one.severity;
        EXPECT_EQ(step("edu_clerk", id, "report_progress", R"({"progress":"已付一半"})"), "in_progress");
        EXPECT_EQ(due(id), one.due) << "a report buys no time";
    }
}

TEST_P(RectificationCases, S_5_5c_LateIsRedAndEscalated) {
    const std::string id = planned("minor");
    ASSERT_EQ(due(id), "2026-03-17");
    set_day("2026-03-15");
    EXPECT_EQ(light("edu_head", id), "blue");
    set_day("2026-03-17");
    EXPECT_EQ(light("edu_head", id), "yellow");
    set_day("2026-03-18");
    EXPECT_EQ(light("edu_head", id), "red");
    EXPECT_EQ(step("edu_head", id, "ask_extension", "{}", "资金未到位"), "!case.limit_over");
    run_on("2026-03-18");
    EXPECT_EQ(file(id).state, "escalated");
    EXPECT_TRUE(file(id).flags.contains("supervised"));
    EXPECT_EQ(file(id).steps.back().due_was->iso(), "2026-03-17") << "what was late stays late";
    EXPECT_EQ(submit(id), "submitted") << "it may still be put right";
    EXPECT_TRUE(file(id).flags.contains("supervised"));
}

TEST_P(RectificationCases, S_5_5c_IsExtendedOnceByWhoOrderedIt) {
    const std::string id = planned("minor");
    EXPECT_EQ(step("fin2", id, "extend", "{}", "同意"), "!case.step_missing") << "nobody asked";
    EXPECT_EQ(step("edu_head", id, "ask_extension"), "!case.note_missing");
    EXPECT_EQ(step("edu_head", id, "ask_extension", "{}", "资金未到位"), "plan_ok");
    EXPECT_TRUE(file(id).flags.contains("extension_asked"));
    EXPECT_EQ(due(id), "2026-03-17") << "asking changes nothing";
    EXPECT_EQ(step("edu_head", id, "extend", "{}", "同意"), "!access.denied");
    EXPECT_EQ(step("fin2", id, "extend", "{}", "同意"), "plan_ok");
    EXPECT_EQ(due(id), "2026-04-01") << "fifteen days more";
    EXPECT_FALSE(file(id).flags.contains("extension_asked"));
    EXPECT_EQ(step("edu_head", id, "ask_extension", "{}", "仍未到位"), "!case.too_often");
    EXPECT_EQ(step("fin2", id, "extend", "{}", "同意"), "!case.too_often");
}

TEST_P(RectificationCases, S_5_5c_IsCheckedAgainByWhoIsIndependent) {
    const std::string id = planned();
    EXPECT_EQ(submit(id, "fin1"), "!access.denied");
    EXPECT_EQ(step("edu_clerk", id, "submit", R"({"result":"已付清","evidence":[]})"), "!case.field_missing") << "no proof";
    EXPECT_EQ(submit(id), "submitted");
    EXPECT_EQ(due(id), "2026-03-16") << "ten working days";
    EXPECT_EQ(check("edu_head", id, "pass"), "!access.denied");
    EXPECT_EQ(check("edu_r7", id, "pass"), "!access.denied");
    EXPECT_EQ(check("edu_wide", id, "pass"), "!case.not_independent");
    EXPECT_EQ(check("school_wide", id, "pass"), "!case.not_independent") << "nor one below it";
    EXPECT_EQ(check("fin2", id, "pass"), "verified");
    EXPECT_EQ(step("fin2", id, "close"), "!case.same_person") << "who checked does not close";
    EXPECT_EQ(step("fin1", id, "close"), "closed");
    EXPECT_EQ(file(id).outcome, "rectified");
    EXPECT_EQ(stored("finding", file(id).text("finding_id")).text_or_empty("kind"), "rectified");
}

TEST_P(RectificationCases, S_5_5c_AFailedCheckStartsANewClockAndCounts) {
    const std::string id = planned("minor");
    for (int round = 1; round <= 2; ++round) {
        EXPECT_EQ(submit(id), "submitted");
        EXPECT_EQ(check("fin2", id, "fail"), "failed");
        set_day(round == 1 ? "2026-03-10" : "2026-03-24");
        EXPECT_EQ(step("fin1", id, "reopen"), "!case.note_missing");
        EXPECT_EQ(step("fin1", id, "reopen", "{}", "仍有未付"), "reworking");
        EXPECT_EQ(due(id), round == 1 ? "2026-03-25" : "2026-04-08") << "fifteen days from the day of the order";
        EXPECT_EQ(file(id).times("reopen"), round);
    }
    EXPECT_EQ(submit(id), "submitted");
    EXPECT_EQ(check("fin2", id, "fail"), "failed");
    EXPECT_EQ(step("fin1", id, "reopen", "{}", "仍有未付"), "!case.too_often");
    EXPECT_EQ(step("fin1", id, "escalate", "{}", "两次未通过"), "escalated");
    EXPECT_TRUE(file(id).flags.contains("supervised"));
}

TEST_P(RectificationCases, S_5_5c_ARefusalBecomesAClueOfBrokenFaith) {
    const std::string id = issued("serious");
    EXPECT_EQ(step("edu_head", id, "refuse"), "!case.note_missing");
    EXPECT_EQ(step("edu_clerk", id, "refuse", "{}", "不同意"), "!access.denied");
    EXPECT_EQ(step("edu_head", id, "refuse", "{}", "不同意整改要求"), "escalated");
    EXPECT_TRUE(file(id).flags.contains("refused"));
    EXPECT_THAT(children(id), IsEmpty()) << "somebody has to confirm it";
    EXPECT_EQ(step("fin1", id, "confirm_refusal", "{}", "书面拒绝"), "!case.same_person") << "who served the order";
    EXPECT_EQ(step("fin2", id, "confirm_refusal"), "!case.note_missing");
    EXPECT_EQ(step("fin2", id, "confirm_refusal", "{}", "书面拒绝"), "refused");
    EXPECT_EQ(file(id).outcome, "refused");
    ASSERT_THAT(children(id), SizeIs(1));
    const auto clue = file(children(id).front());
    EXPECT_EQ(clue.procedure, "record");
    EXPECT_EQ(clue.state, "clue");
    EXPECT_EQ(clue.text("cat"), "R-WY-05");
    EXPECT_EQ(clue.text("clue_source"), "rectification");
    EXPECT_EQ(clue.text("facts"), "逾期未付");
    EXPECT_EQ(clue.body_id, "fin");
    EXPECT_EQ(clue.recused_id, "edu") << "hidden again until the notice";
}

}  // namespace
}  // namespace gx::tests
