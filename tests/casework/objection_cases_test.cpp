// SPDX-License-Identifier: Apache-2.0
// S-5.6c: whoever a record is about objects to it; it is marked at once and answered in days, and what was wrong is taken back.
#include "tests/support/standing_records.hpp"

namespace gx::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kObjected = R"({"ground":"wrong_fact","content":"款项已经付清。"})";

class ObjectionCases : public StandingCounty {
protected:
    std::string verifying(const std::string& record_id, const std::string& check_by = "own") {
        const std::string id = open("edu_admin", "objection", record_id, kObjected);
        EXPECT_EQ(step("maker", id, "accept", fmt::format(R"({{"check_by":"{}"}})", check_by)), "verifying");
        return id;
    }
};
INSTANTIATE_TEST_SUITE_P(Stores, ObjectionCases, kCaseBackends, backend_name);

TEST_P(ObjectionCases, S_5_6c_MarksTheRecordAtOnceAndOnlyForWhomItConcerns) {
    record("r1");
    EXPECT_EQ(open("fin1", "objection", "r1", kObjected), "!access.denied");
    EXPECT_EQ(open("town_admin", "objection", "r1", kObjected), "!case.not_concerned");
    EXPECT_FALSE(disputed("r1")) << "a refused objection leaves no mark";
    const std::string id = open("edu_admin", "objection", "r1", kObjected);
    EXPECT_TRUE(disputed("r1"));
    EXPECT_EQ(file(id).body_id, "credit");
    EXPECT_EQ(file(id).concerned_id, "edu");
    EXPECT_EQ(due(id), "2026-03-03") << "accepted within one working day";
    EXPECT_EQ(open("edu_head", "objection", "r1", kObjected), "!case.open_already");
    EXPECT_EQ(open("edu_admin", "objection", "r1", R"({"ground":"wrong_fact"})"), "!case.field_missing");
    EXPECT_EQ(open("edu_admin", "objection", "nothing", kObjected), "!case.subject_unknown");
}

TEST_P(ObjectionCases, S_5_6c_IsAnsweredInThreeDaysOrInSevenWhenTheSourceChecks) {
    record("r1");
    record("r2");
    EXPECT_EQ(due(verifying("r1")), "2026-03-05");
    const std::string id = verifying("r2", "at_source");
    EXPECT_EQ(due(id), "2026-03-11");
    EXPECT_EQ(step("maker", id, "ask_source", R"({"source_body":"edu"})"), "!case.body_recused") << "not the one who objects";
    EXPECT_EQ(step("maker", id, "ask_source", R"({"source_body":"fin"})"), "verifying");
    EXPECT_EQ(file(id).body_id, "fin");
    EXPECT_EQ(due(id), "2026-03-11") << "asking stops no clock";
    EXPECT_EQ(step("fin1", id, "source_answer", R"({"source_opinion":"付款在认定之前。"})"), "verifying");
    EXPECT_EQ(file(id).body_id, "credit");
}

TEST_P(ObjectionCases, S_5_6c_AsksTheSourceOnlyWhereTheSourceMustCheck) {
    record("r1");
    const std::string id = verifying("r1");
    EXPECT_EQ(step("maker", id, "ask_source", R"({"source_body":"fin"})"), "!case.field_forbids");
    EXPECT_EQ(step("fin1", id, "source_answer", R"({"source_opinion":"属实。"})"), "!case.step_missing");
}

