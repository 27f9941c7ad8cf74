// SPDX-License-Identifier: Apache-2.0
#include "app/casework/call_subject.hpp"
#include "casework/casework_county.hpp"

namespace gx::tests {
namespace {

class RecordEffects : public CaseworkCounty {
protected:
    /// A case of a record that has been determined and registered, as its steps leave it.
    domain::CaseFile registered(const std::string& severity = "general") {
        auto file = a_case("record", "registered", "body", "b-town",
                           R"({"cat":"R-WY-01","doc_type":"breach_confirmation","doc_no":"认1","doc_date":"2026-05-01","organ":"示范市财政局","facts":"逾期未付","basis":["S-5.2c"],
                "behaviour_on":"2026-02-01","loss":2000000,"amount":500,"impact":"I2","served_method":"post","served_on":"2026-05-04","served_proof":["att-1"],"defence":"没有意见"})");
        file.fields.insert_or_assign("severity", base::Json(severity));
        auto left = step("defend", "noticed", "defence", "town", "2026-05-08");
        left.due_was = day("2026-05-11");
        file.steps = {step("open", "", "clue", "opener", "2026-05-02"), left, step("determine", "defence", "determined", "decider", "2026-05-12"),
                      step("register", "determined", "registered", "registrar", "2026-05-14")};
        return file;
    }
    std::vector<domain::NamedCall> releases() { return {{"set_record_periods", json_of("{}")}, {"put_record", json_of("{}")}}; }
    std::string proposed(const std::string& fields) {
        auto file = a_case("record", "verifying", "body", "b-town", fields);
        EXPECT_EQ(effect("propose_severity", R"({"field":"severity_proposed"})", file), "ok");
        return file.text("severity_proposed");
    }
};

TEST_F(RecordEffects, EachCellOfTheMatrixIsProposed) {
    // Losses at the lower edge of each band and one fen below the next; impacts across. R-WY-01 knows all three severities.
    struct Row {
        std::int64_t loss;
        const char* by_impact[3];
    };
    for (const Row& row : {Row{0, {"minor", "minor", "general"}}, Row{999'999, {"minor", "minor", "general"}}, Row{1'000'000, {"minor", "general", "serious"}},
                           Row{49'999'999, {"minor", "general", "serious"}}, Row{50'000'000, {"general", "serious", "serious"}},
                           Row{499'999'999, {"general", "serious", "serious"}}, Row{500'000'000, {"serious", "serious", "serious"}}}) {
        for (int impact = 0; impact < 3; ++impact) {
            const std::string fields = fmt::format(R"({{"cat":"R-WY-01","loss":{},"impact":"I{}"}})", row.loss, impact + 1);
            EXPECT_EQ(proposed(fields), row.by_impact[impact]) << fields;
        }
    }
}

TEST_F(RecordEffects, CircumstancesMoveTheProposalOneStep) {
    const auto with = [&](const char* flags) { return proposed(std::string(R"({"cat":"R-WY-01","loss":1000000,"impact":"I2")") + flags + "}"); };
    EXPECT_EQ(with(""), "general");
    EXPECT_EQ(with(R"(,"retaliation":true)"), "serious");
    EXPECT_EQ(with(R"(,"retaliation":true,"falsified_data":true)"), "serious");
    EXPECT_EQ(with(R"(,"self_reported_and_repaired_before_notice":true)"), "minor");
    EXPECT_EQ(with(R"(,"retaliation":true,"self_reported_and_repaired_before_notice":true)"), "general");
    EXPECT_EQ(with(R"(,"retaliation":false)"), "general");
    EXPECT_EQ(proposed(R"({"cat":"R-SF-01","loss":0,"impact":"I1"})"), "serious") << "the catalogue knows one severity only";
    auto file = a_case("record_person", "verifying", "", "", R"({"cat":"R-JL-02","sanction":"demotion","loss":0,"impact":"I1"})");
    ASSERT_EQ(effect("propose_severity", R"({"field":"severity_proposed","by_field":"sanction","by_value":{"demotion":"serious","warning":"minor"}})", file), "ok");
    EXPECT_EQ(file.text("severity_proposed"), "serious");
}

TEST_F(RecordEffects, PeriodsFollowTheLawOfTheDocumentsDay) {
    struct Row {
        const char* severity;
        const char* document;
        const char* shown_until;
        const char* expires;
    };
    for (const Row& one : {Row{"general", "2026-03-31", "2029-03-31", "2031-03-31"}, Row{"general", "2026-04-01", "2027-04-01", "2031-04-01"},
                           Row{"serious", "2026-04-01", "2029-04-01", "2031-04-01"}, Row{"minor", "2026-04-01", "2026-07-01", "2031-04-01"},
                           Row{"minor", "2026-03-31", "", "2031-03-31"}}) {
        auto file = registered(one.severity);
        file.fields.insert_or_assign("doc_date", base::Json(one.document));
        ASSERT_EQ(effect("set_record_periods", "{}", file), "ok");
        EXPECT_EQ(file.text("publish_until"), one.shown_until) << one.severity << one.document;
        EXPECT_EQ(file.text("expires_on"), one.expires) << one.severity << one.document;
    }
    auto ended = registered();
    ended.fields.insert_or_assign("behaviour_end_on", base::Json("2026-03-10"));
    ASSERT_EQ(effect("set_record_periods", "{}", ended), "ok");
    EXPECT_EQ(ended.text("expires_on"), "2031-03-10") << "from the end of the behaviour";
    auto honour = registered();
    honour.fields.insert_or_assign("cat", base::Json("R-RY-01"));
    honour.fields.insert_or_assign("valid_until", base::Json("2028-01-01"));
    ASSERT_EQ(effect("set_record_periods", "{}", honour), "ok");
    EXPECT_EQ(honour.text("expires_on"), "2028-01-01");
}

TEST_F(RecordEffects, AReleasedRecordHoldsWhatItsCaseSays) {
    put("attachment", "att-1", R"({"code":"att-1","entity":"finding","entity_id":"f","name":"回证.pdf","media_type":"application/pdf","size_bytes":1,"digest":"abcd","uploaded_on":"2026-05-04","uploaded_by":"x"})");
    auto file = registered();
    ASSERT_EQ(effects(releases(), file), "ok");
    const auto found = row("record", file.text("record_id"));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->key, "R-WY-01/认1/D03");
    EXPECT_EQ(base::canonical(found->content),
              base::canonical(json_of(R"({"code":"R-WY-01/认1/D03","cat":"R-WY-01","body_id":"b-town","subject_name_at_time":"示范单位D03","polarity":"negative","severity":"general",
                "loss":"L1","impact":"I2","doc_type":"breach_confirmation","doc_no":"认1","doc_date":"2026-05-01","organ":"示范市财政局","facts":"逾期未付","behaviour_on":"2026-02-01",
                "amount_fen":500,"served":{"method":"post","on":"2026-05-04","proof":"abcd"},"defence":{"until":"2026-05-11","text":"没有意见"},"decided_on":"2026-05-12",
                "maker":"registrar","checker":"clerk","effective_on":"2026-05-20","expires_on":"2031-05-01","basis":["S-5.2c"]})")));
}

TEST_F(RecordEffects, TwoPeopleAServedNoticeAndAnEndedDefenceAreNeeded) {
    auto one_person = registered();
    const app::Actor registrar = support::an_actor("registrar");
    EXPECT_EQ(effects(releases(), one_person, "{}", &registrar), "record.same_maker_and_checker");
    auto unserved = registered();
    unserved.fields.erase("served_proof");
    EXPECT_EQ(effects(releases(), unserved), "record.notice_missing");
    auto unheard = registered();
    unheard.steps.erase(unheard.steps.begin() + 1);
    EXPECT_EQ(effects(releases(), unheard), "record.defence_missing");
    EXPECT_TRUE(rows("record").empty()) << "nothing of it is kept";
    // Nothing more was to come, on this very day: it counts from tomorrow.
    auto hasty = registered();
    hasty.fields.insert_or_assign("defence_complete", base::Json(true));
    hasty.steps[1].on = day("2026-05-20");
    hasty.steps[1].fields.set("defence_complete", true);
    ASSERT_EQ(effects(releases(), hasty), "ok");
    EXPECT_EQ(content("record", hasty.text("record_id")).text_or_empty("effective_on"), "2026-05-21");
}

TEST_F(RecordEffects, AfterARevokedRecordTheNumberIsFreeAgain) {
    auto first = registered();
    ASSERT_EQ(effects(releases(), first), "ok");
    auto revoking = a_case("revoked_basis", "submitted", "record", first.text("record_id"), R"({"doc_no":"撤1"})");
    ASSERT_EQ(effect("revoke_record", R"({"reason_field":"doc_no"})", revoking), "ok");
    auto second = registered();
    ASSERT_EQ(effects(releases(), second), "ok");
    EXPECT_EQ(row("record", second.text("record_id"))->key, "R-WY-01/认1/D03#2");
}

TEST_F(RecordEffects, ARecordOfAPersonNamesNobodyAndIsNotShown) {
    auto file = registered("serious");
    file.procedure = "record_person";
    file.subject_type.clear();
    file.subject_id.clear();
    file.official_id = "p1";
    file.fields.insert_or_assign("cat", base::Json("R-SF-01"));
    file.fields.insert_or_assign("doc_type", base::Json("listing_decision"));
    ASSERT_EQ(effects(releases(), file), "ok");
    const base::Json made = content("record", file.text("record_id"));
    EXPECT_EQ(made.text_or_empty("official_id"), "p1");
    EXPECT_EQ(made.text_or_empty("subject_name_at_time"), "P001");
    EXPECT_EQ(made.text_or_empty("code"), "R-SF-01/认1/P001");
    EXPECT_TRUE(made.at("body_id").is_null());
    EXPECT_TRUE(made.at("publish_from").is_null());
}

TEST_F(RecordEffects, ARecordEndsInItsOwnCaseToo) {
    for (const auto& [effect_name, step_name, member] : std::vector<std::tuple<std::string, std::string, std::string>>{
             {"repair_record", "repaired", "repaired_on"}, {"revoke_record", "revoked", "revoked_on"}}) {
        auto made = registered();
        made.code = "RD-" + step_name;
        made.fields.insert_or_assign("doc_no", base::Json(step_name));
        ASSERT_EQ(effects(releases(), made), "ok");
        made.state = "active";
        made.clock.due_on = day("2031-05-01");
        const std::string own = "own-" + step_name;
        keep(own, made);
        auto deciding = a_case("repair", "verifying", "record", made.text("record_id"), R"({"why":"决定撤销"})");
        ASSERT_EQ(effect(effect_name, effect_name == "revoke_record" ? R"({"reason_field":"why"})" : "{}", deciding), "ok");
        EXPECT_EQ(content("record", made.text("record_id")).text_or_empty(member), "2026-05-20");
        EXPECT_EQ(content("case_file", own).text_or_empty("state"), step_name);
        EXPECT_EQ(content("case_file", own).text_or_empty("closed_on"), "2026-05-20");
    }
}

TEST_F(RecordEffects, WhatWasRepairedIsNotRepairedAgainNorRevokedTwice) {
    record("r1", "民初1", "2026-01-10", "general", "R-WY-01", R"("body_id":"b-town")", R"(,"repaired_on":"2026-05-01")");
    auto file = a_case("repair", "verifying", "record", "r1", R"({"why":"x"})");
    EXPECT_EQ(effect("repair_record", "{}", file), "case.record_not_in_effect");
    ASSERT_EQ(effect("revoke_record", R"({"reason_field":"why"})", file), "ok");
    const auto version = row("record", "r1")->version;
    ASSERT_EQ(effect("revoke_record", R"({"reason_field":"why"})", file), "ok");
    EXPECT_EQ(row("record", "r1")->version, version);
}

TEST_F(RecordEffects, WhatWasWrongIsReplacedAndNothingElse) {
    record("r1", "民初1", "2026-04-10");
    auto file = a_case("objection", "verifying", "record", "r1");
    ASSERT_EQ(effect("correct_record", R"({"prefix":"new_"})", file, R"({"new_facts":"已付一半","new_amount":700,"new_severity":"minor","findings":"x"})"), "ok");
    const base::Json corrected = content("record", "r1");
    EXPECT_EQ(corrected.text_or_empty("facts"), "已付一半");
    EXPECT_EQ(corrected.int_at("amount_fen"), 700);
    EXPECT_EQ(corrected.text_or_empty("severity"), "minor");
    EXPECT_EQ(corrected.text_or_empty("doc_no"), "民初1");
    EXPECT_EQ(row("record", "r1")->version, 2);
    EXPECT_EQ(effect("correct_record", R"({"prefix":"new_"})", file, R"({"findings":"x"})"), "ok");
    EXPECT_EQ(row("record", "r1")->version, 2) << "nothing was entered";
    EXPECT_EQ(effect("correct_record", R"({"prefix":"new_"})", file, R"({"new_behaviour_on":"gestern"})"), "json.member_range");
}

TEST_F(RecordEffects, ADisputeLastsUntilTheLastOneIsOver) {
    record("r1", "民初1", "2026-01-10");
    auto other = a_case("rights_complaint", "received", "record", "r1");
    case_id_ = "other";
    ASSERT_EQ(effect("mark_disputed", "{}", other), "ok");
    keep("other", other);
    auto own = a_case("objection", "submitted", "record", "r1");
    case_id_ = "case-own";
    ASSERT_EQ(effect("mark_disputed", "{}", own), "ok");
    ASSERT_EQ(effect("clear_disputed", "{}", own), "ok");
    EXPECT_TRUE(content("record", "r1").bool_at("disputed").value_or(false)) << "the other one goes on";
    case_id_ = "other";
    ASSERT_EQ(effect("clear_disputed", "{}", other), "ok");
    EXPECT_TRUE(content("record", "r1").at("disputed").is_null());
}

TEST_F(RecordEffects, FindingsAreWrittenTakenBackAndWrittenAnew) {
    put("obligation", "o1", R"({"code":"HT-1","body_id":"b-town","kind":"policy_promise","title":"兑现","source_id":"s1","made_on":"2025-01-02","due_on":"2025-03-02"})");
    auto file = a_case("record", "defence", "body", "b-town", R"({"organ":"示范市财政局","doc_no":"认1","facts":"逾期未付","obligation":"HT-1"})");
    ASSERT_EQ(effect("put_finding", R"({"kind":"breach"})", file), "ok");
    const std::string first = file.text("finding_id");
    EXPECT_EQ(base::canonical(content("finding", first)),
              base::canonical(json_of(R"({"code":"X-2026-000001/1","kind":"breach","obligation_id":"o1","body_id":"b-town","organ":"示范市财政局","doc_no":"认1","decided_on":"2026-05-20","facts":"逾期未付"})")));
    ASSERT_EQ(effect("revoke_finding", "{}", file), "ok");
    EXPECT_EQ(content("finding", first).text_or_empty("revoked_on"), "2026-05-20");
    EXPECT_EQ(file.text("finding_id"), "");
    ASSERT_EQ(effect("put_finding", R"({"kind":"breach"})", file), "ok");
    EXPECT_EQ(content("finding", file.text("finding_id")).text_or_empty("code"), "X-2026-000001/2");
    auto own_cause = a_case("record", "defence", "body", "b-town", R"({"organ":"示范单位D03","doc_no":"认1","facts":"逾期未付"})");
    EXPECT_EQ(effect("put_finding", R"({"kind":"breach"})", own_cause), "finding.own_cause");
    auto put_right = a_case("rectification", "verified", "body", "b-town", R"({"result":"已付清"})");
    put_right.code = "ZG-2026-000001";
    ASSERT_EQ(effect("put_finding", R"({"kind":"rectified"})", put_right), "ok");
    EXPECT_EQ(content("finding", put_right.text("finding_id")).text_or_empty("doc_no"), "ZG-2026-000001");
    EXPECT_EQ(content("finding", put_right.text("finding_id")).text_or_empty("facts"), "已付清");
}

}  // namespace
}  // namespace gx::tests
