// SPDX-License-Identifier: Apache-2.0
// Cases that went their real way, by the real law, become figures of the county's scheme: its names of states and steps are those
// of the procedures. Source: DOMAIN 5.2 (E3, G2); S-4.3b, S-5.5c
#include "app/evaluation/load_facts.hpp"
#include "app/evaluation/run_evaluation.hpp"
#include "app/law/scheme_versions.hpp"
#include "domain/evaluation/explanation.hpp"
#include "domain/warning/rule_pass.hpp"
#include "tests/support/case_county.hpp"

namespace gx::tests {
namespace {

class EvaluationOfCases : public CaseCounty {
protected:
    EvaluationOfCases() {
        account("edu_r7b", "edu", {{"R7", app::ScopeKind::Body, "edu"}});
        put("official", "p1", R"({"code":"x","staff_no":"P001","body_id":"edu","name":{"sealed":"s1","commit":"00"},"valid_from":"2015-01-01"})");
        restart();
    }
    std::string verifying(const std::string& about, const std::string& handler, const std::string& who) {
        const std::string id = open("maker", "complaint", about, R"({"title":"拖欠货款","content":"合同约定付款，至今未付。","channel":"letter"})");
        EXPECT_EQ(step("maker", id, "accept"), "accepted");
        EXPECT_EQ(step("head", id, "assign", fmt::format(R"({{"handler":"{}"}})", handler)), "assigned");
        EXPECT_EQ(step(who, id, "take"), "verifying");
        return id;
    }
    std::string conclude(const std::string& who, const std::string& id) {
        return step(who, id, "conclude", R"({"conclusion":"untrue","findings":"款项已付。"})");
    }
    /// "RULE level" of each warning about a row of a body on a day.
    std::vector<std::string> warned(const std::string& body, const char* as_of) {
        const base::Date day = base::Date::parse(as_of).value();
        const auto reader = store_->reader().value();
        const auto facts = app::load_facts(*reader, law().obligation_kinds, {.tenant = "990101", .as_of = day}).value();
        const auto passes = domain::warning::RulePass::bind(law().warnings, facts, {.as_of = day, .from = day, .to = day, .period = {}}).value();
        std::vector<std::string> found;
        for (const auto& pass : passes) {
            for (const auto& alert : pass.run_body(*facts.bodies.find(body))) {
                const auto& rule = law().warnings.rules[alert.rule];
                found.push_back(rule.id + " " + std::string(domain::warning::to_string(rule.ladder[alert.rung].level)));
            }
        }
        return found;
    }
    /// "1/2" of a body's leaf in 2026 as known on a day, or the leaf's state.
    std::string figures(const std::string& body, const std::string& leaf, const char* as_of) {
        const auto scheme = app::scheme_for_period(law(), "LY-GIE-2021", "2026");
        EXPECT_TRUE(scheme.ok());
        app::RunEvaluation use_case(*store_, law().obligation_kinds, hasher_, clock_, ids_);
        const auto output = use_case.run({.scheme = **scheme, .period = "2026", .as_of = base::Date::parse(as_of).value(), .at_size = {}}, support::an_actor("office"));
        EXPECT_TRUE(output.ok()) << output.error().reason << " " << output.error().detail << " " << output.error().where;
        const app::Judgement& judgement = *output->judgement;
        const auto json = domain::evaluation::explain(*judgement.evaluation, *judgement.facts.bodies.find(body), 20).value();
        for (const base::Json& group : json.at("groups").as_array()) {
            for (const base::Json& one : group.at("leaves").as_array()) {
                if (one.text_or_empty("id") != leaf) { continue; }
                const std::string state = one.text_or_empty("state");
                return state == "measured" ? fmt::format("{}/{}", *one.int_at("numerator"), *one.int_at("denominator")) : state;
            }
        }
        return "no leaf";
    }
};
INSTANTIATE_TEST_SUITE_P(Stores, EvaluationOfCases, kCaseBackends, backend_name);

TEST_P(EvaluationOfCases, S_4_3b_AComplaintCountsForWhoVerifiesItThroughExtensionAndPause) {
    const std::string id = verifying("school", "edu", "edu_r7");
    EXPECT_EQ(due(id), "2026-04-01");
    EXPECT_EQ(figures("B01", "E3", "2026-04-01"), "empty_full");
    EXPECT_EQ(figures("B01", "E3", "2026-04-02"), "0/1");
    EXPECT_EQ(step("edu_r7b", id, "extend", "{}", "案情复杂"), "verifying");
    EXPECT_EQ(figures("B01", "E3", "2026-06-01"), "empty_full");
    EXPECT_EQ(figures("B01", "E3", "2026-06-02"), "0/1");
    EXPECT_EQ(step("edu_r7", id, "pause", "{}", "委托鉴定"), "verifying");
    EXPECT_EQ(figures("B01", "E3", "2026-12-31"), "empty_full") << "while the clock stands nobody is late";
    set_day("2026-03-05");
    EXPECT_EQ(step("edu_r7", id, "resume"), "verifying");
    EXPECT_EQ(due(id), "2026-06-03");
    set_day("2026-06-03");
    EXPECT_EQ(conclude("edu_r7", id), "concluded");
    EXPECT_EQ(figures("B01", "E3", "2026-12-31"), "1/1");
}

TEST_P(EvaluationOfCases, EW_TS_1_WarnsWhoHandlesAndNotTheAccused) {
    const std::string id = verifying("edu", "fin", "fin1");
    EXPECT_EQ(due(id), "2026-04-01");
    const std::vector<std::string> yellow{"EW-TS-1 yellow"};
    EXPECT_TRUE(warned("B02", "2026-03-30").empty());
    EXPECT_EQ(warned("B02", "2026-03-31"), yellow);
    EXPECT_EQ(warned("B02", "2026-04-01"), yellow);
    EXPECT_EQ(warned("B02", "2026-04-02"), (std::vector<std::string>{"EW-TS-1 red"}));
    EXPECT_TRUE(warned("B01", "2026-04-02").empty());
    EXPECT_EQ(step("fin1", id, "pause", "{}", "委托鉴定"), "verifying");
    EXPECT_TRUE(warned("B02", "2026-04-02").empty()) << "the clock stands";
}

TEST_P(EvaluationOfCases, S_4_3b_TheDayAfterTheDueDayIsLate) {
    const std::string id = verifying("school", "edu", "edu_r7");
    set_day("2026-04-02");
    EXPECT_EQ(conclude("edu_r7", id), "concluded");
    EXPECT_EQ(figures("B01", "E3", "2026-12-31"), "0/1");
}

TEST_P(EvaluationOfCases, S_5_5c_AnOrderCountsForTheBodyThatPutsRight) {
    const std::string complaint = verifying("edu", "gov", "gov1");
    EXPECT_EQ(step("gov1", complaint, "order_rectification"), "verifying");
    app::Query children{.tenant = "990101", .limit = 10};
    children.where.push_back({.column = "parent_id", .values = {complaint}});
    const auto found = store_->reader().value()->list("case_file", children).value();
    ASSERT_EQ(found.size(), 1U);
    const std::string id = found.front().id;
    EXPECT_EQ(step("gov1", id, "serve",
                   R"({"problem":"逾期未付货款","demands":["付清货款"],"severity":"minor","basis":["S-5.5c"],"order_no":"督〔2026〕1号",
                       "served_method":"direct","served_on":"2026-03-02","served_proof":["att-1"]})"),
              "issued");
    EXPECT_EQ(step("edu_admin", id, "explain", R"({"explanation":"经办人交接不清","plan":["三月内付清"],"plan_owner":"p1","plan_until":"2026-03-15"})"), "explained");
    EXPECT_EQ(figures("B01", "G2", "2026-03-31"), "empty_full");
    EXPECT_EQ(step("gov2", id, "approve_plan"), "plan_ok");
    const std::string due_on = due(id);
    EXPECT_EQ(due_on, "2026-03-17");
    EXPECT_EQ(figures("B01", "G2", "2026-03-17"), "empty_full");
    EXPECT_EQ(figures("B01", "G2", "2026-03-18"), "0/1");
    EXPECT_EQ(step("edu_admin", id, "report_progress", R"({"progress":"已付一半"})"), "in_progress");
    set_day("2026-03-17");
    EXPECT_EQ(step("edu_admin", id, "submit", R"({"result":"已付清","evidence":["att-2"]})"), "submitted");
    EXPECT_EQ(figures("B01", "G2", "2026-12-31"), "1/1");
    EXPECT_EQ(figures("B01", "A5", "2026-12-31"), "empty_full");
    EXPECT_EQ(figures("B01", "E3", "2026-12-31"), "empty_full") << "the accused body is not judged by how others handle the complaint";
}

TEST_P(EvaluationOfCases, S_5_5c_WhatTheDailyRoundHadToEscalateIsLate) {
    const std::string complaint = verifying("edu", "gov", "gov1");
    EXPECT_EQ(step("gov1", complaint, "order_rectification"), "verifying");
    app::Query children{.tenant = "990101", .limit = 10};
    children.where.push_back({.column = "parent_id", .values = {complaint}});
    const std::string id = store_->reader().value()->list("case_file", children).value().front().id;
    EXPECT_EQ(step("gov1", id, "serve",
                   R"({"problem":"逾期未付货款","demands":["付清货款"],"severity":"minor","basis":["S-5.5c"],"order_no":"督〔2026〕1号",
                       "served_method":"direct","served_on":"2026-03-02","served_proof":["att-1"]})"),
              "issued");
    EXPECT_EQ(figures("B01", "G2", due(id).c_str()), "empty_full");
    run_on("2026-03-20");
    EXPECT_EQ(file(id).state, "escalated");
    EXPECT_EQ(figures("B01", "G2", "2026-12-31"), "0/1");
}

}  // namespace
}  // namespace gx::tests
