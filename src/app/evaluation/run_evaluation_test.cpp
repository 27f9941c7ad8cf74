// SPDX-License-Identifier: Apache-2.0
// Source: DOMAIN 5.2, 5.3 (worked vector 73.21 → C; with V1 59.99 → E), 6.2 (debt bands); S-4.3c, S-5.2d
#include "app/evaluation/run_evaluation.hpp"

#include <fstream>
#include <sstream>

#include "app/evaluation/load_facts.hpp"
#include "domain/evaluation/explanation.hpp"
#include "tests/support/evaluation_county.hpp"
#include "source_dir.hpp"

namespace gx::app {
namespace {

using domain::evaluation::Scheme;
using test::County;
using test::json;

Scheme scheme_file(const std::string& name) {
    std::ifstream file{std::string{GX_SOURCE_DIR} + "/tests/fixtures/evaluation/schemes/" + name + ".json"};
    std::stringstream text;
    text << file.rdbuf();
    return Scheme::from_json(json(text.str())).value();
}

class RunEvaluationTest : public testing::Test {
protected:
    Result<RunEvaluation::Output> run(County& county, RunEvaluation::Input input) {
        RunEvaluation use_case{county.store(), kinds_, county.hasher, county.clock, county.ids};
        return use_case.run(input, County::actor());
    }
    RunEvaluation::Input input() const { return {.scheme = scheme_, .period = "2025", .as_of = {}, .at_size = {}}; }
    std::shared_ptr<const Judgement> judged(County& county) {
        auto output = run(county, input());
        EXPECT_TRUE(output.ok()) << (output.ok() ? "" : output.error().reason + " " + output.error().detail + " " +
                                                            output.error().where);
        return output.ok() ? output->judgement : nullptr;
    }
    static base::Json explained(const Judgement& judgement, const std::string& body) {
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

    Scheme scheme_ = scheme_file("LY-GIE-2021");
    domain::ObligationKinds kinds_ = test::kinds();
};

TEST_F(RunEvaluationTest, TheWorkedVectorIs7321AndGradeC) {
    County county;
    test::add_worked_vector(county);
    const auto judgement = judged(county);
    ASSERT_NE(judgement, nullptr);
    EXPECT_EQ(judgement->evaluation->score(0), 7321);
    EXPECT_EQ(judgement->evaluation->grade(0), "C");
    EXPECT_EQ(judgement->evaluation->not_filed(0), 0U);
    const base::Json why = explained(*judgement, "JS-CZJ");
    const std::map<std::string, std::int64_t> groups{{"A", 106500}, {"B", 91600}, {"C", 51428}, {"D", 203864},
                                                     {"E", 104214}, {"F", 80500}, {"G", 94000}};
    for (const base::Json& group : why.at("groups").as_array()) {
        EXPECT_EQ(group.int_at("score"), groups.at(group.text_or_empty("id"))) << group.text_or_empty("id");
    }
    const std::map<std::string, std::int64_t> leaves{{"C1", 28571}, {"D1", 57273}, {"D3", 47727}, {"E4", 24000}, {"G1", 40000}};
    for (const auto& [id, score] : leaves) { EXPECT_EQ(leaf(why, id).int_at("score"), score) << id; }
    EXPECT_EQ(leaf(why, "C1").int_at("effective_weight_e4"), 57143);
    EXPECT_EQ(leaf(why, "D1").int_at("effective_weight_e4"), 81818);
    for (const char* id : {"C3", "D4", "D5", "D7"}) { EXPECT_EQ(leaf(why, id).text_or_empty("state"), "not_applicable") << id; }
}

TEST_F(RunEvaluationTest, TheExplanationSumsToTheTotalAndLeadsToTheRows) {
    County county;
    test::add_worked_vector(county);
    const auto judgement = judged(county);
    const base::Json why = explained(*judgement, "JS-CZJ");
    std::int64_t sum = 0;
    for (const base::Json& group : why.at("groups").as_array()) {
        for (const base::Json& each : group.at("leaves").as_array()) { sum += each.int_at("score").value_or(0); }
    }
    EXPECT_EQ(why.int_at("leaf_sum"), sum);
    EXPECT_EQ((sum + 50) / 100, 7321);
    const base::Json pledges = leaf(why, "D8");
    EXPECT_EQ(pledges.int_at("numerator"), 19);
    EXPECT_EQ(pledges.int_at("denominator"), 20);
    EXPECT_EQ(pledges.int_at("rows_lost"), 1);
    EXPECT_EQ(pledges.at("rows").as_array()[0].text_or_empty("key"), "JS-CZJ-CN-20");
    EXPECT_EQ(pledges.at("rows").as_array()[0].bool_at("kept"), false);
    EXPECT_EQ(leaf(why, "D1").int_at("rows_total"), 200);
    EXPECT_EQ(leaf(why, "D1").int_at("rows_lost"), 16);
    EXPECT_EQ(leaf(why, "D3").int_at("rows_total"), 3);
    EXPECT_EQ(leaf(why, "G1").at("rows").as_array()[0].text_or_empty("entity"), "record");
    EXPECT_EQ(leaf(why, "A1").at("rows").as_array()[0].text_or_empty("key"), "JS-CZJ/A1/2025");
}

struct CapCase {
    const char* name;
    const char* cap;
    const char* level;
    const char* from_on;
    const char* to_on;
    std::int64_t total;
    const char* grade;
};
class CapFact : public RunEvaluationTest, public testing::WithParamInterface<CapCase> {};

TEST_P(CapFact, LimitsTheTotal) {
    County county;
    const std::string id = test::add_worked_vector(county);
    base::Json fact = base::Json::object();
    fact.set("code", "cap-1").set("body_id", id).set("cap", GetParam().cap).set("doc_no", "决〔2025〕1号").set("organ", "法院");
    fact.set("from_on", GetParam().from_on);
    if (GetParam().level != nullptr) { fact.set("level", GetParam().level); }
    if (GetParam().to_on != nullptr) { fact.set("to_on", GetParam().to_on); }
    county.put("cap_fact", std::move(fact));
    const auto judgement = judged(county);
    EXPECT_EQ(judgement->evaluation->score(0), GetParam().total);
    EXPECT_EQ(judgement->evaluation->grade(0), GetParam().grade);
}

INSTANTIATE_TEST_SUITE_P(, CapFact, testing::Values(
    CapCase{"V1Standing", "V1", nullptr, "2024-03-01", nullptr, 5999, "E"},
    CapCase{"V1ReleasedBeforeYearEnd", "V1", nullptr, "2024-03-01", "2025-12-31", 7321, "C"},
    CapCase{"V1ReleasedAfterYearEnd", "V1", nullptr, "2024-03-01", "2026-01-01", 5999, "E"},
    CapCase{"V1AfterThePeriod", "V1", nullptr, "2026-01-01", nullptr, 7321, "C"},
    CapCase{"V2", "V2", nullptr, "2025-05-01", nullptr, 6999, "D"},
    CapCase{"V2OfAnEarlierYear", "V2", nullptr, "2024-12-31", nullptr, 7321, "C"},
    CapCase{"V3", "V3", nullptr, "2025-01-01", nullptr, 5999, "E"},
    CapCase{"V4", "V4", nullptr, "2025-05-01", nullptr, 5999, "E"},
    CapCase{"V5AboveTheTotal", "V5", nullptr, "2025-05-01", nullptr, 7321, "C"},
    CapCase{"V6", "V6", nullptr, "2025-05-01", nullptr, 5999, "E"},
    CapCase{"V7LevelIV", "V7", "IV", "2025-05-01", nullptr, 6999, "D"},
    CapCase{"V7LevelIII", "V7", "III", "2025-05-01", nullptr, 5999, "E"},
    CapCase{"V7LevelI", "V7", "I", "2025-12-31", nullptr, 5999, "E"}),
    [](const auto& row) { return row.param.name; });

TEST_F(RunEvaluationTest, ARecordOfADefaulterIsV1Too) {
    County county;
    const std::string id = test::add_worked_vector(county);
    county.record(id, "R-SF-01", "serious", 3);
    const auto judgement = judged(county);
    EXPECT_EQ(judgement->evaluation->score(0), 5999);
    EXPECT_EQ(judgement->evaluation->grade(0), "E");
    EXPECT_EQ(judgement->evaluation->caps(0), (std::vector<std::string>{"V1", "V5"}));
    const base::Json why = explained(*judgement, "JS-CZJ");
    EXPECT_EQ(why.at("caps").as_array()[0].at("rows").as_array()[0].text_or_empty("entity"), "record");
}

// Source: DL-REP-07: kept, but scored no more; its last day still counts
TEST_F(RunEvaluationTest, ARecordBeyondTheRetentionIsScoredNoMore) {
    County county;
    const std::string id = test::add_worked_vector(county);
    county.record(id, "R-SF-01", "serious", 3);  // document of 2025-05-20, judged on 2025-12-31: 225 days later
    // Of the same day is the other record of the worked vector, which costs 2.00 points.
    for (const auto& [days, score] : {std::pair{224, 7521}, std::pair{225, 5999}, std::pair{226, 5999}}) {
        domain::DeadlineRule rule;
        rule.id = "DL-REP-07";
        rule.amount = days;
        rule.unit = domain::DeadlineUnit::CalendarDays;
        rule.valid_from = base::Date::parse("2021-01-25").value();
        auto kept = input();
        kept.periods = domain::RepairPeriods::of(domain::DeadlineRules::make({rule}).value());
        EXPECT_EQ(run(county, kept)->judgement->evaluation->score(0), score) << days;
    }
}

TEST_F(RunEvaluationTest, BonusLinesAreLimitedEachAndTogether) {
    County county;
    const std::string id = test::add_worked_vector(county);
    int number = 0;
    const auto add = [&](const char* bonus, const char* day) {
        county.put("bonus_fact", base::Json::object().set("code", fmt::format("b{}", ++number)).set("body_id", id)
                                     .set("bonus", bonus).set("doc_no", "文").set("on_day", day));
        return judged(county)->evaluation->score(0);
    };
    EXPECT_EQ(add("self_correction", "2025-02-01"), 7371);
    EXPECT_EQ(add("pilot_spread", "2024-12-31"), 7371);
    EXPECT_EQ(add("pilot_spread", "2025-12-31"), 7471);
    EXPECT_EQ(add("honour_township", "2025-06-01"), 7571);
    EXPECT_EQ(add("honour_township", "2025-06-01"), 7571);
    for (int i = 0; i < 5; ++i) { add("self_correction", "2025-02-01"); }
    EXPECT_EQ(judged(county)->evaluation->score(0), 7721);
    EXPECT_EQ(add("pilot_spread", "2025-12-31"), 7821);
    EXPECT_EQ(add("pilot_spread", "2025-12-31"), 7821);
}

TEST_F(RunEvaluationTest, NotFiledIsZeroAndNotApplicableIsSpread) {
    County county;
    const std::string id = county.body("B1", "DEPT", json(R"({"has_penalty_power": false, "has_institutions": false, "has_debt": false})"));
    county.body("B2", "TOWN");
    const auto judgement = judged(county);
    const base::Json why = explained(*judgement, "B1");
    EXPECT_EQ(leaf(why, "A1").text_or_empty("state"), "not_filed");
    EXPECT_EQ(leaf(why, "A1").int_at("score"), 0);
    EXPECT_EQ(leaf(why, "A2").text_or_empty("state"), "not_applicable");  // no penalty power
    EXPECT_EQ(leaf(why, "F3").text_or_empty("state"), "not_applicable");  // no institutions
    EXPECT_EQ(leaf(why, "D7").text_or_empty("state"), "not_applicable");  // no debt
    EXPECT_EQ(leaf(why, "D8").text_or_empty("state"), "not_applicable");  // no pledges, no township
    EXPECT_EQ(leaf(why, "F4").text_or_empty("state"), "empty_zero");
    EXPECT_EQ(leaf(explained(*judgement, "B2"), "D8").text_or_empty("state"), "empty_zero");
    EXPECT_EQ(leaf(explained(*judgement, "B2"), "D7").text_or_empty("state"), "not_filed");
    EXPECT_EQ(judgement->unfiled_bodies(), (std::vector<std::string>{"B1", "B2"}));
    county.statement("B1", id, "A3", "parts", json(R"({"parts": [{"numerator": 0, "denominator": 0}]})"));
    county.statement("B1", id, "E4", "parts", json(R"({"parts": [{"numerator": 4, "denominator": 4}]})"));
    const base::Json again = explained(*judged(county), "B1");
    EXPECT_EQ(leaf(again, "A3").text_or_empty("state"), "empty_full");
    EXPECT_EQ(leaf(again, "A3").int_at("f_e6"), 1000000);
    EXPECT_EQ(leaf(again, "E4").text_or_empty("state"), "not_applicable");  // fewer than five callbacks
}

TEST_F(RunEvaluationTest, DebtOf13333PerCentIsYellowWhateverFeedsIt) {
    for (const bool registers : {true, false}) {
        County county;
        const std::string id = county.body("CZ", "DEPT", json(R"({"has_debt": true})"));
        if (registers) {
            for (const auto& [item, fen] : {std::pair{"general_balance", 180'000'000'000}, {"special_balance", 120'000'000'000},
                                            {"capacity", 225'000'000'000}}) {
                county.put("fiscal", base::Json::object().set("code", std::string{"CZ/2025/"} + item).set("body_id", id)
                                         .set("year", 2025).set("item", item).set("value_fen", base::Json{std::int64_t{fen}}));
            }
        } else {
            county.statement("CZ", id, "D7", "parts",
                             json(R"({"parts": [{"numerator": 300000000000, "denominator": 225000000000}]})"));
        }
        const base::Json debt = leaf(explained(*judged(county), "CZ"), "D7");
        EXPECT_EQ(debt.int_at("ratio_e6"), 1'333'333);
        EXPECT_EQ(debt.int_at("f_e6"), 700'000);
        EXPECT_EQ(debt.text_or_empty("band"), "yellow");
        EXPECT_EQ(debt.text_or_empty("state"), "measured");
    }
}

TEST_F(RunEvaluationTest, TheSameFactsGiveTheSameBytesWhateverTheIdsAndThreads) {
    std::string first;
    for (const char* prefix : {"a", "z"}) {
        County county{prefix};
        for (int i = 0; i < 7; ++i) { test::add_worked_vector(county, fmt::format("JS-{}", prefix[0] == 'a' ? i : 6 - i)); }
        for (const unsigned threads : {1U, 2U}) {
            auto with_threads = input();
            with_threads.threads = threads;
            const auto output = run(county, with_threads);
            ASSERT_TRUE(output.ok());
            std::string text = output->judgement->digest_text().value() + output->judgement->digest;
            for (std::uint32_t body = 0; body < 7; ++body) {
                text += base::canonical(domain::evaluation::explain(*output->judgement->evaluation, body, 50).value());
            }
            if (first.empty()) { first = text; }
            EXPECT_TRUE(text == first) << prefix << threads;
        }
    }
}

TEST_F(RunEvaluationTest, AsOfADayLaterFactsAreNotKnown) {
    County county;
    test::add_worked_vector(county);
    auto earlier = input();
    earlier.as_of = base::Date::parse("2025-05-20").value();
    const auto output = run(county, earlier);
    ASSERT_TRUE(output.ok());
    const base::Json why = explained(*output->judgement, "JS-CZJ");
    EXPECT_EQ(leaf(why, "G1").int_at("numerator"), 0);                        // records take effect on 05-21
    EXPECT_EQ(leaf(why, "D1").text_or_empty("state"), "not_applicable");      // milestones fall due in June
    EXPECT_EQ(leaf(why, "D8").int_at("denominator"), 20);
}

TEST_F(RunEvaluationTest, AtAPositionReadsTheFactsAsTheyStood) {
    County county;
    const std::string id = test::add_worked_vector(county);
    const std::int64_t before = county.store().position();
    county.record(id, "R-SF-01", "serious", 3);
    auto then = input();
    then.at_size = before;
    EXPECT_EQ(run(county, then)->judgement->evaluation->score(0), 7321);
    EXPECT_EQ(judged(county)->evaluation->score(0), 5999);
    then.at_size = county.store().position() + 1;
    const auto beyond = run(county, then);
    ASSERT_FALSE(beyond.ok());
    EXPECT_EQ(beyond.error().reason, "evaluation.at_beyond_journal");
}

TEST_F(RunEvaluationTest, AFreezeKeepsResultAndExplanationAndIsDoneOnce) {
    County county;
    const std::string id = test::add_worked_vector(county);
    auto frozen = input();
    frozen.freeze = true;
    frozen.law_digest = "abc";
    const auto output = run(county, frozen);
    ASSERT_TRUE(output.ok()) << output.error().reason << output.error().detail;
    const auto reader = county.store().reader().value();
    const auto evaluation = reader->find_by_key("evaluation", "990101", "LY-GIE-2021@1/2025/2025-12-31").value();
    ASSERT_TRUE(evaluation.has_value());
    EXPECT_EQ(evaluation->content.text_or_empty("digest"), output->judgement->digest);
    EXPECT_EQ(evaluation->content.text_or_empty("state"), "frozen");
    const auto result = reader->find_by_key("evaluation_result", "990101", "LY-GIE-2021@1/2025/2025-12-31/JS-CZJ").value();
    ASSERT_TRUE(result.has_value());
    EXPECT_EQ(result->content.int_at("total"), 7321);
    EXPECT_EQ(result->content.text_or_empty("body_id"), id);
    EXPECT_EQ(result->content.at("groups").int_at("D"), 203864);
    EXPECT_EQ(result->content.at("explanation").int_at("score"), 7321);
    const auto again = run(county, frozen);
    ASSERT_TRUE(again.ok());
    EXPECT_TRUE(again->frozen_before);
    EXPECT_EQ(again->evaluation_id, output->evaluation_id);
    county.record(id, "R-SF-01", "serious", 3);
    const auto differs = run(county, frozen);
    ASSERT_FALSE(differs.ok());
    EXPECT_EQ(differs.error().reason, "evaluation.frozen_differs");
}

TEST_F(RunEvaluationTest, AFreezeIsRefusedUntilMissingStatementsAreConfirmed) {
    County county;
    test::add_worked_vector(county);
    county.body("B9", "TOWN");
    auto frozen = input();
    frozen.freeze = true;
    const auto refused = run(county, frozen);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::BasisMissing);
    EXPECT_EQ(refused.error().reason, "evaluation.unfiled_not_confirmed");
    EXPECT_FALSE(county.store().reader().value()->find_by_key("evaluation", "990101", "LY-GIE-2021@1/2025/2025-12-31").value());
    frozen.unfiled_confirmed = true;
    EXPECT_TRUE(run(county, frozen).ok());
}

TEST_F(RunEvaluationTest, RefusesWhoMayNotWrongPeriodsAndPublishedFacts) {
    County county;
    RunEvaluation use_case{county.store(), kinds_, county.hasher, county.clock, county.ids};
    const auto nobody = use_case.run(input(), Actor{.account = "n", .tenant = "990101", .actions = {}});
    EXPECT_EQ(nobody.error().reason, "access.denied");
    for (const char* period : {"", "25", "2025Q5", "2025-1", "1999", "20250"}) {
        auto wrong = input();
        wrong.period = period;
        EXPECT_EQ(run(county, wrong).error().reason, "evaluation.period_invalid") << period;
    }
    auto early = input();
    early.as_of = base::Date::parse("2024-12-31").value();
    EXPECT_EQ(run(county, early).error().reason, "evaluation.as_of_before_period");
    county.put("tenant", json(R"({"code": "990101", "name": "n", "mode": "published_facts", "division_code": "990101"})"));
    EXPECT_EQ(run(county, input()).error().reason, "tenant.published_facts_only");
}

TEST_F(RunEvaluationTest, InstitutionsHaveTheirOwnScheme) {
    County county;
    const std::string id = county.body("I1", "INST");
    test::add_worked_vector(county);
    for (int i = 0; i < 4; ++i) {
        county.duty(fmt::format("I1-CN-{}", i), id, "service_pledge", "2025-03-15", "2025-03-15");
    }
    for (const char* leaf_id : {"R1", "R2", "Q1", "Q2", "U1", "U2"}) {
        county.statement("I1", id, leaf_id, "parts", json(R"({"parts": [{"numerator": 100, "denominator": 100}]})"));
    }
    scheme_ = scheme_file("LY-GIE-2021-INST");
    const auto judgement = judged(county);
    const std::uint32_t body = *judgement->facts.bodies.find("I1");
    EXPECT_EQ(judgement->evaluation->score(body), 10000);
    EXPECT_EQ(judgement->evaluation->grade(body), "A");
    EXPECT_FALSE(judgement->evaluation->judged(*judgement->facts.bodies.find("JS-CZJ")));
}

TEST(EmptyFacts, BindEverySchemeOfTheProduct) {
    const domain::evaluation::Horizon horizon{.as_of = {}, .from = {}, .to = {}, .period = "2025"};
    for (const char* name : {"LY-GIE-2021", "LY-GIE-2021-v2", "LY-GIE-2021-INST"}) {
        const Scheme scheme = scheme_file(name);
        const auto facts = empty_facts();
        const auto bound = domain::evaluation::Evaluation::run(scheme, facts, horizon, 1);
        EXPECT_TRUE(bound.ok()) << name << (bound.ok() ? "" : bound.error().detail + bound.error().where);
    }
}

}  // namespace
}  // namespace gx::app
