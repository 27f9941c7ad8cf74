// SPDX-License-Identifier: Apache-2.0
#include "casework/casework_county.hpp"

namespace gx::tests {
namespace {

class FindingGuards : public CaseworkCounty {
protected:
    domain::CaseFile about_town(const std::string& fields = "{}") { return a_case("record", "verifying", "body", "b-town", fields); }
    static constexpr const char* kWhole =
        R"({"cat":"R-WY-01","severity":"general","doc_type":"breach_confirmation","doc_no":"认1","doc_date":"2026-05-01","organ":"示范市财政局","facts":"逾期未付",
            "basis":["S-5.2c"],"behaviour_on":"2026-02-01","loss":2000000,"impact":"I2"})";
};

TEST_F(FindingGuards, OnlyTheOrganOfTheTypeFinds) {
    // R-WY-01 is found by the competent department (R7) alone, within its reach; a court's document is taken by the credit office.
    const auto wy = about_town(R"({"cat":"R-WY-01"})");
    const auto court = about_town(R"({"cat":"R-SF-01"})");
    auto of_person = a_case("record_person", "verifying", "", "", R"({"cat":"R-JL-01"})");
    of_person.official_id = "p1";
    const auto& roles = real_law().record_type("R-WY-01", today()).value()->organ_roles;
    ASSERT_FALSE(roles.empty());
    const app::Actor near = person("near", roles.front(), {"b-town"});
    const app::Actor far = person("far", roles.front(), {"b-cre"});
    const app::Actor office = person("office", "R2");
    const app::Actor discipline = person("discipline", "R9");
    EXPECT_EQ(guard("organ_of_type", "{}", wy, "{}", &near), "ok");
    EXPECT_EQ(guard("organ_of_type", "{}", wy, "{}", &far), "case.organ_not_competent");
    EXPECT_EQ(guard("organ_of_type", "{}", court, "{}", &office), "ok");
    EXPECT_EQ(guard("organ_of_type", "{}", court, "{}", &far), "case.organ_not_competent");
    EXPECT_EQ(guard("organ_of_type", "{}", of_person, "{}", &discipline), "ok");
    EXPECT_EQ(guard("organ_of_type", "{}", of_person, "{}", &near), "case.organ_not_competent");
    EXPECT_EQ(guard("organ_of_type", "{}", about_town(R"({"cat":"R-XX-99"})"), "{}", &office), "record.type_not_in_force");
    // What is entered now decides, not what was there before.
    EXPECT_EQ(guard("organ_of_type", "{}", wy, R"({"cat":"R-SF-01"})", &near), "case.organ_not_competent");
}

TEST_F(FindingGuards, ANoticeIsServedByMethodDayAndProof) {
    struct Row {
        const char* entered;
        const char* answer;
    };
    for (const Row& one : {Row{R"({"served_method":"post","served_on":"2026-05-20","served_proof":["a"]})", "ok "},
                           Row{"{}", "case.notice_not_served served_method, served_on, served_proof"},
                           Row{R"({"served_method":"post","served_on":"2026-05-21","served_proof":["a"]})", "case.notice_not_served served_on"},
                           Row{R"({"served_method":"post","served_on":"2026-05-20","served_proof":[]})", "case.notice_not_served served_proof"}}) {
        std::string got = guard("notice_served", "{}", about_town(), one.entered, nullptr, true);
        if (got == "ok") { got = "ok "; }
        EXPECT_EQ(got, one.answer) << one.entered;
    }
}

TEST_F(FindingGuards, TheLastDayForAnAnswerBelongsToTheSubject) {
    auto file = about_town();
    file.state = "defence";
    auto left = step("lapse", "noticed", "defence", "system", "2026-05-19");
    left.due_was = day("2026-05-20");
    file.steps.push_back(left);
    EXPECT_EQ(guard("defence_over", "{}", file, "{}", nullptr, true), "case.defence_still_runs 2026-05-20");
    set_day("2026-05-21");
    EXPECT_EQ(guard("defence_over", "{}", file), "ok");
    set_day("2026-05-20");
    file.fields.insert_or_assign("defence_complete", base::Json(true));
    EXPECT_EQ(guard("defence_over", "{}", file), "ok") << "nothing more will come";
}

