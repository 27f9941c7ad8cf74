// SPDX-License-Identifier: Apache-2.0
// S-2.2, S-5.5d, S-5.5f, S-5.5h, S-5.5j: what follows a record or good conduct, decided by three people and ended by itself.
#include "app/casework/vetting.hpp"
#include "tests/support/record_road.hpp"

namespace gx::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class MeasureCases : public RecordRoad {
protected:
    static std::string proposal(const std::string& kind, const std::string& starts, const std::string& ends) {
        return fmt::format(R"({{"kind":"{}","reason":"失信","basis":["S-5.5d"],"starts_on":"{}","ends_on":"{}"}})", kind, starts, ends);
    }
    std::string issue(const std::string& who, const std::string& id, const std::string& more = R"("scope":"county",)") {
        return step(who, id, "issue", fmt::format(R"({{"doc_no":"示信〔2026〕1号","doc_date":"{}",{}{}}})", today(), more, served(today())));
    }
    /// In its term: carried out and reported.
    std::string honour_lost(const std::string& record, const std::string& ends) {
        const std::string id = open("maker", "measure", record, proposal("M-HONOUR", today(), ends));
        EXPECT_EQ(step("maker2", id, "check_legality", R"({"legality_opinion":"合法"})"), "legal_check");
        EXPECT_EQ(step("head", id, "approve"), "approved");
        EXPECT_EQ(issue("maker", id), "issued");
        EXPECT_EQ(step("maker", id, "execute", R"({"execution":"已告知评选部门"})"), "executed");
        EXPECT_EQ(step("maker", id, "report", R"({"report":"已列入限制名单"})"), "feedback");
        return id;
    }
    /// The measures of a body or an official, as whoever gives honours is told: kind and last day.
    std::vector<std::string> vetted(const std::string& body, const std::string& official = {}) {
        app::Vetting vetting({.store = *store_, .clock = clock_, .ids = ids_, .law = law()});
        app::Vetting::Input input{.purpose = "评优评先核查", .basis = "S-5.5d"};
        if (!body.empty()) { input.bodies = {body}; }
        if (!official.empty()) { input.officials = {official}; }
        const auto answer = vetting.run(input, support::an_actor("vetter"));
        EXPECT_TRUE(answer.ok()) << answer.error().reason << answer.error().detail;
        std::vector<std::string> found;
        for (const auto& one : answer->at(official.empty() ? "bodies" : "officials").as_array().front().at("measures").as_array()) {
            found.push_back(one.text_or_empty("kind") + " " + one.text_or_empty("doc_no") + " " + one.text_or_empty("ends_on"));
        }
        return found;
    }
};
INSTANTIATE_TEST_SUITE_P(Stores, MeasureCases, kCaseBackends, backend_name);

TEST_P(MeasureCases, S_2_2_NoneWithoutARecordInEffectAndABasis) {
    EXPECT_EQ(open("maker", "measure", "", proposal("M-HONOUR", "2026-03-02", "2026-09-02")), "!case.subject_missing");
    EXPECT_EQ(open("maker", "measure", "nowhere", proposal("M-HONOUR", "2026-03-02", "2026-09-02")), "!case.subject_unknown");
    const std::string id = determined();
    ASSERT_EQ(step("maker2", id, "register"), "registered");
    ASSERT_EQ(step("head", id, "release"), "active");
    const std::string record = record_of(id);
    EXPECT_EQ(open("maker", "measure", record, proposal("M-HONOUR", "2026-03-02", "2026-09-02")), "!case.record_not_in_effect") << "it begins tomorrow";
    next_day();
    EXPECT_EQ(open("maker", "measure", record, R"({"kind":"M-HONOUR","reason":"失信","starts_on":"2026-03-03","ends_on":"2026-09-02"})"), "!case.field_missing");
    EXPECT_EQ(open("maker", "measure", record, R"({"kind":"M-HONOUR","reason":"失信","basis":[],"starts_on":"2026-03-03","ends_on":"2026-09-02"})"), "!case.field_missing")
        << "an empty basis is none";
    EXPECT_EQ(open("maker", "measure", record, R"({"kind":"M-HONOUR","reason":"失信","basis":["S-5.5d"],"starts_on":"2026-03-03"})"), "!case.field_missing") << "no last day";
    EXPECT_EQ(open("maker", "measure", record, proposal("M-HONOUR", "2026-03-03", "2026-03-02")), "!case.day_outside");
    EXPECT_EQ(open("maker", "measure", record, proposal("M-AWARD-LIMIT", "2026-03-03", "2026-09-02")), "!case.field_option") << "that one is for persons";
    EXPECT_EQ(open("edu_head", "measure", record, proposal("M-HONOUR", "2026-03-03", "2026-09-02")), "!access.denied");
    EXPECT_EQ(open("maker", "measure", record, proposal("M-HONOUR", "2026-03-03", "2026-09-02")).substr(0, 3), "id-");
}

