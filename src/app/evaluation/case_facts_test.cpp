// SPDX-License-Identifier: Apache-2.0
// Source: DOMAIN 5.2 (A5, E3, E4, G2); S-4.1a, S-4.3b, S-5.5c
#include "app/evaluation/case_facts.hpp"

#include <fstream>
#include <sstream>

#include "app/evaluation/run_evaluation.hpp"
#include "domain/evaluation/explanation.hpp"
#include "source_dir.hpp"
#include "tests/support/evaluation_county.hpp"

namespace gx::app {
namespace {

using domain::evaluation::Scheme;
using test::County;
using test::json;

Scheme scheme_of_2026() {
    std::ifstream file{std::string{GX_SOURCE_DIR} + "/tests/fixtures/evaluation/schemes/LY-GIE-2021-v2.json"};
    std::stringstream text;
    text << file.rdbuf();
    return Scheme::from_json(json(text.str())).value();
}

/// A step: id, the state it led to, its day, and the due day of the state left ("" for none).
struct Step {
    const char* id;
    const char* to;
    const char* on;
    const char* due_was = "";
};

class CaseFactsTest : public testing::Test {
protected:
    CaseFactsTest() : handler_(county_.body("SJ", "DEPT")), accused_(county_.body("BS", "DEPT")) {
        version("complaint", {{"verifying", "handler"}, {"concluded", "handler"}, {"callback", "handler"}});
        version("rectification", {{"issued", "concerned"}, {"plan_ok", "concerned"}, {"in_progress", "concerned"},
                                  {"reworking", "concerned"}, {"submitted", "handler"}, {"escalated", "handler"}});
    }
    void version(const std::string& procedure, const std::vector<std::pair<const char*, const char*>>& tasks) {
        base::Json states = base::Json::array();
        for (const auto& [state, at] : tasks) {
            states.push(base::Json::object().set("id", state).set("task", base::Json::object().set("at", at)));
        }
        county_.put("procedure_version", base::Json::object().set("code", procedure + "@v1").set("procedure", base::Json::object().set("states", std::move(states))));
    }
    /// The newest due day is that of the state that the last step led to.
    base::Json content(const char* procedure, const std::vector<Step>& steps, const char* due_on = "", const char* outcome = "") {
        base::Json taken = base::Json::array();
        std::string from;
        for (const Step& step : steps) {
            base::Json one = base::Json::object();
            one.set("step", step.id).set("to", step.to).set("by", "a7").set("on", step.on);
            if (!from.empty()) { one.set("from", from); }
            if (*step.due_was != '\0') { one.set("due_was", step.due_was); }
            taken.push(std::move(one));
            from = step.to;
        }
        base::Json made = base::Json::object();
        made.set("code", fmt::format("X-{:04}", ++cases_)).set("procedure", procedure).set("law", "v1").set("state", from).set("title", "某企业反映");
        made.set("body_id", handler_).set("recused_id", accused_).set("subject", base::Json::object().set("type", "body").set("id", accused_));
        made.set("opened_by", "a7").set("opened_on", steps.front().on).set("entered_on", steps.back().on).set("steps", std::move(taken));
        if (*due_on != '\0') { made.set("due_on", due_on); }
        if (*outcome != '\0') { made.set("closed_on", steps.back().on).set("outcome", outcome); }
        return made;
    }
    base::Json complaint(const std::vector<Step>& steps, const char* due_on = "", const char* outcome = "") {
        return content("complaint", steps, due_on, outcome).set("confidential", true);
    }
    base::Json order(const char* ground, const std::vector<Step>& steps, const char* due_on = "", const char* outcome = "") {
        return content("rectification", steps, due_on, outcome).set("fields", base::Json::object().set("ground", ground));
    }
    void add(base::Json made) { county_.put("case_file", std::move(made)); }

