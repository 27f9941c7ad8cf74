// SPDX-License-Identifier: Apache-2.0
// S-2.2, S-3.4c, S-5.2c, S-5.5a: a record is found on its document by the organ of its type, heard before, made by two people.
#include "tests/support/record_road.hpp"

namespace gx::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class RecordCases : public RecordRoad {};
INSTANTIATE_TEST_SUITE_P(Stores, RecordCases, kCaseBackends, backend_name);

TEST_P(RecordCases, S_2_2_NoneIsInEffectWithoutItsDocument) {
    const RoadOf of;
    const std::string id = unanswered(of);
    // Each part of the document is asked for: its number, its day, its organ, its kind and the legal basis.
    struct Row {
        const char* field;
        const char* form;
    };
    const std::string day = today();
    for (const Row& one : {Row{"doc_no", R"("doc_type":"breach_confirmation","doc_date":"2026-03-10","organ":"示范市财政局")"},
                           Row{"doc_date", R"("doc_type":"breach_confirmation","doc_no":"示财认〔2026〕1号","organ":"示范市财政局")"},
                           Row{"organ", R"("doc_type":"breach_confirmation","doc_no":"示财认〔2026〕1号","doc_date":"2026-03-10")"},
                           Row{"doc_type", R"("doc_no":"示财认〔2026〕1号","doc_date":"2026-03-10","organ":"示范市财政局")"}}) {
        EXPECT_EQ(step("fin2", id, "determine", fmt::format(R"({{"severity":"general","basis":["S-5.2c"],"defence_answer":"无申辩。",{}}})", one.form)), "!case.field_missing") << one.field;
        EXPECT_EQ(where(), std::string("/body/fields/") + one.field);
    }
    EXPECT_EQ(step("fin2", id, "determine", R"({"severity":"general","doc_type":"judgment","doc_no":"1","doc_date":"2026-03-10","organ":"示范市财政局","defence_answer":"无申辩。"})"),
              "!record.doc_type_not_allowed")
        << "not the document that the catalogue asks for";
    EXPECT_EQ(step("fin2", id, "determine",
                   R"({"severity":"general","doc_type":"breach_confirmation","doc_no":"1","doc_date":"2026-12-31","organ":"示范市财政局","defence_answer":"无申辩。"})"),
              "!case.day_outside")
        << "a document of a day to come";
    EXPECT_EQ(file(id).state, "defence");
    EXPECT_EQ(step("fin2", id, "determine", determination(of)), "determined");
    EXPECT_EQ(step("maker2", id, "register"), "registered");
    EXPECT_EQ(step("head", id, "release"), "active");
    const auto record = stored("record", record_of(id));
    EXPECT_EQ(record.text_or_empty("code"), "R-WY-01/示财认〔2026〕1号/B01");
    EXPECT_EQ(record.text_or_empty("doc_no"), "示财认〔2026〕1号");
    EXPECT_EQ(record.text_or_empty("doc_date"), day);
    EXPECT_EQ(record.text_or_empty("organ"), "示范市财政局");
    EXPECT_EQ(record.at("served").text_or_empty("proof"), "digest-of-att") << "the proof is named by its digest";
    EXPECT_EQ(record.text_or_empty("maker"), "maker2");
    EXPECT_EQ(record.text_or_empty("checker"), "head");
}

