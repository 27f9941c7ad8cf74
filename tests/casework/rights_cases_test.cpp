// SPDX-License-Identifier: Apache-2.0
// S-5.6d: complaints of those whom a record wronged; what was said wrongly in public is taken back there.
#include "tests/support/standing_records.hpp"

namespace gx::tests {
namespace {

using testing::ElementsAre;

class RightsCases : public StandingCounty {
protected:
    std::string filed(const std::string& ground = "wrong_punishment") {
        return open("edu_admin", "rights_complaint", "r1", fmt::format(R"({{"ground":"{}","content":"款项在认定之前已经付清。","wish":"撤销并恢复名誉"}})", ground));
    }
    std::string examined(const std::string& id) {
        EXPECT_EQ(step("maker", id, "accept"), "accepted");
        return step("inspector", id, "examine", R"({"findings":"付款在认定之前。"})");
    }
    static std::string upheld(const std::string& remedy) {
        return fmt::format(R"({{"decision_no":"权1","decision_reason":"付款在认定之前","remedy":"{}"}})", remedy);
    }
};
INSTANTIATE_TEST_SUITE_P(Stores, RightsCases, kCaseBackends, backend_name);

TEST_P(RightsCases, S_5_6d_IsAnsweredInFifteenDaysAndDecidedInThirty) {
    record("r1");
    EXPECT_EQ(open("fin1", "rights_complaint", "r1", "{}"), "!access.denied");
    EXPECT_EQ(open("town_admin", "rights_complaint", "r1", R"({"ground":"leak","content":"c","wish":"w"})"), "!case.not_concerned");
    const std::string id = filed();
    EXPECT_TRUE(disputed("r1"));
    EXPECT_EQ(due(id), "2026-03-17") << "fifteen days to say whether it is taken on";
    EXPECT_EQ(filed(), "!case.open_already");
    EXPECT_EQ(filed("leak").substr(0, 3), "id-") << "another wrong is another complaint";
    set_day("2026-03-10");
    EXPECT_EQ(step("maker", id, "accept"), "accepted");
    EXPECT_EQ(due(id), "2026-04-09") << "thirty from then";
    EXPECT_EQ(step("maker", id, "pause", "{}", "委托鉴定"), "accepted");
    EXPECT_EQ(due(id), "-");
    EXPECT_EQ(step("inspector", id, "examine", R"({"findings":"已核查"})"), "!case.clock_stands");
    set_day("2026-03-12");
    EXPECT_EQ(step("maker", id, "resume"), "accepted");
    EXPECT_EQ(step("inspector", id, "examine", R"({"findings":"已核查"})"), "examined");
    EXPECT_EQ(due(id), "2026-04-13") << "the same thirty go on, longer by the pause, to the next working day";
}

TEST_P(RightsCases, S_5_6d_IsDecidedByOthersThanThoseWhoMadeTheRecord) {
    record("r1");
    put("record", "r1", base::canonical(base::Json(content("record", "r1")).set("maker", "inspector").set("checker", "head")), 2);
    const std::string id = filed();
    EXPECT_EQ(examined(id), "!case.record_maker");
    EXPECT_EQ(step("maker", id, "examine", R"({"findings":"付款在认定之前。"})"), "examined");
    EXPECT_EQ(step("head", id, "uphold", upheld("revoke")), "!case.record_maker");
    EXPECT_EQ(step("maker", id, "uphold", upheld("revoke")), "!access.denied");
    EXPECT_EQ(step("head2", id, "reject", R"({"decision_no":"权2"})"), "!case.field_missing");
    EXPECT_EQ(step("head2", id, "reject", R"({"decision_no":"权2","decision_reason":"认定无误"})"), "decided");
    EXPECT_FALSE(disputed("r1"));
    EXPECT_EQ(step("maker", id, "reply", R"({"reply":"不予支持。"})"), "closed");
    EXPECT_EQ(file(id).outcome, "rejected");
}

TEST_P(RightsCases, S_5_6d_AWrongfulMeasureIsTakenBackInTheScopeInWhichItWasSaid) {
    record("r1");
    delivered("r1", "reader-1");
    const std::string measure = issued_measure("r1", "M-CRITICISM", "members");
    ASSERT_EQ(cases_of("publication").size(), 1U) << "criticism is published";
    const std::string criticism = cases_of("publication").front();
    publish(criticism);
    const std::string id = filed();
    EXPECT_EQ(examined(id), "examined");
    EXPECT_EQ(step("head", id, "uphold", upheld("revoke")), "upheld");
    EXPECT_EQ(content("record", "r1").text_or_empty("revoke_reason"), "付款在认定之前");
    EXPECT_EQ(file(measure).state, "lifted");
    EXPECT_EQ(file(criticism).state, "withdrawn");
    EXPECT_THAT(recalls("r1"), ElementsAre("reader-1 revoked"));
    EXPECT_FALSE(disputed("r1"));
    EXPECT_EQ(due(id), "2026-03-05") << "made good within three working days";
    EXPECT_EQ(step("maker", id, "restore", R"({"restoration":"原通报予以撤销，恢复名誉。"})"), "decided");
    ASSERT_EQ(cases_of("publication").size(), 2U) << "one notice, however often it is asked for";
    const std::string notice = cases_of("publication").back();
    EXPECT_EQ(file(notice).text("kind"), "restoration");
    EXPECT_EQ(file(notice).text("scope"), "members") << "told to those who were told";
    publish(notice, "2026-06-30", "head2");  // who upheld it opened the notice
    EXPECT_TRUE(content("record", "r1").text_or_empty("publish_until") < "2026-03-02") << "the notice shows no record again";
    EXPECT_EQ(step("maker", id, "reply", R"({"reply":"已经恢复。"})"), "closed");
    EXPECT_EQ(file(id).outcome, "upheld");
}

TEST_P(RightsCases, S_5_6d_LiftsAMeasureAndLeavesTheRecordWhereOnlyTheMeasureWasWrong) {
    record("r1");
    const std::string measure = issued_measure("r1", "M-HONOUR", "county");
    const std::string id = filed();
    EXPECT_EQ(examined(id), "examined");
    EXPECT_EQ(step("head", id, "uphold", upheld("lift")), "upheld");
    EXPECT_EQ(file(measure).state, "lifted");
    EXPECT_TRUE(content("record", "r1").at("revoked_on").is_null());
}

TEST_P(RightsCases, S_5_6d_TheOfficialComplainsToTheOrganisationDepartment) {
    record("r1", "2026-01-10", "minor", "R-JL-02", R"("official_id":"p1")");
    const std::string id = open_as_person("rights_complaint_person", "r1", R"({"ground":"leak","content":"超出范围知悉。","wish":"更正"})");
    ASSERT_EQ(id.substr(0, 3), "id-") << id;
    EXPECT_EQ(file(id).body_id, "organisation");
    EXPECT_EQ(step("maker", id, "accept"), "!case.unknown");
    EXPECT_EQ(step("org", id, "accept"), "accepted");
    EXPECT_EQ(step("org", id, "examine", R"({"findings":"属实"})"), "examined");
    EXPECT_EQ(step("org", id, "uphold", upheld("order")), "!case.same_person");
    EXPECT_EQ(step("org2", id, "uphold", upheld("order")), "upheld");
    EXPECT_EQ(step("org", id, "restore", R"({"restoration":"已经责令改正。"})"), "decided");
    EXPECT_EQ(step("org", id, "reply", R"({"reply":"已经改正。"})"), "closed");
}

}  // namespace
}  // namespace gx::tests
