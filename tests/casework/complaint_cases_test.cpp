// SPDX-License-Identifier: Apache-2.0
// S-4.3b: complaints — who may see and handle them, by when, and what a refusal says.
#include "tests/support/case_county.hpp"

namespace gx::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ComplaintCases : public CaseCounty {
protected:
    std::string filed(const std::string& subject = "edu", const std::string& more = {}) {
        return open("maker", "complaint", subject, fmt::format(R"({{"title":"拖欠货款","content":"合同约定付款，至今未付。","channel":"letter"{}}})", more));
    }
    /// Filed, accepted and assigned to the superior.
    std::string assigned() {
        const std::string id = filed();
        EXPECT_EQ(step("maker", id, "accept"), "accepted");
        EXPECT_EQ(step("head", id, "assign", R"({"handler":"gov"})"), "assigned");
        return id;
    }
    std::string verifying() {
        const std::string id = assigned();
        EXPECT_EQ(step("gov1", id, "take"), "verifying");
        return id;
    }
};
INSTANTIATE_TEST_SUITE_P(Stores, ComplaintCases, kCaseBackends, backend_name);

TEST_P(ComplaintCases, S_4_3b_OpensAtTheCreditOfficeWithANumberAndADueDay) {
    const std::string id = filed();
    const auto one = file(id);
    EXPECT_EQ(one.code, "TS-2026-000001");
    EXPECT_EQ(one.body_id, "credit");
    EXPECT_EQ(one.recused_id, "edu");
    EXPECT_EQ(one.concerned_id, "");
    EXPECT_EQ(due(id), "2026-03-05");
    EXPECT_EQ(file(filed()).code, "TS-2026-000002");
}

TEST_P(ComplaintCases, S_2_3_HalvesTheDaysOfAFocusCaseAndListsItFirst) {
    const std::string plain = filed();
    const std::string focus = filed("edu", R"(,"focus":"harm_people")");
    EXPECT_EQ(due(focus), "2026-03-04");
    EXPECT_THAT(seen("maker"), ElementsAre(focus, plain));
}

TEST_P(ComplaintCases, S_4_3b_IsHiddenFromTheAccusedBodyAndThoseBelowIt) {
    const std::string id = filed();
    for (const char* who : {"edu_admin", "edu_clerk", "edu_head", "edu_r7"}) {
        EXPECT_THAT(seen(who), IsEmpty()) << who;
        EXPECT_EQ(desk_->reads().show(id, actor(who)).error().reason, "case.unknown") << who;
        EXPECT_EQ(step(who, id, "accept"), "!case.unknown") << who;
    }
    EXPECT_THAT(seen("maker"), ElementsAre(id));
}

TEST_P(ComplaintCases, S_4_3b_IsHiddenFromTheCreditOfficeWhenThatIsAccused) {
    const std::string id = filed("credit");
    EXPECT_EQ(file(id).body_id, "discipline");
    EXPECT_THAT(seen("maker2"), IsEmpty());
    EXPECT_THAT(seen("head"), IsEmpty());
    EXPECT_THAT(seen("jw"), ElementsAre(id));
}

TEST_P(ComplaintCases, S_4_3b_IsAssignedToTheSuperiorOrCompetentBodyOnly) {
    const std::string id = filed();
    EXPECT_EQ(step("maker", id, "accept"), "accepted");
    EXPECT_EQ(step("head", id, "assign", R"({"handler":"edu"})"), "!case.body_recused");
    EXPECT_EQ(step("head", id, "assign", R"({"handler":"school"})"), "!case.body_recused");
    EXPECT_EQ(step("head", id, "assign", R"({"handler":"town"})"), "!case.body_not_competent");
    EXPECT_EQ(step("head", id, "assign", R"({"handler":"nowhere"})"), "!case.body_unknown");
    EXPECT_EQ(step("head", id, "assign"), "!case.field_missing");
    EXPECT_EQ(last_->error().where, "/body/fields/handler");
    EXPECT_EQ(step("inspector", id, "assign", R"({"handler":"gov"})"), "!access.denied");
    EXPECT_EQ(step("head", id, "assign", R"({"handler":"gov"})"), "assigned");
    EXPECT_EQ(file(id).body_id, "gov");
}