TEST_P(RecordCases, S_2_2_IsHeardBeforeItIsDetermined) {
    const RoadOf of;
    const std::string id = taken(of);
    EXPECT_EQ(step("fin1", id, "serve", "{" + served("2026-03-02") + "}"), "!case.step_missing") << "there is no notice yet";
    EXPECT_EQ(step("fin1", id, "find", finding(of)), "verifying");
    EXPECT_EQ(step("fin1", id, "serve", R"({"served_method":"direct","served_on":"2026-03-02"})"), "!case.field_missing") << "no proof";
    EXPECT_EQ(step("fin1", id, "serve", R"({"served_method":"direct","served_on":"2026-03-02","served_proof":[]})"), "!case.field_missing") << "an empty proof";
    EXPECT_EQ(step("fin1", id, "serve", "{" + served("2026-03-03") + "}"), "!case.notice_not_served") << "tomorrow";
    EXPECT_EQ(step("fin1", id, "serve", "{" + served("2026-03-01") + "}"), "!case.day_outside") << "before it was drawn up";
    EXPECT_THAT(seen("edu_head"), IsEmpty()) << "whom it concerns learns of it by the notice";
    EXPECT_EQ(step("fin1", id, "serve", "{" + served("2026-03-02") + "}"), "noticed");
    EXPECT_THAT(seen("edu_head"), ElementsAre(id));
    EXPECT_EQ(due(id), "2026-03-09") << "five working days";
    EXPECT_EQ(step("fin2", id, "determine", determination(of)), "!case.step_not_from_here");
    EXPECT_EQ(step("edu_clerk", id, "defend", R"({"defence":"款项已在安排。"})"), "!access.denied") << "the body's head or administrator answers for it";
    EXPECT_EQ(step("edu_head", id, "defend", R"({"defence":"款项已在安排。"})"), "defence");
    EXPECT_EQ(step("fin2", id, "determine", determination(of)), "!case.defence_still_runs") << "until the ninth it may add to it";
    EXPECT_EQ(detail(), "2026-03-09");
    EXPECT_EQ(step("edu_head", id, "add_defence", R"({"defence":"款项已在安排，附付款计划。"})"), "defence");
    set_day("2026-03-09");
    EXPECT_EQ(step("fin2", id, "determine", determination(of)), "!case.defence_still_runs") << "the last day belongs to the body";
    set_day("2026-03-10");
    EXPECT_EQ(step("fin2", id, "determine", determination(of)), "determined");
    EXPECT_EQ(file(id).body_id, "credit") << "the credit office registers";
    EXPECT_EQ(stored("finding", file(id).text("finding_id")).text_or_empty("organ"), "示范市财政局");
}

TEST_P(RecordCases, S_2_2_BeginsAfterTheLastDayForAnAnswerEvenWhenItWasWaived) {
    const RoadOf of;
    const std::string id = noticed(of);
    EXPECT_EQ(step("edu_head", id, "waive"), "!case.note_missing");
    EXPECT_EQ(step("edu_head", id, "waive", "{}", "没有意见"), "defence");
    EXPECT_EQ(step("fin2", id, "determine", determination(of)), "determined");
    EXPECT_EQ(step("maker2", id, "register"), "registered");
    EXPECT_EQ(step("head", id, "release"), "active");
    EXPECT_EQ(stored("record", record_of(id)).text_or_empty("effective_on"), "2026-03-03");
}

TEST_P(RecordCases, S_2_2_IsMadeByPeopleWhoCannotDoBoth) {
    const RoadOf of;
    const std::string id = heard(of);
    EXPECT_EQ(step("fin1", id, "determine", determination(of)), "!case.same_person") << "who found does not determine";
    EXPECT_EQ(step("fin2", id, "determine", determination(of)), "determined");
    EXPECT_EQ(step("fin2", id, "register"), "!case.same_person") << "who determined does not register";
    EXPECT_EQ(step("allround", id, "register", R"({"expires_on":"2027-01-01"})"), "!case.field_by_system") << "how long it counts is computed";
    EXPECT_EQ(step("allround", id, "register"), "registered");
    EXPECT_EQ(step("maker", id, "release"), "!access.denied");
    EXPECT_EQ(step("allround", id, "release"), "!case.same_person") << "who registered does not release";
    EXPECT_EQ(step("head", id, "release"), "active");
    EXPECT_EQ(step("head", id, "release"), "!case.step_not_from_here");
}

TEST_P(RecordCases, S_2_2_NobodyHidesAWrongNoticeByTakingItBackTwice) {
    const RoadOf of;
    const std::string id = noticed(of);
    EXPECT_EQ(step("fin1", id, "serve_again", "{}", "送达地址有误"), "verifying");
    EXPECT_EQ(file(id).text("served_on"), "");
    set_day("2026-03-04");
    EXPECT_EQ(step("fin1", id, "serve", "{" + served("2026-03-04") + "}"), "noticed");
    EXPECT_EQ(due(id), "2026-03-11") << "the time for an answer begins again";
}