TEST_P(MeasureCases, S_2_2_FallsWithItsRecordBeforeItIsIssued) {
    const std::string record = record_in_effect();
    const std::string id = open("maker", "measure", record, proposal("M-HONOUR", today(), "2026-09-02"));
    ASSERT_EQ(step("maker2", id, "check_legality", R"({"legality_opinion":"合法"})"), "legal_check");
    EXPECT_EQ(step("allround", id, "ground_gone"), "!case.record_in_effect");
    auto revoked = stored("record", record);
    put("record", record, base::canonical(revoked.set("revoked_on", today()).set("revoke_reason", "判决撤销")), 2);
    EXPECT_EQ(step("head", id, "approve"), "!case.record_not_in_effect");
    EXPECT_EQ(step("allround", id, "ground_gone"), "dropped");
}

TEST_P(MeasureCases, S_5_5d_ARestrictedBodyIsFoundByWhoeverGivesHonours) {
    EXPECT_THAT(vetted("edu"), IsEmpty());
    const std::string record = record_in_effect();
    EXPECT_EQ(open("maker", "measure", record, proposal("M-HONOUR", today(), "2027-03-04")), "!case.measure_too_long") << "a year at most";
    const std::string id = open("allround", "measure", record, proposal("M-HONOUR", today(), "2027-03-03"));
    EXPECT_EQ(open("maker", "measure", record, proposal("M-HONOUR", today(), "2027-03-03")), "!case.open_already");
    EXPECT_EQ(step("allround", id, "check_legality", R"({"legality_opinion":"合法"})"), "!case.same_person");
    EXPECT_EQ(step("head", id, "approve"), "!case.step_not_from_here");
    ASSERT_EQ(step("maker2", id, "check_legality", R"({"legality_opinion":"合法"})"), "legal_check");
    EXPECT_EQ(step("allround", id, "approve"), "!case.same_person");
    EXPECT_EQ(step("fin1", id, "approve"), "!case.measure_decider") << "the credit office's head decides on honours";
    ASSERT_EQ(step("head", id, "approve"), "approved");
    EXPECT_THAT(vetted("edu"), IsEmpty()) << "not before it is served";
    EXPECT_EQ(step("maker", id, "issue", R"({"doc_no":"示信〔2026〕1号","doc_date":"2026-03-03","scope":"county","served_method":"direct","served_on":"2026-03-03"})"), "!case.field_missing");
    ASSERT_EQ(issue("maker", id), "issued");
    EXPECT_THAT(vetted("edu"), ElementsAre("M-HONOUR 示信〔2026〕1号 2027-03-03"));
    EXPECT_THAT(vetted("B01"), SizeIs(1)) << "by its code too";
    EXPECT_THAT(vetted("fin"), IsEmpty());
    EXPECT_THAT(seen("edu_head"), testing::Contains(id)) << "the body is told";
    const auto measure = stored("measure", file(id).text("measure_id"));
    EXPECT_EQ(measure.text_or_empty("record_id"), record);
    EXPECT_EQ(measure.at("basis").as_array().front().as_string(), "S-5.5d");
    // Lifted early by another person, it is gone from the list at once.
    EXPECT_EQ(step("allround", id, "lift", "{}", "已改正"), "!case.same_person");
    EXPECT_EQ(step("head", id, "lift"), "!case.note_missing");
    EXPECT_EQ(step("head", id, "lift", "{}", "已改正"), "lifted");
    EXPECT_THAT(vetted("edu"), IsEmpty());
}

