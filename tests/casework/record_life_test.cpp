// SPDX-License-Identifier: Apache-2.0
// A record from the clue to its repair, with a measure upon it, as people take the steps.
#include "casework/casework_county.hpp"

namespace gx::tests {
namespace {

class RecordLife : public CaseworkCounty {
protected:
    app::Actor who(const std::string& account, const std::string& seat) {
        app::Actor actor = support::an_actor(account);
        actor.seats = {seat};
        return actor;
    }
    /// The id of the case, or nothing; `answer_` says why.
    std::string open(const std::string& procedure, const std::string& subject, const app::Actor& actor, const std::string& fields) {
        const auto opened = app::OpenCase(parts()).run({.procedure = procedure, .subject = subject, .fields = json_of(fields)}, actor);
        answer_ = opened.ok() ? "ok" : opened.error().reason + " " + opened.error().detail;
        return opened.ok() ? opened->id : std::string{};
    }
    std::string take(const std::string& id, const std::string& step_id, const app::Actor& actor, const std::string& fields = "{}", const std::string& note = "") {
        const auto done = app::TakeCaseStep(parts()).run({.id = id, .step = step_id, .version = row("case_file", id)->version, .note = note, .fields = json_of(fields)}, actor);
        return done.ok() ? "ok" : done.error().reason;
    }
    std::string state(const std::string& id) { return content("case_file", id).text_or_empty("state"); }

    const app::Actor office_ = who("office", "b-cre");
    const app::Actor clerk_ = who("clerk", "b-cre");
    const app::Actor finder_ = who("finder", "b-fin");
    const app::Actor decider_ = who("decider", "b-fin");
    const app::Actor town_ = who("town", "b-town");
    std::string answer_;