TEST_P(RecordCases, S_3_4c_OneDocumentMakesOneRecordOfOneSubject) {
    const RoadOf of;
    const std::string id = released(of);
    const std::string code = stored("record", record_of(id)).text_or_empty("code");
    const std::string doc = R"(,"doc_no":"示财认〔2026〕1号")";
    EXPECT_EQ(clue(of, "maker", doc), "!case.record_duplicate");
    EXPECT_EQ(clue({.cat = "R-WY-02"}, "maker", doc).substr(0, 3), "id-") << "another type";
    EXPECT_EQ(clue({.subject = "fin"}, "maker", doc).substr(0, 3), "id-") << "another body";
    EXPECT_EQ(clue(of, "maker", R"(,"doc_no":"示财认〔2026〕2号")").substr(0, 3), "id-") << "another document";
    EXPECT_EQ(clue(of, "maker", R"(,"doc_no":"示财认〔2026〕2号")"), "!case.record_duplicate") << "the same document is being looked into";
    // Also where the number only comes with the determination.
    const std::string late = heard({.doc_no = "示财认〔2026〕3号"});
    EXPECT_EQ(step("fin2", late, "determine", determination(of)), "!case.record_duplicate");
    EXPECT_EQ(detail(), code);
    EXPECT_EQ(file(late).state, "defence");
}

TEST_P(RecordCases, S_3_4c_ANumberOfARevokedRecordIsFreeAgain) {
    const RoadOf of;
    const std::string id = released(of);
    const std::string record = record_of(id);
    const std::string objection = open("edu_head", "objection", record, R"({"ground":"wrong_fact","content":"款项早已付清。"})");
    account("fresh", "credit", {{"R2", app::ScopeKind::Tenant, ""}});
    account("head2", "credit", {{"R1", app::ScopeKind::Tenant, ""}});
    ASSERT_EQ(step("fresh", objection, "accept", R"({"check_by":"own"})"), "verifying");
    EXPECT_EQ(step("fresh", objection, "remove", R"({"findings":"付款在前，记录有误。"})"), "!access.denied");
    EXPECT_EQ(step("head", objection, "remove", R"({"findings":"付款在前，记录有误。"})"), "!case.record_maker") << "who released it";
    ASSERT_EQ(step("head2", objection, "remove", R"({"findings":"付款在前，记录有误。"})"), "removed");
    EXPECT_EQ(file(id).state, "revoked");
    set_day("2026-03-20");
    const std::string again = released(of);
    EXPECT_EQ(stored("record", record_of(again)).text_or_empty("code"), "R-WY-01/示财认〔2026〕1号/B01#2");
}

// S-5.2c: judgments, penalties, discipline and accountability, of bodies and of officials, each by its organ.
const std::vector<RoadOf> kOfBodies = {
    {.cat = "R-SF-03", .doc_type = "judgment", .doc_no = "（2026）示民初1号", .organ = "示范市人民法院", .organ_body = "", .finder = "maker", .decider = "head"},
    {.cat = "R-CF-01", .doc_type = "penalty_decision", .doc_no = "示罚〔2026〕1号", .organ = "示范市自然资源局"},
    {.cat = "R-JL-01", .doc_type = "discipline_decision", .doc_no = "示纪〔2026〕1号", .organ = "示范市纪委", .organ_body = "discipline", .finder = "jw", .decider = "jw2"},
    {.cat = "R-WZ-01", .doc_type = "accountability_decision", .doc_no = "示问责〔2026〕1号", .organ = "示范市纪委", .organ_body = "discipline", .finder = "jw", .decider = "jw2"}};
const std::vector<PersonRoadOf> kOfOfficials = {
    {.cat = "R-SF-01", .doc_type = "listing_decision", .doc_no = "（2026）示执1号", .severity = "serious", .sanction = "", .until = ""},
    {.cat = "R-CF-01", .doc_type = "penalty_decision", .doc_no = "示罚〔2026〕2号", .sanction = "", .until = ""},
    {.cat = "R-JL-01", .doc_type = "discipline_decision", .doc_no = "示纪〔2026〕2号"},
    {.cat = "R-WZ-01", .doc_type = "accountability_decision", .doc_no = "示问责〔2026〕2号", .sanction = "admonition"}};