TEST_P(MeasureCases, S_5_5d_EndsAtItsLastDayByItself) {
    const std::string id = honour_lost(record_in_effect(), "2026-03-20");
    run_on("2026-03-20");
    EXPECT_EQ(file(id).state, "feedback") << "its last day is whole";
    EXPECT_THAT(vetted("edu"), SizeIs(1));
    set_day("2026-03-21");
    EXPECT_THAT(vetted("edu"), IsEmpty()) << "whether the round has run or not";
    run_on("2026-03-21");
    EXPECT_EQ(file(id).state, "expired");
    EXPECT_EQ(file(id).steps.back().by, "system");
    EXPECT_EQ(stored("measure", file(id).text("measure_id")).text_or_empty("end_reason"), "expired");
}

TEST_P(MeasureCases, S_5_5f_TheOrgansResultComesBackAsAClue) {
    struct Row {
        const char* decision;
        const char* cat;  ///< empty: none
    };
    const std::string record = record_in_effect();
    const auto letter = [&](const char* target, const char* person, const char* on) {
        return fmt::format(R"({{"target":"{}","person":"{}","behaviour_on":"{}","letter_no":"示信移〔2026〕1号","reason":"拒不履行","basis":["S-5.5f"],"documents":["att"]}})", target, person, on);
    };
    EXPECT_EQ(open("head", "transfer", record, letter("fin", "p-head", "2026-01-05")), "!case.not_personnel_organ");
    EXPECT_EQ(open("head", "transfer", record, letter("discipline", "p-former", "2026-01-05")), "!case.official_not_responsible");
    EXPECT_EQ(open("maker", "transfer", record, letter("discipline", "p-head", "2026-01-05")), "!access.denied");
    for (const Row& one : {Row{"accountability", "R-WZ-01"}, Row{"party_discipline", "R-JL-01"}, Row{"sanction", "R-JL-02"}, Row{"none", ""}}) {
        set_day("2026-03-03");
        const std::string id = open("head", "transfer", record, letter("discipline", "p-head", "2026-01-05"));
        ASSERT_EQ(id.substr(0, 3), "id-") << id;
        EXPECT_EQ(open("head", "transfer", record, letter("discipline", "p-head", "2026-01-05")), "!case.open_already");
        EXPECT_EQ(file(id).body_id, "discipline");
        EXPECT_EQ(light("edu_head", id), "!case.unknown");
        EXPECT_EQ(light("head_self", id), "!case.unknown") << "nor does the person see it";
        ASSERT_EQ(step("jw", id, "accept"), "accepted");
        EXPECT_EQ(due(id), "2026-04-02") << "thirty days for the answer";
        const std::string decided =
            fmt::format(R"({{"decision":"{}","doc_no":"示纪〔2026〕{}号","doc_date":"2026-03-03","facts":"经查，负有领导责任。"}})", one.decision, one.decision);
        EXPECT_EQ(step("jw", id, "close"), "!case.step_not_from_here");
        ASSERT_EQ(step("jw", id, "decide", decided), "result");
        EXPECT_EQ(step("jw", id, "close"), "!case.same_person");
        ASSERT_EQ(step("jw2", id, "close"), "closed");
        EXPECT_EQ(file(id).outcome, one.decision);
        if (*one.cat == '\0') {
            EXPECT_THAT(children(id), IsEmpty());
            continue;
        }
        ASSERT_THAT(children(id), SizeIs(1)) << one.decision;
        const auto clue = file(children(id).front());
        EXPECT_EQ(clue.procedure, "record_person");
        EXPECT_EQ(clue.state, "clue");
        EXPECT_EQ(clue.official_id, "p-head");
        EXPECT_EQ(clue.text("cat"), one.cat);
        EXPECT_EQ(clue.text("clue_source"), "accountability");
        EXPECT_EQ(clue.text("doc_no"), fmt::format("示纪〔2026〕{}号", one.decision));
        EXPECT_EQ(clue.body_id, "discipline");
    }
}