TEST_P(ComplaintCases, S_4_3b_ComesBackWithinFiveWorkingDaysAndNotAfter) {
    const std::string id = assigned();
    EXPECT_EQ(due(id), "2026-03-09");
    set_day("2026-03-09");
    EXPECT_EQ(step("gov1", id, "return"), "!case.note_missing");
    EXPECT_EQ(step("gov1", id, "return", "{}", "不属本单位职责"), "accepted");
    EXPECT_EQ(file(id).body_id, "credit");
    EXPECT_EQ(step("head", id, "assign", R"({"handler":"gov"})"), "assigned");
    set_day("2026-03-17");
    EXPECT_EQ(step("gov1", id, "return", "{}", "不属本单位职责"), "!case.limit_over");
    EXPECT_THAT(last_->error().basis, testing::HasSubstr("SRC-XFGZTL art. 23"));
}

TEST_P(ComplaintCases, S_4_3b_EndsWithAnAnswerByAnotherPersonAndARating) {
    const std::string id = verifying();
    EXPECT_EQ(due(id), "2026-04-01");
    EXPECT_EQ(step("gov1", id, "conclude", R"({"conclusion":"untrue","findings":"款项已付。"})"), "concluded");
    EXPECT_EQ(due(id), "2026-03-03");
    EXPECT_EQ(step("gov1", id, "reply", R"({"reply":"经核实，款项已付。"})"), "!case.same_person");
    EXPECT_EQ(step("gov2", id, "reply", R"({"reply":"经核实，款项已付。"})"), "callback");
    EXPECT_EQ(step("gov2", id, "rate", R"({"satisfaction":"satisfied"})"), "closed");
    EXPECT_EQ(file(id).outcome, "untrue");
    EXPECT_EQ(step("gov2", id, "rate", R"({"satisfaction":"satisfied"})"), "!case.closed");
}

TEST_P(ComplaintCases, S_4_3b_IsHandledOnceMoreAndThenSupervised) {
    const std::string id = verifying();
    const auto answer = [&] {
        EXPECT_EQ(step("gov1", id, "conclude", R"({"conclusion":"untrue","findings":"款项已付。"})"), "concluded");
        EXPECT_EQ(step("gov2", id, "reply", R"({"reply":"经核实，款项已付。"})"), "callback");
    };
    answer();
    EXPECT_EQ(step("gov2", id, "dissatisfied_again", "{}", "不满意"), "!case.step_missing");
    EXPECT_EQ(step("gov2", id, "rehandle", "{}", "投诉人不满意"), "verifying");
    answer();
    EXPECT_EQ(step("gov2", id, "rehandle", "{}", "投诉人不满意"), "!case.too_often");
    EXPECT_EQ(step("gov2", id, "dissatisfied_again", "{}", "再次不满意"), "closed");
    EXPECT_TRUE(file(id).flags.contains("supervised"));
}

TEST_P(ComplaintCases, S_4_3b_LapsesByTimeWhenNothingIsAdded) {
    const std::string id = filed();
    EXPECT_EQ(step("maker", id, "ask_supplement", R"({"supplement_asked":"请补充合同。"})"), "supplement");
    EXPECT_EQ(due(id), "2026-03-16");
    EXPECT_EQ(step("maker", id, "lapse"), "!access.denied");
    run_on("2026-03-16");
    EXPECT_EQ(file(id).state, "supplement");
    run_on("2026-03-17");
    EXPECT_EQ(file(id).state, "withdrawn");
    EXPECT_EQ(file(id).steps.back().by, "system");
}

TEST_P(ComplaintCases, S_4_3b_AsksForOneToDoWhereItLies) {
    const std::string id = filed();
    run_on("2026-03-02");
    EXPECT_THAT(todos_of(id), ElementsAre("case_complaint_received credit 2026-03-05"));
    EXPECT_EQ(step("maker", id, "accept"), "accepted");
    EXPECT_EQ(step("head", id, "assign", R"({"handler":"gov"})"), "assigned");
    run_on("2026-03-03");
    EXPECT_THAT(todos_of(id), ElementsAre("case_complaint_assigned gov 2026-03-09"));
    EXPECT_EQ(step("gov1", id, "return", "{}", "不属本单位职责"), "accepted");
    EXPECT_EQ(step("head", id, "assign", R"({"handler":"gov"})"), "assigned");
    restart();
    run_on("2026-03-04");
    EXPECT_THAT(todos_of(id), ElementsAre("case_complaint_assigned gov 2026-03-10"));
}