    base::Json explained(const std::string& body, const char* as_of = "2026-12-31") {
        RunEvaluation use_case{county_.store(), kinds_, county_.hasher, county_.clock, county_.ids};
        const auto output = use_case.run({.scheme = scheme_, .period = "2026", .as_of = base::Date::parse(as_of).value(), .at_size = at_size_}, County::actor());
        EXPECT_TRUE(output.ok()) << output.error().reason << " " << output.error().detail;
        const Judgement& judgement = *output->judgement;
        return domain::evaluation::explain(*judgement.evaluation, *judgement.facts.bodies.find(body), 20).value();
    }
    static base::Json leaf(const base::Json& explanation, const std::string& id) {
        for (const base::Json& group : explanation.at("groups").as_array()) {
            for (const base::Json& each : group.at("leaves").as_array()) {
                if (each.text_or_empty("id") == id) { return each; }
            }
        }
        return {};
    }
    /// "1/2", or the leaf's state when nothing is measured.
    std::string figures(const std::string& body, const std::string& id, const char* as_of = "2026-12-31") {
        const base::Json one = leaf(explained(body, as_of), id);
        if (one.text_or_empty("state") != "measured") { return one.text_or_empty("state"); }
        return fmt::format("{}/{}", *one.int_at("numerator"), *one.int_at("denominator"));
    }

