// SPDX-License-Identifier: Apache-2.0
// S-5.6e: a record is made good: not before its time, by one of six ways, and then nothing of it goes on.
#include "tests/support/standing_records.hpp"

namespace gx::tests {
namespace {

using testing::ElementsAre;

class RepairCases : public StandingCounty {
protected:
    static std::string applied(const std::string& channel = "duty_done", const std::string& more = {}) {
        return fmt::format(R"({{"channel":"{}","corrected":true,"duties_done":true,"promise":["a"],"proof":["b"],"statement":"款项已经付清。"{}}})", channel, more);
    }
    std::string accepted(const std::string& record_id) {
        const std::string id = open("edu_admin", "repair", record_id, applied());
        EXPECT_EQ(step("maker", id, "forward", R"({"organ_body":"fin"})"), "forwarded") << detail();
        EXPECT_EQ(step("fin1", id, "accept"), "accepted");
        return id;
    }
};
INSTANTIATE_TEST_SUITE_P(Stores, RepairCases, kCaseBackends, backend_name);

TEST_P(RepairCases, S_5_6e_TooEarlyIsRefusedWithTheFirstPossibleDay) {
    // By the order of before 2026-04-01 and by that of after it.
    record("before", "2026-01-10");
    record("before-serious", "2025-06-10", "serious");
    record("after", "2026-04-10");
    record("after-serious", "2026-04-10", "serious");
    EXPECT_EQ(refusal("edu_admin", "repair", "before", applied()), "case.repair_too_early|2026-04-11");
    EXPECT_EQ(refusal("edu_admin", "repair", "before-serious", applied()), "case.repair_too_early|2026-06-11");
    set_day("2026-04-10");
    EXPECT_EQ(refusal("edu_admin", "repair", "before", applied()), "case.repair_too_early|2026-04-11");
    set_day("2026-04-11");
    EXPECT_EQ(refusal("edu_admin", "repair", "before", applied()), "ok");
    EXPECT_EQ(refusal("edu_admin", "repair", "after", applied()), "case.repair_too_early|2026-07-11");
    EXPECT_EQ(refusal("edu_admin", "repair", "after-serious", applied()), "case.repair_too_early|2027-04-11");
}

TEST_P(RepairCases, S_5_6e_AMinorRecordIsMadeGoodAsSoonAsTheDutyIsDone) {
    record("r1", "2026-04-10", "minor");
    set_day("2026-04-11");
    EXPECT_EQ(open("edu_admin", "repair", "r1", applied()).substr(0, 3), "id-");
}

TEST_P(RepairCases, S_5_6e_NamesEachPreconditionThatIsNotMet) {
    record("r1");
    set_day("2026-04-13");
    const auto form = [](const char* corrected, const char* done, const char* promise, const char* proof) {
        return fmt::format(R"({{"channel":"duty_done","corrected":{},"duties_done":{},"promise":{},"proof":{},"statement":"已改正。"}})", corrected, done, promise, proof);
    };
    EXPECT_EQ(refusal("edu_admin", "repair", "r1", form("false", "true", R"(["a"])", R"(["b"])")), "case.repair_not_ready|corrected");
    EXPECT_EQ(refusal("edu_admin", "repair", "r1", form("true", "false", R"(["a"])", R"(["b"])")), "case.repair_not_ready|duties_done");
    EXPECT_EQ(refusal("edu_admin", "repair", "r1", form("false", "false", R"(["a"])", R"(["b"])")), "case.repair_not_ready|corrected, duties_done");
    EXPECT_EQ(refusal("edu_admin", "repair", "r1", applied("training")), "case.field_missing /body/fields/training_hours");
    EXPECT_EQ(refusal("edu_admin", "repair", "r1", applied("training", R"(,"training_hours":0)")), "case.repair_not_ready|training_hours");
    EXPECT_EQ(refusal("town_admin", "repair", "r1", applied()).substr(0, 18), "case.not_concerned");
}

TEST_P(RepairCases, S_5_6e_SixWaysAreOpen) {
    set_day("2026-04-13");
    int number = 0;
    for (const char* channel : {"duty_done", "promise", "training", "public_service", "self_corrected", "term_over"}) {
        const std::string id = fmt::format("r{}", ++number);
        record(id);
        const std::string made = open("edu_admin", "repair", id, applied(channel, std::string(channel) == "training" || std::string(channel) == "public_service" ? R"(,"training_hours":8)" : ""));
        ASSERT_EQ(made.substr(0, 3), "id-") << channel << made;
        EXPECT_EQ(file(made).text("channel"), channel);
    }
    record("r9");
    EXPECT_EQ(open("edu_admin", "repair", "r9", applied("money")), "!case.field_option");
}

TEST_P(RepairCases, S_5_6e_RunsByTheLimitsOfTheDayItCame) {
    record("before", "2025-11-20");
    record("after", "2025-11-20");
    const std::string old = open("edu_admin", "repair", "before", applied());
    EXPECT_EQ(due(old), "2026-03-03");
    EXPECT_EQ(step("maker", old, "forward", R"({"organ_body":"fin"})"), "forwarded");
    EXPECT_EQ(due(old), "2026-03-04") << "two working days";
    EXPECT_EQ(step("fin1", old, "accept"), "accepted");
    EXPECT_EQ(due(old), "2026-03-11") << "seven";
    set_day("2026-04-13");
    const std::string id = open("edu_admin", "repair", "after", applied());
    EXPECT_EQ(due(id), "2026-04-14");
    EXPECT_EQ(step("maker", id, "forward", R"({"organ_body":"fin"})"), "forwarded");
    EXPECT_EQ(due(id), "2026-04-16") << "three working days";
    EXPECT_EQ(step("fin1", id, "accept"), "accepted");
    EXPECT_EQ(due(id), "2026-04-27") << "ten from the application";
}

TEST_P(RepairCases, S_5_6e_ApprovedNothingOfItGoesOn) {
    record("r1", "2025-11-20", "general", "R-WY-01", R"("body_id":"edu")", R"(,"publish_from":"2025-11-21","publish_until":"2026-11-20")");
    delivered("r1", "reader-1");
    const std::string measure = issued_measure("r1", "M-HONOUR", "county");
    const std::string id = open("edu_admin", "repair", "r1", applied());
    EXPECT_EQ(step("maker", id, "forward", R"({"organ_body":"edu"})"), "!case.body_recused");
    EXPECT_EQ(step("maker", id, "forward", R"({"organ_body":"fin"})"), "forwarded");
    EXPECT_EQ(step("fin1", id, "accept"), "accepted");
    EXPECT_EQ(step("fin1", id, "verify", R"({"proposal":"approve","verification":"已付清"})"), "verifying");
    EXPECT_EQ(step("fin1", id, "approve", R"({"decision_no":"修1","decision_reason":"已改正"})"), "!case.same_person");
    EXPECT_EQ(step("fin2", id, "approve"), "!case.field_missing");
    EXPECT_EQ(step("fin2", id, "approve", R"({"decision_no":"修1","decision_reason":"已改正"})"), "approved");
    EXPECT_EQ(content("record", "r1").text_or_empty("repaired_on"), "2026-03-02");
    EXPECT_EQ(content("publication", "r1").text_or_empty("state"), "withdrawn");
    EXPECT_EQ(file(measure).state, "lifted");
    EXPECT_EQ(content("measure", file(measure).text("measure_id")).text_or_empty("end_reason"), "lifted");
    EXPECT_THAT(recalls("r1"), ElementsAre("reader-1 repaired"));
    EXPECT_EQ(rows("recall").front().content.text_or_empty("asked_on"), "2026-03-02");
    EXPECT_EQ(due(id), "2026-03-03") << "all have it within one working day";
    EXPECT_EQ(step("maker", id, "sync", R"({"sync_note":"已同步"})"), "synced");
    EXPECT_EQ(step("maker", id, "reply", R"({"reply":"已经修复。"})"), "notified");
    EXPECT_EQ(step("edu_admin", id, "agree"), "closed");
    EXPECT_EQ(file(id).outcome, "approved");
    EXPECT_EQ(open("edu_admin", "repair", "r1", applied()), "!case.record_not_in_effect");
    EXPECT_EQ(open("maker", "measure", "r1", R"({"kind":"M-HONOUR","reason":"x","basis":["S-5.5d"],"starts_on":"2026-03-02","ends_on":"2026-12-01"})"),
              "!case.record_not_in_effect");
}

TEST_P(RepairCases, S_5_6e_DeniedItIsAnsweredAndADishonestOneIsLookedInto) {
    record("r1", "2025-11-20");
    const std::string id = accepted("r1");
    EXPECT_EQ(step("fin1", id, "verify", R"({"proposal":"deny","verification":"凭证系伪造"})"), "verifying");
    EXPECT_EQ(step("fin2", id, "deny", R"({"decision_no":"修2","decision_reason":"凭证系伪造","false_application":"dishonest"})"), "!case.note_missing");
    EXPECT_EQ(step("fin2", id, "deny", R"({"decision_no":"修2","decision_reason":"凭证系伪造","false_application":"dishonest"})", "弄虚作假"), "denied");
    EXPECT_TRUE(content("record", "r1").at("repaired_on").is_null());
    ASSERT_EQ(cases_of("record").size(), 1U);
    const auto clue = file(cases_of("record").front());
    EXPECT_EQ(clue.text("cat"), "R-TJ-01");
    EXPECT_EQ(clue.state, "clue");
    EXPECT_EQ(clue.parent_id, id);
    EXPECT_EQ(step("maker", id, "reply", R"({"reply":"不予修复。"})"), "notified");
    run_on("2026-03-10");
    EXPECT_EQ(file(id).state, "closed");
    EXPECT_EQ(file(id).outcome, "denied");
}

TEST_P(RepairCases, S_5_6e_TheOfficialAsksForTheOwnRecord) {
    record("r1", "2025-11-20", "general", "R-JL-02", R"("official_id":"p1")");
    const std::string id = open_as_person("repair_person", "r1", applied("self_corrected"));
    ASSERT_EQ(id.substr(0, 3), "id-") << id;
    EXPECT_EQ(file(id).body_id, "organisation");
    EXPECT_EQ(step("maker", id, "forward", R"({"organ_body":"discipline"})"), "!case.unknown");
    EXPECT_EQ(step("org", id, "forward", R"({"organ_body":"discipline"})"), "forwarded");
    EXPECT_EQ(step("jw", id, "accept"), "accepted");
    EXPECT_EQ(step("jw", id, "verify", R"({"proposal":"approve","verification":"已改正"})"), "verifying");
    EXPECT_EQ(step("jw2", id, "approve", R"({"decision_no":"修3","decision_reason":"已改正"})"), "approved");
    EXPECT_EQ(content("record", "r1").text_or_empty("repaired_on"), "2026-03-02");
    EXPECT_EQ(file(id).body_id, "organisation");
}

}  // namespace
}  // namespace gx::tests