TEST_F(FindingGuards, ARecordFitsItsTypeBeforeAnybodySigns) {
    const auto with = [&](const char* member, base::Json value) {
        auto file = about_town(kWhole);
        file.fields.insert_or_assign(member, std::move(value));
        return guard("record_fits_type", "{}", file);
    };
    EXPECT_EQ(guard("record_fits_type", "{}", about_town(kWhole)), "ok");
    EXPECT_EQ(with("cat", "R-XX-99"), "record.type_not_in_force");
    EXPECT_EQ(with("cat", "R-JL-02"), "record.subject_not_allowed");
    EXPECT_EQ(with("doc_type", "judgment"), "record.doc_type_not_allowed");
    EXPECT_EQ(with("doc_no", ""), "record.document_missing");
    EXPECT_EQ(with("organ", ""), "record.organ_missing");
    EXPECT_EQ(with("severity", ""), "record.severity");
    EXPECT_EQ(with("behaviour_end_on", "2026-01-31"), "record.order");
    EXPECT_EQ(with("doc_date", ""), "case.field_missing");
    EXPECT_EQ(with("obligation", "没有"), "case.obligation_unknown");
    auto court = about_town(kWhole);
    court.fields.insert_or_assign("cat", base::Json("R-SF-01"));
    court.fields.insert_or_assign("doc_type", base::Json("listing_decision"));
    EXPECT_EQ(guard("record_fits_type", "{}", court), "record.severity_not_allowed") << "a listed debtor is serious";
}

TEST_F(FindingGuards, OneDocumentMakesOneRecordOfOneSubject) {
    const auto file = about_town(R"({"cat":"R-WY-01"})");
    const char* args = "{}";
    EXPECT_EQ(guard("no_duplicate_record", args, file), "ok") << "no number yet";
    EXPECT_EQ(guard("no_duplicate_record", args, file, R"({"doc_no":"民初1"})"), "ok");
    record("r1", "民初1", "2026-01-10");
    EXPECT_EQ(guard("no_duplicate_record", args, file, R"({"doc_no":"民初1"})", nullptr, true), "case.record_duplicate R-WY-01/民初1/r1");
    EXPECT_EQ(guard("no_duplicate_record", args, file, R"({"doc_no":"民初2"})"), "ok");
    EXPECT_EQ(guard("no_duplicate_record", args, file, R"({"doc_no":"民初1","cat":"R-WY-02"})"), "ok");
    EXPECT_EQ(guard("no_duplicate_record", args, a_case("record", "clue", "body", "b-fin", R"({"cat":"R-WY-01","doc_no":"民初1"})")), "ok") << "of another body";
    record("r2", "民初3", "2026-01-10", "general", "R-WY-01", R"("body_id":"b-town")", R"(,"revoked_on":"2026-05-01","revoke_reason":"撤销")");
    EXPECT_EQ(guard("no_duplicate_record", args, file, R"({"doc_no":"民初3"})"), "ok") << "that one is no more";
    keep("other", about_town(R"({"cat":"R-WY-01","doc_no":"民初4"})"));
    EXPECT_EQ(guard("no_duplicate_record", args, file, R"({"doc_no":"民初4"})", nullptr, true), "case.record_duplicate X-2026-000001");
    case_id_ = "other";
    EXPECT_EQ(guard("no_duplicate_record", args, file, R"({"doc_no":"民初4"})"), "ok") << "it is this one itself";
}

TEST_F(FindingGuards, WhoDepartsFromTheProposalSaysWhy) {
    const auto file = about_town(R"({"severity_proposed":"general"})");
    EXPECT_EQ(guard("severity_reasoned", "{}", file, R"({"severity":"general"})"), "ok");
    EXPECT_EQ(guard("severity_reasoned", "{}", file, R"({"severity":"minor"})"), "case.severity_unreasoned");
    EXPECT_EQ(guard("severity_reasoned", "{}", file, R"({"severity":"minor","severity_reason":"已主动改正"})"), "ok");
}

TEST_F(FindingGuards, WhoHeldThePostThenAnswers) {
    const char* args = R"({"fields":["responsible_head","responsible_handler"],"day_field":"behaviour_on"})";
    struct Row {
        const char* entered;
        const char* answer;
    };
    for (const Row& one : {Row{R"({"responsible_head":"p1","behaviour_on":"2025-03-01"})", "ok"}, Row{R"({"behaviour_on":"2025-03-01"})", "ok"},
                           Row{R"({"responsible_head":"p1","behaviour_on":"2023-12-31"})", "case.official_not_responsible"},
                           Row{R"({"responsible_head":"p1","behaviour_on":"2026-02-02"})", "case.official_not_responsible"},
                           Row{R"({"responsible_handler":"p9","behaviour_on":"2025-03-01"})", "case.official_not_responsible"}}) {
        EXPECT_EQ(guard("responsible_on_day", args, about_town(), one.entered), one.answer) << one.entered;
    }
    EXPECT_EQ(guard("responsible_on_day", args, a_case("record", "verifying", "body", "b-fin"), R"({"responsible_head":"p1","behaviour_on":"2025-03-01"})"),
              "case.official_not_responsible");
}