TEST_P(RecordCases, S_5_2c_EachOfTheFourKindsIsMadeOfABody) {
    for (const RoadOf& of : kOfBodies) {
        const std::string id = released(of);
        const auto record = stored("record", record_of(id));
        EXPECT_EQ(record.text_or_empty("cat"), of.cat);
        EXPECT_EQ(record.text_or_empty("body_id"), "edu");
        EXPECT_EQ(record.text_or_empty("doc_no"), of.doc_no);
    }
}

TEST_P(RecordCases, S_5_2c_EachOfTheFourKindsIsMadeOfAnOfficial) {
    for (const PersonRoadOf& of : kOfOfficials) {
        const std::string id = person_released(of);
        const auto record = stored("record", record_of(id));
        EXPECT_EQ(record.text_or_empty("cat"), of.cat);
        EXPECT_EQ(record.text_or_empty("official_id"), "p-head");
        EXPECT_EQ(record.text_or_empty("subject_name_at_time"), "P001") << "the name stays sealed";
        EXPECT_TRUE(record.at("body_id").is_null());
        EXPECT_TRUE(record.at("publish_from").is_null());
    }
}

TEST_P(RecordCases, S_5_2c_EachKindIsRefusedWithoutItsNumber) {
    for (const RoadOf& of : kOfBodies) {
        const std::string id = heard(of);
        EXPECT_EQ(step(of.decider, id, "determine",
                       fmt::format(R"({{"severity":"general","doc_type":"{}","doc_date":"{}","organ":"{}","defence_answer":"无申辩。"}})", of.doc_type, today(), of.organ)),
                  "!case.field_missing");
        EXPECT_EQ(where(), "/body/fields/doc_no") << of.cat;
    }
    for (const PersonRoadOf& of : kOfOfficials) {
        const std::string id = person_heard(of);
        EXPECT_EQ(step("jw2", id, "determine",
                       fmt::format(R"({{"severity":"{}","doc_type":"{}","doc_date":"{}","organ":"示范市监察委员会","defence_answer":"本人无意见。"}})", of.severity, of.doc_type, today())),
                  "!case.field_missing");
        EXPECT_EQ(where(), "/body/fields/doc_no") << of.cat;
    }
}

TEST_P(RecordCases, S_5_2c_TheOrganOfTheTypeFindsAndNobodyElse) {
    struct Row {
        const char* cat;
        const char* organ_body;  ///< empty: stays at the credit office
        std::vector<const char*> may;
        std::vector<const char*> may_not;
    };
    for (const Row& one : {Row{"R-SF-03", "", {"maker"}, {}}, Row{"R-SF-03", "fin", {}, {"fin1"}}, Row{"R-CF-01", "fin", {"fin1"}, {}}, Row{"R-CF-01", "", {}, {"maker", "head"}},
                           Row{"R-WZ-01", "discipline", {"jw"}, {}}, Row{"R-WZ-01", "fin", {}, {"fin1"}}, Row{"R-JL-01", "discipline", {"jw"}, {}}, Row{"R-JL-01", "", {}, {"maker"}},
                           Row{"R-WY-01", "fin", {"fin1"}, {}}, Row{"R-WY-01", "discipline", {}, {"jw"}}}) {
        const std::string id = clue({.cat = one.cat});
        if (*one.organ_body != '\0') { ASSERT_EQ(step("maker", id, "assign", fmt::format(R"({{"organ_body":"{}"}})", one.organ_body)), "clue"); }
        const std::string form = fmt::format(R"({{"cat":"{}"}})", one.cat);
        for (const char* who : one.may_not) {
            EXPECT_EQ(step(who, id, "take", form), "!case.organ_not_competent") << one.cat << who;
            EXPECT_THAT(detail(), HasSubstr(one.cat));
        }
        for (const char* who : one.may) { EXPECT_EQ(step(who, id, "take", form), "verifying") << one.cat << who; }
    }
    // The accused body and those below it neither see it nor are given it.
    const std::string id = clue({});
    EXPECT_EQ(step("maker", id, "assign", R"({"organ_body":"edu"})"), "!case.body_recused");
    EXPECT_EQ(step("maker", id, "assign", R"({"organ_body":"school"})"), "!case.body_recused");
    EXPECT_EQ(step("maker", id, "assign", R"({"organ_body":"town"})"), "!case.body_not_competent");
    EXPECT_EQ(step("edu_r7", id, "take", R"({"cat":"R-WY-01"})"), "!case.unknown");
    // A record of a person is found by the personnel organs only.
    EXPECT_EQ(open_about("maker", "record_person", "p-head", R"({"cat":"R-JL-01","clue_source":"other","facts":"履职不力。","conduct":"inaction"})"), "!access.denied");
}