    /// The record's case in state `active`, begun on 2026-03-02.
    std::string released() {
        set_day("2026-03-02");
        const std::string id = open("record", "D03", office_, R"({"cat":"R-WY-01","clue_source":"complaint","facts":"逾期未付工程款"})");
        EXPECT_EQ(answer_, "ok");
        EXPECT_EQ(take(id, "assign", office_, R"({"organ_body":"b-fin"})"), "ok");
        EXPECT_EQ(take(id, "take", finder_, R"({"cat":"R-WY-01"})"), "ok");
        EXPECT_EQ(take(id, "serve", finder_, R"({"served_method":"post","served_on":"2026-03-02","served_proof":["att"]})"), "case.step_missing");
        EXPECT_EQ(take(id, "find", finder_,
                       R"({"facts":"逾期未付工程款","basis":["S-5.2c"],"behaviour_on":"2026-01-05","loss":2000000,"impact":"I2","responsible":"none","responsible_reason":"合同未记载","notice_no":"告1"})"),
                  "ok");
        EXPECT_EQ(content("case_file", id).at("fields").text_or_empty("severity_proposed"), "general");
        EXPECT_EQ(take(id, "serve", finder_, R"({"served_method":"post","served_on":"2026-03-02","served_proof":["att"]})"), "ok");
        set_day("2026-03-04");
        EXPECT_EQ(take(id, "defend", town_, R"({"defence":"资金已在安排"})"), "ok");
        const std::string determined = R"({"severity":"general","doc_type":"breach_confirmation","doc_no":"认1","doc_date":"2026-03-04","organ":"示范市财政局","basis":["S-5.2c"],"defence_answer":"不予采纳"})";
        EXPECT_EQ(take(id, "determine", decider_, determined), "case.defence_still_runs");
        set_day("2026-03-16");
        EXPECT_EQ(take(id, "determine", finder_, determined), "case.same_person");
        EXPECT_EQ(take(id, "determine", decider_, determined), "ok");
        EXPECT_EQ(take(id, "register", office_, R"({"expires_on":"2027-01-01"})"), "case.field_by_system");
        EXPECT_EQ(take(id, "register", office_), "ok");
        EXPECT_EQ(take(id, "release", office_), "case.same_person");
        EXPECT_EQ(take(id, "release", clerk_), "ok");
        return id;
    }
};

TEST_F(RecordLife, FromTheClueToTheRepair) {
    const std::string id = released();
    ASSERT_EQ(state(id), "active");
    const base::Json file = content("case_file", id);
    EXPECT_EQ(file.text_or_empty("due_on"), "2031-03-04") << "five years after the document";
    const std::string record_id = file.at("fields").text_or_empty("record_id");
    ASSERT_FALSE(record_id.empty());
    EXPECT_EQ(content("finding", file.at("fields").text_or_empty("finding_id")).text_or_empty("kind"), "breach");

    const std::string wanted = R"({"kind":"M-HONOUR","reason":"失信","basis":["S-5.5d"],"starts_on":"2026-03-20","ends_on":"2027-03-20"})";
    open("measure", record_id, office_, R"({"kind":"M-HONOUR","reason":"失信","basis":["S-5.5d"],"starts_on":"2026-03-20","ends_on":"2027-03-21"})");
    EXPECT_EQ(answer_, "case.measure_too_long 2027-03-20");
    const std::string measure = open("measure", record_id, office_, wanted);
    ASSERT_EQ(answer_, "ok");
    EXPECT_EQ(open("measure", record_id, office_, wanted), "");
    EXPECT_TRUE(answer_.starts_with("case.open_already")) << answer_;
    EXPECT_EQ(take(measure, "check_legality", office_, R"({"legality_opinion":"合法"})"), "case.same_person");
    EXPECT_EQ(take(measure, "check_legality", clerk_, R"({"legality_opinion":"合法"})"), "ok");
    EXPECT_EQ(take(measure, "approve", clerk_), "case.same_person");
    EXPECT_EQ(take(measure, "approve", decider_), "ok");
    EXPECT_EQ(take(measure, "issue", clerk_,
                   R"({"doc_no":"示信1","doc_date":"2026-03-16","scope":"county","served_method":"direct","served_on":"2026-03-16","served_proof":["att"]})"),
              "ok");
    const std::string measure_id = content("case_file", measure).at("fields").text_or_empty("measure_id");
    ASSERT_FALSE(measure_id.empty());

    const std::string applied = R"({"channel":"duty_done","corrected":true,"duties_done":true,"promise":["a"],"proof":["b"],"statement":"已付清"})";
    open("repair", record_id, town_, applied);
    EXPECT_EQ(answer_, "case.repair_too_early 2026-06-05");
    set_day("2026-06-05");
    const std::string repair = open("repair", record_id, town_, applied);
    ASSERT_EQ(answer_, "ok");
    EXPECT_EQ(take(repair, "forward", office_, R"({"organ_body":"b-town"})"), "case.body_recused");
    EXPECT_EQ(take(repair, "forward", office_, R"({"organ_body":"b-fin"})"), "ok");
    EXPECT_EQ(take(repair, "accept", finder_), "ok");
    EXPECT_EQ(take(repair, "verify", finder_, R"({"proposal":"approve","verification":"已付清"})"), "ok");
    EXPECT_EQ(take(repair, "approve", finder_, R"({"decision_no":"修1","decision_reason":"已改正"})"), "case.same_person");
    ASSERT_EQ(take(repair, "approve", decider_, R"({"decision_no":"修1","decision_reason":"已改正"})"), "ok");

    EXPECT_EQ(content("record", record_id).text_or_empty("repaired_on"), "2026-06-05");
    EXPECT_EQ(state(id), "repaired");
    EXPECT_EQ(state(measure), "lifted");
    EXPECT_EQ(content("measure", measure_id).text_or_empty("end_reason"), "lifted");
    EXPECT_EQ(content("case_file", repair).at("fields").text_or_empty("decision"), "approved");
}

TEST_F(RecordLife, AnObjectionThatHoldsTakesItAllBack) {
    const std::string id = released();
    const std::string record_id = content("case_file", id).at("fields").text_or_empty("record_id");
    const std::string objection = open("objection", record_id, town_, R"({"ground":"wrong_fact","content":"款项已付"})");
    ASSERT_EQ(answer_, "ok");
    EXPECT_TRUE(content("record", record_id).bool_at("disputed").value_or(false));
    EXPECT_EQ(open("objection", record_id, town_, R"({"ground":"wrong_fact","content":"款项已付"})"), "");
    ASSERT_EQ(take(objection, "accept", who("third", "b-cre"), R"({"check_by":"own"})"), "ok");
    EXPECT_EQ(take(objection, "remove", clerk_, R"({"findings":"核实无误付款在前"})"), "case.record_maker") << "who released it";
    EXPECT_EQ(take(objection, "remove", decider_, R"({"findings":"核实无误付款在前"})"), "case.record_maker") << "who determined it";
    ASSERT_EQ(take(objection, "remove", who("third", "b-cre"), R"({"findings":"核实无误付款在前"})"), "ok");
    EXPECT_EQ(content("record", record_id).text_or_empty("revoke_reason"), "核实无误付款在前");
    EXPECT_EQ(state(id), "revoked");
    ASSERT_EQ(take(objection, "sync", who("third", "b-cre")), "ok");
    EXPECT_TRUE(content("record", record_id).at("disputed").is_null());
}

}  // namespace
}  // namespace gx::tests