TEST_F(FindingGuards, GroundsAndDutiesAreThoseOfTheSubject) {
    put("obligation", "o1", R"({"code":"HT-1","body_id":"b-town","kind":"policy_promise","title":"兑现","source_id":"s1","made_on":"2025-01-02","due_on":"2025-03-02"})");
    EXPECT_EQ(guard("obligation_known", R"({"field":"obligation"})", about_town()), "ok");
    EXPECT_EQ(guard("obligation_known", R"({"field":"obligation"})", about_town(R"({"obligation":"HT-1"})")), "ok");
    EXPECT_EQ(guard("obligation_known", R"({"field":"obligation"})", about_town(R"({"obligation":"HT-2"})")), "case.obligation_unknown");
    EXPECT_EQ(guard("obligation_known", R"({"field":"obligation"})", a_case("record", "verifying", "body", "b-fin", R"({"obligation":"HT-1"})")), "case.obligation_unknown");

    record("r1", "民初1", "2026-01-10");
    put("finding", "f1", R"({"code":"F-1","kind":"breach","body_id":"b-town","organ":"示范市财政局","doc_no":"认1","decided_on":"2026-01-05","facts":"逾期"})");
    put("finding", "f2", R"({"code":"F-2","kind":"breach","body_id":"b-town","organ":"示范市财政局","doc_no":"认2","decided_on":"2026-01-05","facts":"逾期","revoked_on":"2026-02-01"})");
    keep("c1", a_case("inspection", "onsite", "body", "b-town"));
    put("evaluation_result", "er1", R"({"code":"S@1/2025/2025-12-31/D03","evaluation_id":"e1","body_id":"b-town","grade":"C"})");
    struct Row {
        const char* ground;
        const char* code;
        const char* answer;
    };
    for (const Row& one : {Row{"record", "R-WY-01/民初1/r1", "ok"}, Row{"record", "R-WY-01/民初9/r1", "case.ground_unknown"}, Row{"finding", "F-1", "ok"},
                           Row{"finding", "F-2", "case.ground_unknown"}, Row{"inspection", "X-2026-000001", "ok"}, Row{"complaint", "X-2026-000001", "case.ground_unknown"},
                           Row{"evaluation", "S@1/2025/2025-12-31", "ok"}, Row{"evaluation", "S@1/2024/2024-12-31", "case.ground_unknown"}}) {
        const auto file = a_case("rectification", "ordered", "body", "b-town", fmt::format(R"({{"ground":"{}","ground_no":"{}"}})", one.ground, one.code));
        EXPECT_EQ(guard("ground_known", R"({"field":"ground","no_field":"ground_no"})", file), one.answer) << one.ground << one.code;
        auto elsewhere = file;
        elsewhere.subject_id = "b-fin";
        EXPECT_EQ(guard("ground_known", R"({"field":"ground","no_field":"ground_no"})", elsewhere), "case.ground_unknown") << one.ground;
    }
    auto child = a_case("rectification", "ordered", "body", "b-fin", R"({"ground":"inspection","ground_no":"X-2026-000001"})");
    child.parent_id = "c1";
    EXPECT_EQ(guard("ground_known", R"({"field":"ground","no_field":"ground_no"})", child), "ok") << "what it came from";
}

TEST_F(FindingGuards, RefusedExcusesExplainNothing) {
    const auto& excuses = real_law().excuses.all();
    ASSERT_FALSE(excuses.empty());
    ASSERT_FALSE(excuses.front().words.empty());
    const auto text = [](const std::string& words) { return fmt::format(R"({{"explanation":"因为{}，所以没有兑现"}})", words); };
    const auto file = a_case("rectification", "issued", "body", "b-town");
    EXPECT_EQ(guard("excuse_valid", R"({"field":"explanation"})", file, text("水毁道路")), "ok");
    EXPECT_EQ(guard("excuse_valid", R"({"field":"explanation"})", file, text(excuses.front().words.front())), "case.excuse_refused");
}

TEST_F(FindingGuards, MattersOfPersonsGoToPersonnelOrgans) {
    put("account", "a1", R"({"code":"dis1","name":{"sealed":"s","commit":"00"},"body_id":"b-dis","state":"active","grants":[{"role":"R9","scope":{"kind":"tenant"}}],"made_on":"2025-01-01","secret_digest":"x"})");
    put("account", "a2", R"({"code":"fin1","name":{"sealed":"s","commit":"00"},"body_id":"b-fin","state":"active","grants":[{"role":"R7","scope":{"kind":"tenant"}}],"made_on":"2025-01-01","secret_digest":"x"})");
    const auto file = a_case("transfer", "transferred", "record", "r1");
    EXPECT_EQ(guard("personnel_organ", R"({"field":"target"})", file, R"({"target":"b-dis"})"), "ok");
    EXPECT_EQ(guard("personnel_organ", R"({"field":"target"})", file, R"({"target":"b-fin"})"), "case.not_personnel_organ");
}

}  // namespace
}  // namespace gx::tests