TEST_P(RecordCases, S_5_2c_IsFoundInTimeAndReturnedInTime) {
    const std::string id = clue({});
    EXPECT_EQ(due(id), "2026-03-11") << "seven working days";
    ASSERT_EQ(step("maker", id, "assign", R"({"organ_body":"fin"})"), "clue");
    EXPECT_EQ(step("fin1", id, "return"), "!case.note_missing");
    EXPECT_EQ(step("fin1", id, "return", "{}", "不属本单位职责"), "clue");
    EXPECT_EQ(file(id).body_id, "credit");
    ASSERT_EQ(step("maker", id, "assign", R"({"organ_body":"fin"})"), "clue");
    ASSERT_EQ(step("fin1", id, "take", R"({"cat":"R-WY-01"})"), "verifying");
    EXPECT_EQ(due(id), "2026-04-01") << "thirty days";
    EXPECT_EQ(step("fin1", id, "extend", "{}", "案情复杂"), "!case.same_person");
    EXPECT_EQ(step("fin2", id, "extend", "{}", "案情复杂"), "verifying");
    EXPECT_EQ(due(id), "2026-05-06") << "the first of May is a holiday";
    EXPECT_EQ(step("fin2", id, "extend", "{}", "案情复杂"), "!deadline.extension_count");
    EXPECT_EQ(step("fin1", id, "dismiss", R"({"dismissal_ground":"no_facts"})", "查无实据"), "!case.same_person");
    EXPECT_EQ(step("fin2", id, "dismiss", R"({"dismissal_ground":"no_facts"})", "查无实据"), "dismissed");
    EXPECT_EQ(file(id).outcome, "not_established");
}