TEST_P(MeasureCases, S_5_5f_IsExtendedOnceAndReturnedInTime) {
    const std::string record = record_in_effect();
    const std::string letter =
        R"({"target":"discipline","person":"p-head","behaviour_on":"2026-01-05","letter_no":"示信移〔2026〕1号","reason":"拒不履行","basis":["S-5.5f"],"documents":["att"]})";
    const std::string id = open("head", "transfer", record, letter);
    ASSERT_EQ(step("jw", id, "accept"), "accepted");
    EXPECT_EQ(step("jw", id, "extend", "{}", "案情复杂"), "!case.same_person");
    EXPECT_EQ(step("jw2", id, "extend", "{}", "案情复杂"), "accepted");
    EXPECT_EQ(due(id), "2026-06-01");
    EXPECT_EQ(step("jw2", id, "extend", "{}", "案情复杂"), "!deadline.extension_count");
    set_day("2026-06-02");
    EXPECT_EQ(light("jw", id), "red");
}

TEST_P(MeasureCases, S_5_5h_ARestrictionOfAwardsEndsAtItsLastDayByItself) {
    const std::string record = record_of(person_released());
    const auto form = [](const char* ends) { return fmt::format(R"({{"kind":"M-AWARD-LIMIT","reason":"受处分","basis":["S-5.5h"],"starts_on":"2026-03-03","ends_on":"{}"}})", ends); };
    EXPECT_EQ(open("head", "measure_person", record, form("2026-04-03")), "!access.denied");
    EXPECT_EQ(open("org", "measure_person", record, form("2028-03-04")), "!case.measure_too_long") << "two years at most";
    const std::string id = open("org", "measure_person", record, form("2026-03-20"));
    ASSERT_EQ(id.substr(0, 3), "id-") << id;
    EXPECT_EQ(file(id).official_id, "p-head");
    EXPECT_EQ(step("org", id, "check_legality", R"({"legality_opinion":"合法"})"), "!case.same_person");
    ASSERT_EQ(step("org2", id, "check_legality", R"({"legality_opinion":"合法"})"), "legal_check");
    EXPECT_EQ(step("org2", id, "approve"), "!case.same_person");
    ASSERT_EQ(step("jw", id, "approve"), "approved");
    EXPECT_EQ(step("head_self", id, "issue"), "!case.unknown") << "the person learns of it by the decision";
    ASSERT_EQ(issue("org", id, ""), "issued");
    EXPECT_THAT(vetted("", "p-head"), ElementsAre("M-AWARD-LIMIT 示信〔2026〕1号 2026-03-20"));
    EXPECT_THAT(vetted("", "p-former"), IsEmpty());
    ASSERT_EQ(step("org", id, "execute", R"({"execution":"已列入"})"), "executed");
    ASSERT_EQ(step("org", id, "report", R"({"report":"已列入限制名单"})"), "feedback");
    run_on("2026-03-20");
    EXPECT_EQ(file(id).state, "feedback");
    EXPECT_THAT(vetted("", "p-head"), SizeIs(1));
    run_on("2026-03-21");
    EXPECT_EQ(file(id).state, "expired");
    EXPECT_EQ(file(id).steps.back().by, "system");
    EXPECT_THAT(vetted("", "p-head"), IsEmpty());
    EXPECT_EQ(stored("measure", file(id).text("measure_id")).text_or_empty("end_reason"), "expired");
}