TEST_P(ObjectionCases, S_5_6c_KeepsTheRecordByAnotherHandThanItsMakers) {
    record("r1", "2026-01-10", "general", "R-WY-01", R"("body_id":"edu")");
    put("record", "r1", base::canonical(base::Json(content("record", "r1")).set("checker", "head")), 2);
    const std::string id = verifying("r1");
    EXPECT_EQ(step("head", id, "keep", R"({"findings":"认定无误"})"), "!case.record_maker");
    EXPECT_EQ(step("maker", id, "keep", R"({"findings":"认定无误"})"), "!access.denied");
    EXPECT_EQ(step("head2", id, "keep"), "!case.field_missing");
    EXPECT_EQ(step("head2", id, "keep", R"({"findings":"认定无误"})"), "kept");
    EXPECT_TRUE(disputed("r1")) << "until it is passed on";
    EXPECT_EQ(step("maker", id, "sync"), "synced");
    EXPECT_FALSE(disputed("r1"));
    EXPECT_EQ(step("maker", id, "reply", R"({"reply":"维持原记录。"})"), "notified");
    EXPECT_EQ(step("edu_admin", id, "agree"), "closed");
    EXPECT_EQ(file(id).outcome, "kept");
    EXPECT_THAT(recalls("r1"), IsEmpty());
}

TEST_P(ObjectionCases, S_5_6c_CorrectsInANewVersionAndTellsWhoGotTheOldOne) {
    record("r1");
    delivered("r1", "reader-1");
    const std::string id = verifying("r1");
    const auto version = store_->reader().value()->find("record", "990101", "r1").value()->version;
    EXPECT_EQ(step("head", id, "correct", R"({"findings":"付了一半","new_severity":"serious","new_behaviour_on":"later"})"), "!case.field_type");
    EXPECT_EQ(step("head", id, "correct", R"({"findings":"付了一半","new_facts":"一半逾期未付","new_severity":"minor","new_amount":700})"), "corrected");
    EXPECT_EQ(content("record", "r1").text_or_empty("facts"), "一半逾期未付");
    EXPECT_EQ(content("record", "r1").text_or_empty("severity"), "minor");
    EXPECT_EQ(content("record", "r1").int_at("amount_fen"), 700);
    EXPECT_EQ(store_->reader().value()->find("record", "990101", "r1").value()->version, version + 1);
    EXPECT_THAT(recalls("r1"), ElementsAre("reader-1 corrected"));
    EXPECT_EQ(due(id), "2026-03-03") << "passed on within one working day";
}

TEST_P(ObjectionCases, S_5_6c_RemovesWhatWasWrongWithItsMeasures) {
    record("r1", "2026-01-10", "general", "R-WY-01", R"("body_id":"edu")", R"(,"publish_from":"2026-01-11","publish_until":"2027-01-10")");
    delivered("r1", "reader-1");
    const std::string measure = issued_measure("r1", "M-HONOUR", "county");
    const std::string id = verifying("r1");
    EXPECT_EQ(step("head2", id, "remove", R"({"findings":"付款在认定之前。"})"), "removed");
    EXPECT_EQ(content("record", "r1").text_or_empty("revoked_on"), "2026-03-02");
    EXPECT_EQ(content("record", "r1").text_or_empty("publish_until"), "2026-03-01");
    EXPECT_EQ(content("publication", "r1").text_or_empty("state"), "withdrawn");
    EXPECT_EQ(file(measure).state, "lifted");
    EXPECT_THAT(recalls("r1"), ElementsAre("reader-1 revoked"));
    EXPECT_EQ(step("maker", id, "sync"), "synced");
    EXPECT_EQ(step("maker", id, "reply", R"({"reply":"已经移除。"})"), "notified");
    EXPECT_EQ(step("edu_admin", id, "review", "{}", "仍有意见"), "!case.record_not_in_effect");
    run_on("2026-03-09");
    EXPECT_EQ(file(id).state, "notified");
    run_on("2026-03-10");
    EXPECT_EQ(file(id).state, "closed") << "five working days without a word";
    EXPECT_EQ(file(id).outcome, "removed");
}