TEST_P(RecordCases, S_5_5a_LossAndImpactGiveTheTablesSeverity) {
    const std::string id = taken();
    const auto proposed = [&](std::int64_t loss, int impact, const std::string& flags) {
        const RoadOf of{.loss = std::to_string(loss), .impact = fmt::format("I{}", impact), .more = flags};
        EXPECT_EQ(step("fin1", id, "find", finding(of)), "verifying");
        return file(id).text("severity_proposed");
    };
    struct Row {
        std::int64_t loss;  ///< fen: the first and the last of each band
        std::array<const char*, 3> by_impact;
    };
    for (const Row& one : {Row{0, {"minor", "minor", "general"}}, Row{999'999, {"minor", "minor", "general"}}, Row{1'000'000, {"minor", "general", "serious"}},
                           Row{49'999'999, {"minor", "general", "serious"}}, Row{50'000'000, {"general", "serious", "serious"}},
                           Row{499'999'999, {"general", "serious", "serious"}}, Row{500'000'000, {"serious", "serious", "serious"}}}) {
        for (int impact = 1; impact <= 3; ++impact) { EXPECT_EQ(proposed(one.loss, impact, {}), one.by_impact[static_cast<std::size_t>(impact - 1)]) << one.loss << " I" << impact; }
    }
    // Up for each of what makes it worse, down for what was put right in time; the plain case is general.
    for (const char* up : {"repeated_within_12_months", "invalid_excuse", "retaliation", "falsified_data", "sme_or_wage_creditor", "harm_to_people", "harm_to_market"}) {
        EXPECT_EQ(proposed(2'000'000, 2, fmt::format(R"(,"{}":true)", up)), "serious") << up;
        EXPECT_EQ(proposed(2'000'000, 2, fmt::format(R"(,"{}":true,"self_reported_and_repaired_before_notice":true)", up)), "general") << up;
        EXPECT_EQ(proposed(2'000'000, 2, fmt::format(R"(,"{}":false,"self_reported_and_repaired_before_notice":true)", up)), "minor") << up;
        EXPECT_EQ(proposed(2'000'000, 2, fmt::format(R"(,"{}":false,"self_reported_and_repaired_before_notice":false)", up)), "general") << up;
    }
}

TEST_P(RecordCases, S_5_5a_WhoDepartsFromTheProposalSaysWhy) {
    const RoadOf of;
    const std::string id = heard(of);
    ASSERT_EQ(file(id).text("severity_proposed"), "general");
    const auto as = [&](const char* severity, const char* more) {
        return fmt::format(R"({{"severity":"{}","doc_type":"breach_confirmation","doc_no":"1","doc_date":"{}","organ":"示范市财政局","defence_answer":"无申辩。"{}}})", severity, today(), more);
    };
    EXPECT_EQ(step("fin2", id, "determine", as("serious", "")), "!case.severity_unreasoned");
    EXPECT_EQ(step("fin2", id, "determine", as("minor", "")), "!case.severity_unreasoned");
    EXPECT_EQ(step("fin2", id, "determine", as("minor", R"(,"severity_reason":"已在告知后三日内付清。")")), "determined");
    EXPECT_EQ(file(id).text("severity_reason"), "已在告知后三日内付清。");
}

TEST_P(RecordCases, S_5_5f_WhoHeldThePostThenAnswersForIt) {
    const std::string id = taken();
    const auto named = [&](const char* official, const char* on) {
        return step("fin1", id, "find",
                    fmt::format(R"({{"facts":"至今未付。","basis":["S-5.2c"],"behaviour_on":"{}","loss":2000000,"impact":"I2","responsible":"named","responsible_head":"{}","notice_no":"1"}})", on, official));
    };
    EXPECT_EQ(named("p-fin", "2026-01-05"), "!case.official_not_responsible") << "of another body";
    EXPECT_EQ(named("p-former", "2026-01-05"), "!case.official_not_responsible") << "gone before";
    EXPECT_EQ(named("p-former", "2025-06-30"), "!case.official_not_responsible") << "the day on which he was gone";
    EXPECT_EQ(named("p-former", "2025-06-29"), "verifying") << "gone now, there then";
    EXPECT_EQ(named("p-head", "2026-03-03"), "!case.day_outside") << "tomorrow";
    EXPECT_EQ(named("p-head", "2026-01-05"), "verifying");
}

TEST_P(RecordCases, S_5_5g_EachConductIsChosenAndTheLastThreeArePrior) {
    struct Row {
        const char* conduct;
        const char* flag;
    };
    for (const Row& one : {Row{"inaction", ""}, Row{"unlawful", ""}, Row{"self_dealing", ""}, Row{"dereliction", ""}, Row{"harm_people", "harm_people"},
                           Row{"unfairness", "harm_market"}, Row{"trade_breach", "harm_market"}}) {
        const std::string id = person_clue({.conduct = one.conduct});
        ASSERT_EQ(id.substr(0, 3), "id-") << one.conduct << id;
        const auto found = file(id);
        EXPECT_EQ(found.text("conduct"), one.conduct);
        EXPECT_EQ(found.has_focus(), *one.flag != '\0') << one.conduct;
        if (*one.flag != '\0') { EXPECT_TRUE(found.flags.contains(one.flag)) << one.conduct; }
        EXPECT_EQ(due(id), *one.flag == '\0' ? "2026-03-11" : "2026-03-06") << one.conduct << ": half of the days, rounded up";
    }
    EXPECT_EQ(person_clue({.conduct = "else"}), "!case.field_option");
    EXPECT_EQ(open_about("jw", "record_person", "p-head", R"({"cat":"R-JL-02","clue_source":"other","facts":"履职不力。"})"), "!case.field_missing");
}

}  // namespace
}  // namespace gx::tests