    County county_;
    Scheme scheme_ = scheme_of_2026();
    domain::ObligationKinds kinds_ = test::kinds();
    std::string handler_;
    std::string accused_;
    std::optional<std::int64_t> at_size_;
    int cases_ = 0;
};

const std::vector<Step> kVerifying{{"open", "received", "2026-03-02"}, {"accept", "accepted", "2026-03-03"}, {"assign", "assigned", "2026-03-04"},
                                   {"take", "verifying", "2026-03-05"}};

std::vector<Step> and_then(std::vector<Step> steps, const std::vector<Step>& more) {
    steps.insert(steps.end(), more.begin(), more.end());
    return steps;
}

struct Handled {
    const char* name;
    std::vector<Step> more;
    const char* due_on;
    const char* figures;
};
class ComplaintInTime : public CaseFactsTest, public testing::WithParamInterface<Handled> {};

TEST_P(ComplaintInTime, IsAMatterOfTheLastVerification) {
    add(complaint(and_then(kVerifying, GetParam().more), GetParam().due_on));
    EXPECT_EQ(figures("SJ", "E3"), GetParam().figures);
    EXPECT_EQ(figures("BS", "E3"), "empty_full") << "the accused body is not judged by how others handle the complaint";
}

INSTANTIATE_TEST_SUITE_P(, ComplaintInTime, testing::Values(
    Handled{"OnTheDueDay", {{"conclude", "concluded", "2026-04-04", "2026-04-04"}}, "2026-04-07", "1/1"},
    Handled{"TheDayBefore", {{"conclude", "concluded", "2026-04-03", "2026-04-04"}}, "2026-04-07", "1/1"},
    Handled{"TheDayAfter", {{"conclude", "concluded", "2026-04-05", "2026-04-04"}}, "2026-04-07", "0/1"},
    Handled{"OpenAndDueToday", {}, "2026-12-31", "empty_full"},
    Handled{"OpenAndDueYesterday", {}, "2026-12-30", "0/1"},
    Handled{"DueNextYear", {}, "2027-01-01", "empty_full"},
    Handled{"TheClockStands", {{"pause", "verifying", "2026-03-20"}}, "", "empty_full"},
    // a step that leads nowhere neither ends the verification nor begins another
    Handled{"Extended", {{"extend", "verifying", "2026-04-01"}, {"conclude", "concluded", "2026-05-20", "2026-06-03"}}, "2026-05-21", "1/1"},
    Handled{"HandledOnceMoreInTime",
            {{"conclude", "concluded", "2026-04-20", "2026-04-04"}, {"reply", "callback", "2026-04-21"}, {"rehandle", "verifying", "2026-04-22"},
             {"conclude", "concluded", "2026-05-22", "2026-05-22"}}, "2026-05-25", "1/1"},
    Handled{"HandledOnceMoreTooLate",
            {{"conclude", "concluded", "2026-04-04", "2026-04-04"}, {"reply", "callback", "2026-04-05"}, {"rehandle", "verifying", "2026-04-06"},
             {"conclude", "concluded", "2026-05-23", "2026-05-22"}}, "2026-05-25", "0/1"}),
    [](const auto& row) { return row.param.name; });

TEST_F(CaseFactsTest, ADayThatIsNotCertainIsNeverOverdue) {
    add(complaint(kVerifying, "2026-12-01").set("due_provisional", true));
    EXPECT_EQ(figures("SJ", "E3"), "empty_full");
}

TEST_F(CaseFactsTest, SatisfactionTakesFiveCallbacksAndTheLastAnswer) {
    const auto rated = [&](const std::vector<Step>& more) {
        add(complaint(and_then(and_then(kVerifying, {{"conclude", "concluded", "2026-04-01", "2026-04-04"}, {"reply", "callback", "2026-04-02"}}), more), "", "rectified"));
    };
    for (int i = 0; i < 3; ++i) { rated({{"rate", "closed", "2026-04-05"}}); }
    rated({{"rehandle", "verifying", "2026-04-05"}, {"conclude", "concluded", "2026-05-01", "2026-05-05"}, {"reply", "callback", "2026-05-02"},
           {"rate", "closed", "2026-05-03"}});
    rated({{"no_answer", "closed", "2026-04-12"}});
    EXPECT_EQ(figures("SJ", "E4"), "not_applicable");  // four answers; who does not answer rates nothing
    rated({{"rehandle", "verifying", "2026-04-05"}, {"conclude", "concluded", "2026-05-01", "2026-05-05"}, {"reply", "callback", "2026-05-02"},
           {"dissatisfied_again", "closed", "2026-05-03"}});
    EXPECT_EQ(figures("SJ", "E4"), "4/5");
    EXPECT_EQ(figures("BS", "E4"), "not_applicable");
    EXPECT_EQ(figures("SJ", "E4", "2026-05-01"), "3/5") << "the second answers are not known yet: the first ones count";
}

const std::vector<Step> kPlanned{{"open", "ordered", "2026-03-02"}, {"serve", "issued", "2026-03-03"}, {"explain", "explained", "2026-03-06", "2026-03-10"},
                                 {"approve_plan", "plan_ok", "2026-03-07"}};

struct Ordered {
    const char* name;
    std::vector<Step> more;
    const char* due_on;
    const char* outcome;
    const char* figures;
};
class OrderInTime : public CaseFactsTest, public testing::WithParamInterface<Ordered> {};

TEST_P(OrderInTime, IsAMatterOfTheBodysLastTask) {
    const auto& row = GetParam();
    add(order("inspection", and_then(kPlanned, row.more), row.due_on, row.outcome));
    EXPECT_EQ(figures("BS", "A5"), row.figures);
    EXPECT_EQ(figures("BS", "G2"), "empty_full") << "an inspection's finding counts once";
    add(order("record", and_then(kPlanned, row.more), row.due_on, row.outcome));
    EXPECT_EQ(figures("BS", "G2"), row.figures);
    EXPECT_EQ(figures("SJ", "A5"), "empty_full");
}

INSTANTIATE_TEST_SUITE_P(, OrderInTime, testing::Values(
    Ordered{"ReportedOnTheDueDay", {{"submit", "submitted", "2026-04-02", "2026-04-02"}}, "2026-04-20", "", "1/1"},
    Ordered{"ReportedTheDayAfter", {{"submit", "submitted", "2026-04-03", "2026-04-02"}}, "2026-04-20", "", "0/1"},
    Ordered{"WithReportsOnTheWay",
            {{"report_progress", "in_progress", "2026-03-20", "2026-04-02"}, {"report_progress", "in_progress", "2026-03-25", "2026-04-02"},
             {"submit", "submitted", "2026-04-02", "2026-04-02"}, {"pass", "verified", "2026-04-08"}, {"close", "closed", "2026-04-09"}}, "", "rectified", "1/1"},
    Ordered{"NotDueYet", {}, "2027-01-10", "", "empty_full"},
    Ordered{"DueToday", {}, "2026-12-31", "", "empty_full"},
    Ordered{"DueYesterday", {}, "2026-12-30", "", "0/1"},
    Ordered{"EscalatedThenReportedInTheHandlersTime",
            {{"overdue", "escalated", "2026-04-03", "2026-04-02"}, {"submit", "submitted", "2026-04-05", "2026-04-10"}, {"pass", "verified", "2026-04-08"},
             {"close", "closed", "2026-04-09"}}, "", "rectified", "0/1"},
    Ordered{"FailedAndPutRightInTime",
            {{"submit", "submitted", "2026-04-02", "2026-04-02"}, {"fail", "failed", "2026-04-06"}, {"reopen", "reworking", "2026-04-07"},
             {"submit", "submitted", "2026-05-07", "2026-05-07"}}, "2026-05-20", "", "1/1"},
    Ordered{"FailedAndNotPutRight", {{"submit", "submitted", "2026-04-02", "2026-04-02"}, {"fail", "failed", "2026-04-06"}}, "2026-04-10", "", "0/1"},
    Ordered{"Refused",
            {{"refuse", "escalated", "2026-03-20", "2026-04-02"}, {"confirm_refusal", "refused", "2026-03-30"}}, "", "refused", "0/1"},
    Ordered{"Withdrawn", {{"cancel", "cancelled", "2026-05-20", "2026-04-02"}}, "", "cancelled", "empty_full"}),
    [](const auto& row) { return row.param.name; });

TEST_F(CaseFactsTest, AnExplanationInTimeIsNoResultYet) {
    add(order("record", {{"open", "ordered", "2026-03-02"}, {"serve", "issued", "2026-03-03"}, {"explain", "explained", "2026-03-06", "2026-03-10"}}, "2026-03-12"));
    EXPECT_EQ(figures("BS", "G2"), "empty_full");
    add(order("record", {{"open", "ordered", "2026-03-02"}, {"serve", "issued", "2026-03-03"}, {"unexplained", "escalated", "2026-03-11", "2026-03-10"}}, "2026-03-20"));
    EXPECT_EQ(figures("BS", "G2"), "0/1");
}

TEST_F(CaseFactsTest, ACaseOpenToTheBodyIsFoundByWhomItConcerns) {
    const std::vector<Step> reported = and_then(kPlanned, {{"submit", "submitted", "2026-04-02", "2026-04-02"}});
    add(order("finding", reported, "2026-04-20").set("recused_id", nullptr).set("concerned_id", accused_));
    add(order("finding", reported, "2026-04-20").set("recused_id", nullptr));  // by its subject alone
    EXPECT_EQ(figures("BS", "G2"), "2/2");
}

TEST_F(CaseFactsTest, ACaseAboutAPersonIsNobodysFact) {
    add(order("finding", and_then(kPlanned, {{"submit", "submitted", "2026-04-03", "2026-04-02"}}), "2026-04-20").set("official_id", "p1"));
    EXPECT_EQ(figures("BS", "G2"), "empty_full");
}

TEST_F(CaseFactsTest, WhatHappensAfterTheDayIsNotKnown) {
    add(complaint(and_then(kVerifying, {{"conclude", "concluded", "2026-04-20", "2026-04-04"}}), "2026-04-21"));
    EXPECT_EQ(figures("SJ", "E3", "2026-03-01"), "empty_full");  // not opened
    EXPECT_EQ(figures("SJ", "E3", "2026-04-04"), "empty_full");  // due that day
    EXPECT_EQ(figures("SJ", "E3", "2026-04-05"), "0/1");
}

TEST_F(CaseFactsTest, AtAPositionTheCaseIsAsItStood) {
    const std::string id = county_.put("case_file", complaint(kVerifying, "2026-04-04"));
    const std::int64_t before = county_.store().position();
    const auto done = county_.store().write({.actor = County::actor(), .at = county_.clock.now(), .origin = {}}, [&](Work& work) -> Result<Done> {
        GX_TRY(auto row, work.find("case_file", "990101", id));
        base::Json later = complaint(and_then(kVerifying, {{"conclude", "concluded", "2026-04-04", "2026-04-04"}}), "2026-04-07");
        later.set("code", row->key);
        row->content = std::move(later);
        ++row->version;
        return work.put(*row, "conclude");
    });
    ASSERT_TRUE(done.ok()) << done.error().reason << done.error().detail;
    EXPECT_EQ(figures("SJ", "E3"), "1/1");
    at_size_ = before;
    EXPECT_EQ(figures("SJ", "E3"), "0/1");
}

TEST_F(CaseFactsTest, AConfidentialCaseIsCountedAndNeverNamed) {
    add(complaint(and_then(kVerifying, {{"conclude", "concluded", "2026-04-05", "2026-04-04"}}), "2026-04-07"));
    add(complaint(and_then(kVerifying, {{"conclude", "concluded", "2026-04-03", "2026-04-04"}}), "2026-04-07"));
    add(order("record", and_then(kPlanned, {{"submit", "submitted", "2026-04-02", "2026-04-02"}}), "2026-04-20"));
    const base::Json handled = leaf(explained("SJ"), "E3");
    EXPECT_EQ(handled.int_at("rows_total"), 2);
    EXPECT_EQ(handled.int_at("rows_lost"), 1);
    EXPECT_EQ(handled.at("rows").as_array()[0].text_or_empty("key"), "complaint/2026-03/1");
    EXPECT_EQ(handled.at("rows").as_array()[0].text_or_empty("entity"), "case_file");
    EXPECT_EQ(handled.at("rows").as_array()[1].text_or_empty("key"), "complaint/2026-03/2");
    const std::string everything = base::canonical(explained("SJ")) + base::canonical(explained("BS"));
    EXPECT_EQ(everything.find("X-0001"), std::string::npos);
    EXPECT_EQ(everything.find("X-0002"), std::string::npos);
    EXPECT_NE(everything.find("rectification/2026-03/X-0003"), std::string::npos) << "a case that is open to the body leads to itself";
    EXPECT_EQ(base::canonical(explained("BS")).find("complaint/"), std::string::npos) << "the accused body learns of no complaint";
}

TEST_F(CaseFactsTest, ACaseWithoutItsProceduresVersionIsToldAndNotGuessed) {
    add(complaint(kVerifying, "2026-04-04").set("law", "v9"));
    RunEvaluation use_case{county_.store(), kinds_, county_.hasher, county_.clock, county_.ids};
    const auto output = use_case.run({.scheme = scheme_, .period = "2026", .as_of = base::Date::parse("2026-12-31").value(), .at_size = {}}, County::actor());
    ASSERT_FALSE(output.ok());
    EXPECT_EQ(output.error().reason, "evaluation.corrupt_fact");
}

TEST(BodiesOfCase, AreAllThatMayNameOne) {
    EXPECT_EQ(bodies_of_case(json(R"({"body_id": "a", "recused_id": "b", "concerned_id": "a", "subject": {"type": "body", "id": "c"}})")),
              (std::vector<std::string>{"a", "b", "c"}));
    EXPECT_EQ(bodies_of_case(json(R"({"body_id": "a", "official_id": "p", "subject": {"type": "record", "id": "r"}})")), (std::vector<std::string>{"a"}));
}

}  // namespace
}  // namespace gx::app