TEST_P(ObjectionCases, S_5_6c_KeepsTheMarkWhileAnotherObjectionIsOpen) {
    record("r1");
    const std::string id = open("edu_admin", "objection", "r1", kObjected);
    const std::string rights = open("edu_head", "rights_complaint", "r1", R"({"ground":"leak","content":"超出范围公开。","wish":"停止公开"})");
    EXPECT_EQ(step("maker", rights, "refuse", "{}", "不属受理范围"), "refused");
    EXPECT_TRUE(disputed("r1")) << "the objection goes on";
    EXPECT_EQ(step("edu_admin", id, "withdraw"), "!case.note_missing");
    EXPECT_EQ(step("edu_admin", id, "withdraw", "{}", "已经沟通"), "withdrawn");
    EXPECT_FALSE(disputed("r1"));
}

TEST_P(ObjectionCases, S_5_6c_IsCheckedOnceMoreAndNotAThirdTime) {
    record("r1");
    const std::string id = verifying("r1");
    const auto kept = [&] {
        EXPECT_EQ(step("head", id, "keep", R"({"findings":"认定无误"})"), "kept");
        EXPECT_EQ(step("maker", id, "sync"), "synced");
        EXPECT_EQ(step("maker", id, "reply", R"({"reply":"维持。"})"), "notified");
    };
    kept();
    set_day("2026-03-04");
    EXPECT_EQ(step("edu_admin", id, "review", "{}", "有新的付款凭证"), "verifying");
    EXPECT_TRUE(disputed("r1"));
    EXPECT_EQ(due(id), "2026-03-09") << "three working days from the second one";
    kept();
    EXPECT_EQ(step("edu_admin", id, "review", "{}", "仍有意见"), "!case.too_often");
    EXPECT_FALSE(disputed("r1"));
}

TEST_P(ObjectionCases, S_5_6c_TheOfficialObjectsToTheOwnFileAndOnlyThePersonnelOrgansSeeIt) {
    record("r1", "2026-01-10", "minor", "R-JL-02", R"("official_id":"p1")");
    record("r2", "2026-01-10");
    delivered("r1", "reader-1");
    EXPECT_EQ(open("edu_admin", "objection_person", "r1", kObjected), "!access.denied");
    EXPECT_EQ(open_as_person("objection_person", "r2", kObjected), "!case.not_concerned") << "a body's record is not the own file";
    const std::string id = open_as_person("objection_person", "r1", kObjected);
    EXPECT_TRUE(disputed("r1"));
    EXPECT_EQ(file(id).official_id, "p1");
    EXPECT_EQ(file(id).body_id, "discipline");
    for (const char* who : {"head", "maker", "edu_admin", "edu_head", "gov1"}) { EXPECT_EQ(step(who, id, "accept", R"({"check_by":"own"})"), "!case.unknown") << who; }
    EXPECT_EQ(step_as_person(id, "accept", R"({"check_by":"own"})"), "!access.denied");
    EXPECT_EQ(step("jw", id, "accept", R"({"check_by":"own"})"), "verifying");
    EXPECT_EQ(due(id), "2026-03-05");
    EXPECT_EQ(step("jw2", id, "correct", R"({"findings":"处分种类有误","new_facts":"警告处分"})"), "corrected");
    EXPECT_EQ(content("record", "r1").text_or_empty("facts"), "警告处分");
    EXPECT_THAT(recalls("r1"), ElementsAre("reader-1 corrected"));
    EXPECT_EQ(step("jw", id, "sync"), "synced");
    EXPECT_FALSE(disputed("r1"));
    EXPECT_EQ(step("jw", id, "reply", R"({"reply":"已经更正。"})"), "notified");
    EXPECT_EQ(step_as_person(id, "agree"), "closed");
    EXPECT_EQ(file(id).outcome, "corrected");
}

