// SPDX-License-Identifier: Apache-2.0
// S-3.4d, S-5.5e: what is said in public goes through four people; nobody is named without the organ's own publication.
#include "tests/support/record_road.hpp"

namespace gx::tests {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class PublicationGateCases : public RecordRoad {
protected:
    PublicationGateCases() {
        account("maker3", "credit", {{"R2", app::ScopeKind::Tenant, ""}});
        // Nobody holds both by their office; with both, the gate itself answers.
        account("both", "discipline", {{"R2", app::ScopeKind::Tenant, ""}, {"R9", app::ScopeKind::Tenant, ""}});
    }
    static std::string draft(const std::string& kind, const std::string& more = {}, const std::string& text = "示范市教育局逾期未付合同价款。") {
        return fmt::format(R"({{"kind":"{}","title":"失信通报","text":"{}","scope":"public","publish_until":"2027-03-01","reason":"依规公开"{}}})", kind, text, more);
    }
    /// "2026-03-03 2027-03-01", or "-" for what is not shown.
    std::string shown(const std::string& record_id) {
        const auto record = stored("record", record_id);
        return record.at("publish_from").is_null() ? "-" : record.text_or_empty("publish_from") + " " + record.text_or_empty("publish_until");
    }
};
INSTANTIATE_TEST_SUITE_P(Stores, PublicationGateCases, kCaseBackends, backend_name);

TEST_P(PublicationGateCases, S_3_4d_APersonIsNeverPublishedWithoutTheGate) {
    for (const char* cat : {"R-JL-02", "R-SF-01"}) {
        PersonRoadOf of{.cat = cat, .doc_no = std::string("示文〔2026〕") + cat};
        if (of.cat == "R-SF-01") {
            of.doc_type = "listing_decision";
            of.severity = "serious";
            of.sanction = of.until = "";
        }
        const std::string record = record_of(person_released(of));
        ASSERT_EQ(stored("record", record).text_or_empty("official_id"), "p-head");
        EXPECT_EQ(shown(record), "-") << cat << ": not by itself";
        // The credit office is not told that there is such a record at all, by its id or by its code.
        EXPECT_EQ(open("maker", "publication", record, draft("record")), "!case.subject_unknown");
        EXPECT_EQ(open("maker", "publication", stored("record", record).text_or_empty("code"), draft("record")), "!case.subject_unknown");
        EXPECT_EQ(open("head", "measure", record, R"({"kind":"M-PUBLISH","reason":"公开","basis":["S-5.5i"],"starts_on":"2026-03-03"})"), "!case.subject_unknown");
        const std::string id = open("both", "publication", record, draft("record"));
        ASSERT_EQ(id.substr(0, 3), "id-") << id;
        EXPECT_EQ(step("both", id, "submit"), "!case.person_forbidden") << cat;
        EXPECT_EQ(file(id).state, "draft");
        EXPECT_EQ(shown(record), "-");
    }
}

TEST_P(PublicationGateCases, S_3_4d_NumbersOfPersonsStopTheText) {
    const std::string record = record_in_effect();
    EXPECT_EQ(open("maker", "publication", record, draft("record", {}, "联系人电话 13800138000")), "!case.personal_value");
    const std::string id = open("maker", "publication", record, draft("record"));
    EXPECT_EQ(step("maker", id, "submit", R"({"text":"联系人电话 13800138000"})"), "!case.personal_value");
    EXPECT_EQ(step("maker", id, "submit", R"({"publish_until":"2026-03-02"})"), "!case.day_outside") << "it would end before it begins";
    EXPECT_EQ(step("maker", id, "submit", R"({"publish_until":"2029-03-03"})"), "!case.publish_too_long");
    EXPECT_EQ(step("maker", id, "submit"), "mask_check");
}

TEST_P(PublicationGateCases, S_3_4d_FourPeopleReleaseAndAFifthPublishes) {
    const std::string record = record_in_effect();
    const std::string id = open("allround", "publication", record, draft("record"));
    ASSERT_EQ(step("allround", id, "submit"), "mask_check");
    EXPECT_EQ(step("allround", id, "mask_ok", R"({"mask_note":"无个人信息"})"), "!case.same_person");
    ASSERT_EQ(step("maker", id, "mask_ok", R"({"mask_note":"无个人信息"})"), "secrecy_check");
    EXPECT_EQ(step("maker", id, "secrecy_ok", R"({"secrecy_result":"open","secrecy_note":"不涉密"})"), "!case.same_person");
    EXPECT_EQ(step("inspector", id, "secrecy_ok", R"({"secrecy_result":"secret","secrecy_note":"涉密"})"), "!case.field_forbids");
    ASSERT_EQ(step("inspector", id, "secrecy_ok", R"({"secrecy_result":"open","secrecy_note":"不涉密"})"), "cleared");
    EXPECT_EQ(step("allround", id, "approve"), "!case.same_person");
    EXPECT_EQ(step("maker2", id, "approve"), "!access.denied");
    ASSERT_EQ(step("head", id, "approve"), "approved");
    EXPECT_EQ(step("head", id, "publish"), "!access.denied");
    ASSERT_EQ(step("maker2", id, "publish"), "published");
    EXPECT_EQ(shown(record), "2026-03-03 2027-03-01");
    EXPECT_EQ(step("maker2", id, "withdraw"), "!case.note_missing");
    set_day("2026-03-10");
    EXPECT_EQ(step("maker2", id, "withdraw", "{}", "复核中"), "withdrawn");
    EXPECT_EQ(shown(record), "2026-03-03 2026-03-09");
}

TEST_P(PublicationGateCases, S_3_4d_LeavesThePageByItself) {
    const std::string record = record_in_effect();
    const std::string id = open("maker", "publication", record, draft("record"));
    ASSERT_EQ(step("maker", id, "submit", R"({"publish_until":"2026-03-20"})"), "mask_check");
    ASSERT_EQ(step("maker2", id, "mask_ok", R"({"mask_note":"无个人信息"})"), "secrecy_check");
    ASSERT_EQ(step("inspector", id, "secrecy_ok", R"({"secrecy_result":"open","secrecy_note":"不涉密"})"), "cleared");
    ASSERT_EQ(step("head", id, "approve"), "approved");
    ASSERT_EQ(step("maker3", id, "publish"), "published");
    EXPECT_EQ(shown(record), "2026-03-03 2026-03-20");
    run_on("2026-03-20");
    EXPECT_EQ(file(id).state, "published") << "its last day is whole";
    run_on("2026-03-21");
    EXPECT_EQ(file(id).state, "expired");
    EXPECT_EQ(shown(record), "2026-03-03 2026-03-20");
}

TEST_P(PublicationGateCases, S_5_5e_TheBulletinCarriesItsNumberAndItsScope) {
    const std::string record = record_in_effect();
    const std::string measure = open("maker", "measure", record, R"({"kind":"M-CRITICISM","reason":"屡次违约","basis":["S-5.5e"],"starts_on":"2026-03-03"})");
    ASSERT_EQ(step("maker2", measure, "check_legality", R"({"legality_opinion":"合法"})"), "legal_check");
    ASSERT_EQ(step("head", measure, "approve"), "approved");
    EXPECT_THAT(children(measure), IsEmpty());
    EXPECT_EQ(step("maker", measure, "issue", R"({"doc_date":"2026-03-03","scope":"county",)" + served("2026-03-03") + "}"), "!case.field_missing");
    EXPECT_EQ(where(), "/body/fields/doc_no");
    EXPECT_EQ(step("maker", measure, "issue", R"({"doc_no":"示信通〔2026〕1号","doc_date":"2026-03-03",)" + served("2026-03-03") + "}"), "!case.field_missing");
    EXPECT_EQ(where(), "/body/fields/scope");
    ASSERT_EQ(step("maker", measure, "issue", R"({"doc_no":"示信通〔2026〕1号","doc_date":"2026-03-03","scope":"members",)" + served("2026-03-03") + "}"), "issued");
    const auto put_down = stored("measure", file(measure).text("measure_id"));
    EXPECT_EQ(put_down.text_or_empty("doc_no"), "示信通〔2026〕1号");
    EXPECT_EQ(put_down.text_or_empty("scope"), "members");
    // The bulletin waits for its text and goes the way of all publications, under the same number.
    ASSERT_THAT(children(measure, "publication"), SizeIs(1));
    const std::string bulletin = children(measure, "publication").front();
    EXPECT_EQ(file(bulletin).state, "draft");
    EXPECT_EQ(file(bulletin).text("kind"), "criticism");
    EXPECT_EQ(file(bulletin).text("doc_no"), "示信通〔2026〕1号");
    EXPECT_EQ(file(bulletin).text("doc_date"), "2026-03-03");
    EXPECT_EQ(file(bulletin).text("scope"), "members");
    EXPECT_EQ(step("maker", bulletin, "submit"), "!case.field_missing");
    EXPECT_EQ(where(), "/body/fields/title");
    ASSERT_EQ(step("maker", bulletin, "submit", R"({"title":"关于示范市教育局失信的通报","text":"经认定，示范市教育局逾期未付。","publish_until":"2027-03-01"})"), "mask_check");
    EXPECT_EQ(file(bulletin).text("doc_no"), "示信通〔2026〕1号");
    // One that stands by itself has a number of its own, or none is drawn up.
    EXPECT_EQ(open("maker", "publication", record, draft("criticism")), "!case.field_missing");
    EXPECT_EQ(open("maker", "publication", "", draft("bulletin")), "!case.field_missing");
    EXPECT_EQ(open("maker", "publication", "", draft("bulletin", R"(,"doc_no":"示信通〔2026〕2号")")).substr(0, 3), "id-");
}

}  // namespace
}  // namespace gx::tests
