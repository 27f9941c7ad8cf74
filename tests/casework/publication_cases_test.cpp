// SPDX-License-Identifier: Apache-2.0
// S-5.6a, S-3.4d, S-5.5e: nothing is shown without five people, nobody without a ground, and nothing for ever.
#include "tests/support/standing_records.hpp"

namespace gx::tests {
namespace {

class PublicationCases : public StandingCounty {
protected:
    static std::string draft(const std::string& kind) {
        return fmt::format(R"({{"kind":"{}","title":"关于逾期未付的公示","text":"经认定，属实。","scope":"public","publish_until":"2026-06-30","reason":"依规公开"}})", kind);
    }
    static std::string shown() { return draft("record"); }
};
INSTANTIATE_TEST_SUITE_P(Stores, PublicationCases, kCaseBackends, backend_name);

TEST_P(PublicationCases, S_3_4d_GoesFromTheDraftToThePublicThroughDifferentHands) {
    record("r1");
    const std::string id = open("maker", "publication", "r1", shown());
    EXPECT_EQ(step("maker", id, "submit", shown()), "mask_check");
    EXPECT_EQ(due(id), "2026-03-04");
    EXPECT_EQ(step("maker", id, "mask_ok", R"({"mask_note":"无"})"), "!case.same_person");
    EXPECT_EQ(step("maker2", id, "secrecy_ok", R"({"secrecy_result":"open","secrecy_note":"无"})"), "!case.step_not_from_here");
    EXPECT_EQ(step("maker2", id, "mask_ok", R"({"mask_note":"无"})"), "secrecy_check");
    EXPECT_EQ(step("maker2", id, "secrecy_ok", R"({"secrecy_result":"open","secrecy_note":"无"})"), "!case.same_person");
    EXPECT_EQ(step("inspector", id, "secrecy_ok", R"({"secrecy_result":"secret","secrecy_note":"涉密"})"), "!case.field_forbids");
    EXPECT_EQ(step("inspector", id, "secrecy_ok", R"({"secrecy_result":"open","secrecy_note":"不涉密"})"), "cleared");
    EXPECT_EQ(step("maker", id, "approve"), "!access.denied");
    EXPECT_EQ(step("maker", id, "publish"), "!case.step_not_from_here");
    EXPECT_EQ(step("head", id, "approve"), "approved");
    EXPECT_EQ(step("maker", id, "publish"), "published");
    EXPECT_EQ(content("record", "r1").text_or_empty("publish_from"), "2026-03-02");
    EXPECT_EQ(content("publication", "r1").text_or_empty("state"), "published");
}

TEST_P(PublicationCases, S_5_6a_ShowsNoPersonalNumberAndNothingBeyondItsTime) {
    record("r1");
    const std::string id = open("maker", "publication", "r1", shown());
    const auto with = [](const char* text, const char* until) {
        return fmt::format(R"({{"kind":"record","title":"公示","text":"{}","scope":"public","publish_until":"{}","reason":"依规"}})", text, until);
    };
    EXPECT_EQ(step("maker", id, "submit", with("联系电话 13800138000", "2026-06-30")), "!case.personal_value");
    EXPECT_EQ(step("maker", id, "submit", with("经认定，属实。", "2026-03-01")), "!case.day_outside");
    EXPECT_EQ(step("maker", id, "submit", with("经认定，属实。", "2029-01-11")), "!case.publish_too_long");
    EXPECT_EQ(detail(), "2029-01-10");
    EXPECT_EQ(step("maker", id, "submit", with("经认定，属实。", "2026-03-31")), "mask_check");
}

TEST_P(PublicationCases, S_5_6a_ExpiresByItselfAndTheFeedSaysSo) {
    record("r1");
    const std::string id = open("maker", "publication", "r1", shown());
    publish(id, "2026-03-10");
    EXPECT_EQ(due(id), "2026-03-10");
    EXPECT_EQ(step("maker", id, "expire"), "!access.denied");
    run_on("2026-03-10");
    EXPECT_EQ(file(id).state, "published");
    run_on("2026-03-11");
    EXPECT_EQ(file(id).state, "expired");
    EXPECT_EQ(file(id).steps.back().by, "system");
    EXPECT_TRUE(file(id).closed_on);
    const auto tombstone = content("publication", "r1");
    EXPECT_EQ(tombstone.text_or_empty("state"), "withdrawn");
    EXPECT_EQ(tombstone.text_or_empty("action"), "withdrawn");
}

TEST_P(PublicationCases, S_3_4d_NamesNoPersonWithoutTheGate) {
    record("r1", "2026-01-10", "serious", "R-SF-01", R"("official_id":"p1")");
    record("r2", "2026-01-10", "minor", "R-JL-02", R"("official_id":"p1")");
    for (const char* subject : {"r1", "r2"}) {
        EXPECT_EQ(open("maker", "publication", subject, shown()), "!case.subject_unknown") << subject << ": not told that there is one";
        EXPECT_TRUE(content("record", subject).at("publish_from").is_null());
    }
}

TEST_P(PublicationCases, S_5_6a_ARecordThatNoLongerStandsIsNotShown) {
    record("r1");
    const std::string id = open("maker", "publication", "r1", shown());
    EXPECT_EQ(step("maker", id, "submit", shown()), "mask_check");
    EXPECT_EQ(step("maker2", id, "mask_ok", R"({"mask_note":"无"})"), "secrecy_check");
    EXPECT_EQ(step("inspector", id, "secrecy_ok", R"({"secrecy_result":"open","secrecy_note":"不涉密"})"), "cleared");
    put("record", "r1", base::canonical(base::Json(content("record", "r1")).set("repaired_on", "2026-03-02")), 2);
    EXPECT_EQ(step("head", id, "approve"), "!case.record_not_in_effect");
    EXPECT_EQ(step("head", id, "drop"), "!case.note_missing");
    EXPECT_EQ(step("head", id, "drop", "{}", "记录已经修复"), "dropped");
}

TEST_P(PublicationCases, S_5_5e_ACriticismCarriesItsDocumentAndItsScope) {
    record("r1");
    const std::string measure = issued_measure("r1", "M-CRITICISM", "county");
    ASSERT_EQ(cases_of("publication").size(), 1U);
    const std::string id = cases_of("publication").front();
    EXPECT_EQ(file(id).parent_id, measure);
    EXPECT_EQ(file(id).text("doc_no"), "示信M-CRITICISM");
    EXPECT_EQ(file(id).text("scope"), "county");
    EXPECT_EQ(open("maker", "publication", "r1", R"({"kind":"criticism","title":"通报","text":"经认定。","scope":"county","publish_until":"2026-06-30","reason":"依规"})"),
              "!case.field_missing");
    publish(id);
    EXPECT_EQ(step("maker", id, "withdraw", "{}", "通报有误"), "withdrawn");
    EXPECT_EQ(content("publication", "r1").text_or_empty("state"), "withdrawn");
}

TEST_P(PublicationCases, S_5_6a_ARestorationOutlivesTheRecordThatItTakesBack) {
    record("r1", "2026-01-10", "general", "R-WY-01", R"("body_id":"edu")", R"(,"publish_from":"2026-01-11","publish_until":"2026-02-28","revoked_on":"2026-03-01","revoke_reason":"认定有误")");
    const std::string id = open("maker", "publication", "r1", draft("restoration"));
    EXPECT_EQ(step("maker", id, "submit", draft("restoration")), "mask_check") << detail();
}

}  // namespace
}  // namespace gx::tests