TEST_P(ObjectionCases, S_5_6c_TheOfficialsRecordIsCheckedAtItsSourceAndRemoved) {
    record("r1", "2026-01-10", "minor", "R-JL-02", R"("official_id":"p1")");
    const std::string id = open_as_person("objection_person", "r1", kObjected);
    EXPECT_EQ(step("jw", id, "accept", R"({"check_by":"at_source"})"), "verifying");
    EXPECT_EQ(due(id), "2026-03-11");
    EXPECT_EQ(step("jw", id, "ask_source", R"({"source_body":"organisation"})"), "verifying");
    EXPECT_EQ(step("org", id, "source_answer", R"({"source_opinion":"处分决定已经撤销。"})"), "verifying");
    EXPECT_EQ(step("jw2", id, "remove", R"({"findings":"依据已经撤销"})"), "removed");
    EXPECT_EQ(content("record", "r1").text_or_empty("revoke_reason"), "依据已经撤销");
}

/// What is no longer lawful is taken away in a working day, whoever objected or not. Source: DL-OBJ-05, DL-OBJ-06
class RevokedBases : public StandingCounty {
protected:
    const std::string fallen_ = R"({"ground":"revoked","doc_no":"复决〔2026〕3号","doc_date":"2026-03-01","organ":"示范市人民政府","documents":["a"]})";
};
INSTANTIATE_TEST_SUITE_P(Stores, RevokedBases, kCaseBackends, backend_name);

TEST_P(RevokedBases, S_5_6c_ARevokedBasisTakesTheRecordAwayInOneWorkingDay) {
    record("r1", "2026-01-10", "general", "R-WY-01", R"("body_id":"edu")", R"(,"publish_from":"2026-01-11","publish_until":"2027-01-10")");
    delivered("r1", "reader-1");
    delivered("r1", "reader-2");
    const std::string measure = issued_measure("r1", "M-HONOUR", "county");
    EXPECT_EQ(open("edu_admin", "revoked_basis", "r1", fallen_), "!access.denied");
    EXPECT_EQ(open("maker", "revoked_basis", "r1", R"({"ground":"revoked","doc_no":"x","doc_date":"2026-03-03","organ":"o","documents":["a"]})"), "!case.day_outside");
    EXPECT_EQ(open("maker", "revoked_basis", "r1", R"({"ground":"revoked","doc_date":"2026-03-01","organ":"o","documents":["a"]})"), "!case.field_missing");
    const std::string id = open("maker", "revoked_basis", "r1", fallen_);
    EXPECT_TRUE(disputed("r1"));
    EXPECT_EQ(due(id), "2026-03-03") << "one working day";
    EXPECT_EQ(step("maker", id, "remove"), "!case.same_person");
    EXPECT_EQ(step("maker2", id, "remove"), "removed");
    EXPECT_EQ(content("record", "r1").text_or_empty("revoke_reason"), "复决〔2026〕3号");
    EXPECT_EQ(content("publication", "r1").text_or_empty("state"), "withdrawn");
    EXPECT_EQ(file(measure).state, "lifted");
    EXPECT_THAT(recalls("r1"), testing::UnorderedElementsAre("reader-1 revoked", "reader-2 revoked"));
    EXPECT_FALSE(disputed("r1"));
    EXPECT_EQ(due(id), "2026-03-05") << "reported within three";
    EXPECT_EQ(step("maker", id, "explain", R"({"explanation":"复议决定撤销原认定。"})"), "closed");
    EXPECT_EQ(file(cases_of("publication").front()).text("kind"), "restoration") << "it had been shown";
    EXPECT_EQ(open("maker", "revoked_basis", "r1", fallen_), "!case.record_not_in_effect");
}

TEST_P(RevokedBases, S_5_6c_ABasisThatStandsLeavesTheRecordAsItWas) {
    record("r1");
    const std::string id = open("maker", "revoked_basis", "r1", fallen_);
    EXPECT_EQ(step("head", id, "keep"), "!case.note_missing");
    EXPECT_EQ(step("head", id, "keep", "{}", "复议决定未涉及该认定"), "kept");
    EXPECT_FALSE(disputed("r1"));
    EXPECT_TRUE(content("record", "r1").at("revoked_on").is_null());
    EXPECT_THAT(recalls("r1"), IsEmpty());
}

}  // namespace
}  // namespace gx::tests