TEST_P(MeasureCases, S_5_5h_ARestrictionThatNobodyReportedEndsAllTheSame) {
    const std::string record = record_of(person_released());
    const std::string id = open("org", "measure_person", record, R"({"kind":"M-AWARD-LIMIT","reason":"受处分","basis":["S-5.5h"],"starts_on":"2026-03-03","ends_on":"2026-03-20"})");
    ASSERT_EQ(step("org2", id, "check_legality", R"({"legality_opinion":"合法"})"), "legal_check");
    ASSERT_EQ(step("jw", id, "approve"), "approved");
    ASSERT_EQ(issue("org", id, ""), "issued");
    set_day("2026-03-21");
    EXPECT_THAT(vetted("", "p-head"), IsEmpty());
    EXPECT_EQ(step("org", id, "execute", R"({"execution":"已列入"})"), "executed");
    EXPECT_EQ(step("org", id, "report", R"({"report":"补报"})"), "feedback");
    run_on("2026-03-21");
    EXPECT_EQ(file(id).state, "expired") << "the report closes it at once";
}

TEST_P(MeasureCases, S_5_5j_OnlyGradeAWithoutARecord) {
    const auto form = [&](const char* kind = "M-PRAISE") { return fmt::format(R"({{"kind":"{}","reason":"履约良好","basis":["S-5.5j"],"starts_on":"2026-03-20","ends_on":"2026-12-31"}})", kind); };
    EXPECT_EQ(open("maker", "incentive", "town", form()), "!case.grade_not_reached") << "never judged";
    frozen_result("ev-2024", "town", "B", "2024-12-31");
    EXPECT_EQ(open("maker", "incentive", "town", form()), "!case.grade_not_reached");
    frozen_result("ev-2025", "town", "A", "2025-12-31", "trial");
    EXPECT_EQ(open("maker", "incentive", "town", form()), "!case.grade_not_reached") << "a trial counts for nothing";
    frozen_result("ev-edu", "edu", "A", "2025-12-30");
    EXPECT_EQ(open("maker", "incentive", "edu", R"({"kind":"M-FEWER-CHECKS","reason":"履约良好","basis":["S-5.5j"],"starts_on":"2026-03-20","ends_on":"2027-03-21"})"), "!case.measure_too_long");
    EXPECT_EQ(open("maker", "incentive", "edu", R"({"kind":"M-HONOUR","reason":"履约良好","basis":["S-5.5j"],"starts_on":"2026-03-20","ends_on":"2026-12-31"})"), "!case.field_option");

    const std::string id = open("allround", "incentive", "edu", form());
    ASSERT_EQ(id.substr(0, 3), "id-") << id;
    EXPECT_EQ(step("allround", id, "announce"), "!case.same_person");
    ASSERT_EQ(step("maker2", id, "announce"), "announced");
    EXPECT_EQ(due(id), "2026-03-09") << "seven days of public notice";
    ASSERT_THAT(children(id, "publication"), SizeIs(1));
    EXPECT_EQ(file(children(id).front()).text("kind"), "honour");
    run_on("2026-03-09");
    EXPECT_EQ(file(id).state, "announced");
    run_on("2026-03-10");
    ASSERT_EQ(file(id).state, "notice_over");
    const auto approve = [&](const char* who) { return step(who, id, "approve", fmt::format(R"({{"doc_no":"示信奖〔2026〕1号","doc_date":"{}","scope":"county"}})", today())); };
    EXPECT_EQ(approve("allround"), "!case.same_person");
    EXPECT_EQ(approve("inspector"), "!case.measure_decider");
    // A record that came into effect meanwhile takes it away, and so does one that is being charged.
    const std::string charged = noticed();
    EXPECT_EQ(approve("head"), "!case.record_active");
    EXPECT_EQ(open("maker", "incentive", "edu", form("M-GREEN-CHANNEL")), "!case.record_active");
    ASSERT_EQ(step("fin1", charged, "serve_again", "{}", "送达有误"), "verifying");
    ASSERT_EQ(step("fin2", charged, "dismiss", R"({"dismissal_ground":"no_facts"})", "查无实据"), "dismissed");
    record_in_effect({.doc_no = "示财认〔2026〕9号"});
    EXPECT_EQ(approve("head"), "!case.record_active");
    EXPECT_EQ(step("maker2", id, "objected", "{}", "出现失信记录"), "dropped");
}