TEST_P(ComplaintCases, S_4_3b_IsExtendedOnceByAnotherPerson) {
    const std::string id = verifying();
    EXPECT_EQ(step("gov1", id, "extend", "{}", "案情复杂"), "!case.same_person");
    EXPECT_EQ(step("gov2", id, "extend", "{}", "案情复杂"), "verifying");
    EXPECT_EQ(due(id), "2026-06-01");
    EXPECT_EQ(step("gov2", id, "extend", "{}", "案情复杂"), "!deadline.extension_count");
    EXPECT_EQ(step("gov1", id, "pause", "{}", "委托鉴定"), "verifying");
    EXPECT_EQ(due(id), "-");
    EXPECT_EQ(step("gov1", id, "conclude", R"({"conclusion":"untrue","findings":"款项已付。"})"), "!case.clock_stands");
    set_day("2026-03-05");
    EXPECT_EQ(step("gov1", id, "resume"), "verifying");
    EXPECT_EQ(due(id), "2026-06-03");
}

TEST_P(ComplaintCases, S_4_3b_RefusesPersonalNumbersAndUnknownFields) {
    EXPECT_EQ(filed("edu", R"(,"documents":[])").substr(0, 3), "id-");
    EXPECT_EQ(open("maker", "complaint", "edu", R"({"title":"电话 13800138000","content":"内容","channel":"letter"})"), "!case.personal_value");
    EXPECT_EQ(open("maker", "complaint", "edu", R"({"title":"标题","content":"内容","channel":"letter","else":1})"), "!case.field_unknown");
    EXPECT_EQ(open("maker", "complaint", "nowhere", R"({"title":"标题","content":"内容","channel":"letter"})"), "!case.subject_unknown");
    EXPECT_EQ(open("edu_clerk", "complaint", "edu", R"({"title":"标题","content":"内容","channel":"letter"})"), "!access.denied");
    EXPECT_EQ(open("maker", "nothing", "edu", "{}"), "!procedure.unknown");
}

TEST_P(ComplaintCases, TwoPeopleAtOnceOneWins) {
    const std::string id = filed();
    const auto version = row(id).version;
    EXPECT_TRUE(desk_->steps().run({.id = id, .step = "accept", .version = version}, actor("maker")).ok());
    const auto second = desk_->steps().run({.id = id, .step = "accept", .version = version}, actor("maker2"));
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().reason, "store.version");
}

TEST_P(ComplaintCases, ShowsStepsOnlyToWhoMayTakeThem) {
    const std::string id = filed();
    const auto names = [&](const char* who) {
        std::vector<std::string> found;
        const auto shown = desk_->reads().show(id, actor(who)).value();
        for (const auto& one : shown.at("may").as_array()) { found.push_back(one.text_or_empty("id")); }
        return found;
    };
    EXPECT_THAT(names("maker"), testing::Contains("accept"));
    EXPECT_THAT(names("maker"), testing::Not(testing::Contains("lapse")));
    EXPECT_THAT(names("fin1"), IsEmpty());
}

TEST_P(ComplaintCases, ExplainsItsClock) {
    const auto json = desk_->reads().clock(filed(), actor("maker")).value();
    EXPECT_EQ(json.text_or_empty("due"), "2026-03-05");
    EXPECT_EQ(json.text_or_empty("rule"), "DL-TS-02");
    EXPECT_EQ(json.at("days").as_array().size(), 3U);
}

TEST_P(ComplaintCases, RunningCasesKeepTheProcedureTheyBeganUnder) {
    const std::string id = filed();
    const std::string digest = file(id).law;
    const auto kept = store_->reader().value()->find_by_key("procedure_version", "990101", "complaint@" + digest).value();
    ASSERT_TRUE(kept);
    // Another law pack: the first limit is gone from this version's digest, the case still finds its own.
    const auto book = app::ProcedureBook::open(law(), hasher_).value();
    auto reader = store_->reader().value();
    const auto version = book->of(*reader, "990101", "complaint", digest).value();
    EXPECT_EQ(version->procedure.id, "complaint");
    EXPECT_EQ(book->of(*reader, "990101", "complaint", "00").error().reason, "procedure.version_lost");
}

}  // namespace
}  // namespace gx::tests