TEST_P(MeasureCases, S_5_5j_IsGivenForATermAndTakenBack) {
    frozen_result("ev-2025", "town", "A", "2025-12-31");
    const auto given = [&](const char* kind) {
        const std::string id = open("maker", "incentive", "town", fmt::format(R"({{"kind":"{}","reason":"履约良好","basis":["S-5.5j"],"starts_on":"2026-03-20","ends_on":"2026-04-20"}})", kind));
        EXPECT_EQ(step("maker2", id, "announce"), "announced");
        return id;
    };
    const std::string praise = given("M-PRAISE");
    const std::string channel = given("M-GREEN-CHANNEL");
    EXPECT_EQ(step("head", praise, "approve", R"({"doc_no":"1","doc_date":"2026-03-02","scope":"county"})"), "!case.step_not_from_here") << "the notice still runs";
    run_on("2026-03-10");
    for (const std::string& id : {praise, channel}) { ASSERT_EQ(step("head", id, "approve", R"({"doc_no":"示信奖〔2026〕1号","doc_date":"2026-03-10","scope":"county"})"), "issued"); }
    EXPECT_THAT(vetted("town"), IsEmpty()) << "an incentive restricts nobody";
    EXPECT_EQ(step("head", praise, "take_back", "{}", "发现失信"), "!case.same_person");
    EXPECT_EQ(step("maker", praise, "take_back", "{}", "发现失信"), "lifted");
    EXPECT_EQ(stored("measure", file(praise).text("measure_id")).text_or_empty("end_reason"), "lifted");
    run_on("2026-04-21");
    EXPECT_EQ(file(channel).state, "expired");
    EXPECT_EQ(stored("measure", file(channel).text("measure_id")).text_or_empty("end_reason"), "expired");
}

TEST_P(MeasureCases, S_3_4b_TheUseOfAResultIsEnteredWithItsReceipt) {
    const std::string result = frozen_result("ev-2025", "edu", "B", "2025-12-31");
    EXPECT_EQ(open("head", "result_application", result, R"({"use":"appraisal"})"), "!case.field_missing") << "who used it";
    EXPECT_EQ(open("head", "result_application", result, R"({"use":"not_used"})"), "!case.field_missing") << "why not";
    EXPECT_EQ(open("head", "result_application", "nowhere", R"({"use":"appraisal","user_body":"organisation"})"), "!case.subject_unknown");
    EXPECT_EQ(open("edu_head", "result_application", result, R"({"use":"appraisal","user_body":"organisation"})"), "!access.denied");
    const std::string id = open("head", "result_application", result, R"({"use":"appraisal","user_body":"organisation","weight":"占绩效考核百分之五"})");
    ASSERT_EQ(id.substr(0, 3), "id-") << id;
    EXPECT_EQ(step("head", id, "receipt"), "!case.field_missing");
    // S-5.2f: the receipt is kept.
    EXPECT_EQ(step("maker", id, "receipt", R"({"receipt":"示组函〔2026〕1号","documents":["att"]})"), "closed");
    EXPECT_EQ(file(id).outcome, "appraisal");
    EXPECT_EQ(file(id).text("receipt"), "示组函〔2026〕1号");
}

}  // namespace
}  // namespace gx::tests
