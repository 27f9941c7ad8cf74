// SPDX-License-Identifier: Apache-2.0
#include "domain/casework/engine.hpp"

#include <gtest/gtest.h>

#include "domain/calendar/calendar_fixture_test.hpp"

namespace gx::domain {
namespace {

using base::Date;
using base::Json;

Date day(const char* iso) { return *Date::parse(iso); }

/// A small procedure: filed → (supplement) → checking → decided | lapsed.
constexpr std::string_view kProcedure = R"({
 "id": "trial", "name": {"zh": "试", "en": "Trial"}, "code_prefix": "SY", "source": ["S-4.3b"], "in_force": {"from": "2021-01-25"},
 "opening": {"action": "trial.open", "at": "county", "state": "filed", "form": [
   {"field": "title", "name": {"zh": "标题", "en": "Title"}, "type": "text", "required": true, "max": 5}]},
 "states": [
  {"id": "filed", "name": {"zh": "已收", "en": "Filed"}, "task": {"action": "trial.accept", "at": "handler"}, "limit": {"rule": "T-3WD", "focus_halves": true}},
  {"id": "supplement", "name": {"zh": "待补", "en": "Supplement"}, "task": {"action": "trial.accept", "at": "handler"}, "limit": {"rule": "T-10WD"}},
  {"id": "checking", "name": {"zh": "核实", "en": "Checking"}, "task": {"action": "trial.check", "at": "handler"}, "limit": {"rule": "T-30CD"}},
  {"id": "running", "name": {"zh": "执行", "en": "Running"}, "task": {"action": "trial.check", "at": "handler"}, "limit": {"day_field": "ends_on"}},
  {"id": "decided", "name": {"zh": "已定", "en": "Decided"}, "final": true, "outcome": "field:result"},
  {"id": "lapsed", "name": {"zh": "失效", "en": "Lapsed"}, "final": true, "outcome": "lapsed"}],
 "steps": [
  {"id": "ask", "name": {"zh": "要求补充", "en": "Ask"}, "from": ["filed"], "to": "supplement", "action": "trial.accept", "source": ["S-4.3b"]},
  {"id": "lapse", "name": {"zh": "逾期", "en": "Lapse"}, "from": ["supplement"], "to": "lapsed", "action": "trial.accept", "by_time": true, "source": ["S-4.3b"]},
  {"id": "accept", "name": {"zh": "受理", "en": "Accept"}, "from": ["filed", "supplement"], "to": "checking", "action": "trial.accept", "source": ["S-4.3b"]},
  {"id": "pause", "name": {"zh": "暂停", "en": "Pause"}, "from": ["checking"], "action": "trial.check", "clock": "pause", "pause_reason": "expert_review", "source": ["S-4.3b"]},
  {"id": "resume", "name": {"zh": "恢复", "en": "Resume"}, "from": ["checking"], "action": "trial.check", "clock": "resume", "source": ["S-4.3b"]},
  {"id": "extend", "name": {"zh": "延长", "en": "Extend"}, "from": ["checking"], "action": "trial.check", "clock": "extend", "source": ["S-4.3b"]},
  {"id": "back", "name": {"zh": "退回", "en": "Back"}, "from": ["checking"], "to": "filed", "action": "trial.check", "source": ["S-4.3b"]},
  {"id": "run", "name": {"zh": "执行", "en": "Run"}, "from": ["checking"], "to": "running", "action": "trial.check", "source": ["S-4.3b"], "form": [
    {"field": "ends_on", "name": {"zh": "到期日", "en": "Ends"}, "type": "day", "required": true}]},
  {"id": "end", "name": {"zh": "到期", "en": "End"}, "from": ["running"], "to": "lapsed", "action": "trial.check", "by_time": true, "source": ["S-4.3b"]},
  {"id": "decide", "name": {"zh": "决定", "en": "Decide"}, "from": ["checking"], "to": "decided", "action": "trial.check", "source": ["S-4.3b"], "form": [
    {"field": "result", "name": {"zh": "结论", "en": "Result"}, "type": "choice", "required": true, "source": "S-2.2", "options": [
      {"value": "true", "name": {"zh": "属实", "en": "True"}}, {"value": "untrue", "name": {"zh": "不属实", "en": "Untrue"}}]},
    {"field": "basis", "name": {"zh": "依据", "en": "Basis"}, "type": "clauses", "required": true, "when_field": "result", "when_values": ["true"], "source": "S-2.2"}]}]
})";

constexpr std::string_view kRules = R"([
 {"id": "T-3WD", "title": {"zh": "三日", "en": "3"}, "source": ["S-4.3b"], "tag": "proposal", "parameter": true, "trigger": {"zh": "收到", "en": "received"}, "amount": 3, "unit": "WD", "valid_from": "2021-01-25"},
 {"id": "T-10WD", "title": {"zh": "十日", "en": "10"}, "source": ["S-4.3b"], "tag": "proposal", "parameter": true, "trigger": {"zh": "收到", "en": "received"}, "amount": 10, "unit": "WD", "valid_from": "2021-01-25"},
 {"id": "T-30CD", "title": {"zh": "三十日", "en": "30"}, "source": ["S-4.3b"], "tag": "proposal", "parameter": true, "trigger": {"zh": "收到", "en": "received"}, "amount": 30, "unit": "CD", "roll_forward": true,
  "extension": {"amount": 60, "unit": "CD", "times": 1, "conditions": ["approved"]}, "pauses": ["expert_review"], "valid_from": "2021-01-25"}])";

Procedure procedure_from(Json json) { return Procedure::from_json(json).value(); }
Json trial_json() { return base::parse_json(kProcedure).value(); }

DeadlineRules rules() {
    std::vector<DeadlineRule> made;
    const Json list = base::parse_json(kRules).value();
    for (const Json& one : list.as_array()) { made.push_back(DeadlineRule::from_json(one).value()); }
    return DeadlineRules::make(std::move(made)).value();
}

class CaseEngine : public ::testing::Test {
protected:
    CaseFile opened(const char* on, std::set<std::string> flags = {}) {
        Json fields = Json::object();
        fields.set("title", "甲");
        return start_clock(trial_, begin_case(trial_, {.code = "SY-1", .law = "d", .title = "甲", .body_id = "b1", .by = "a1", .on = day(on), .fields = fields, .flags = std::move(flags)}).value(), law_).value();
    }
    base::Result<CaseFile> after(const CaseFile& file, const char* step, const char* on, Json fields = {}) {
        auto begun = begin_step(file, *trial_.step(step), {.by = "a2", .on = day(on), .fields = std::move(fields)}, law_);
        return begun.ok() ? finish_step(trial_, std::move(begun).value(), *trial_.step(step), law_) : begun;
    }
    std::string reason(const base::Result<CaseFile>& result) { return result.ok() ? "" : result.error().reason; }

    Procedure trial_ = procedure_from(trial_json());
    WorkingCalendar calendar_ = official_calendar();
    DeadlineRules rules_ = rules();
    ClockLaw law_{rules_, calendar_};
};

TEST_F(CaseEngine, OpensWithOneDeadlineFromTheRule) {
    const CaseFile file = opened("2025-09-30");
    EXPECT_EQ(file.state, "filed");
    EXPECT_EQ(file.clock.due_on, day("2025-10-11"));  // 国庆 1–8 October, the 11th is worked
    EXPECT_FALSE(file.auto_on);
    EXPECT_EQ(file.steps.size(), 1U);
}

TEST_F(CaseEngine, HalvesTheDaysOfAFocusCaseRoundedUp) {
    EXPECT_EQ(opened("2025-03-03", {"harm_people"}).clock.due_on, day("2025-03-05"));
    EXPECT_EQ(opened("2025-03-03", {"supervised"}).clock.due_on, day("2025-03-06"));
}

TEST_F(CaseEngine, StartsANewClockInEachStateAndAgainOnReturn) {
    auto file = after(opened("2025-03-03"), "accept", "2025-03-05").value();
    EXPECT_EQ(file.clock.due_on, day("2025-04-07"));  // 4 April is 清明, 5 and 6 the weekend
    EXPECT_EQ(file.steps.back().due_was, day("2025-03-06"));
    file = after(file, "back", "2025-03-10").value();
    EXPECT_EQ(file.clock.due_on, day("2025-03-13"));
    EXPECT_EQ(file.entered_on, day("2025-03-10"));
}

TEST_F(CaseEngine, StandsStillInAPauseAndMovesByItsDays) {
    const auto checking = after(opened("2025-03-03"), "accept", "2025-03-03").value();
    EXPECT_EQ(checking.clock.due_on, day("2025-04-02"));
    const auto paused = after(checking, "pause", "2025-03-10").value();
    EXPECT_FALSE(paused.clock.due_on);
    EXPECT_EQ(paused.state, "checking");
    EXPECT_EQ(reason(after(paused, "pause", "2025-03-11")), "case.clock_stands");
    const auto resumed = after(paused, "resume", "2025-03-12").value();
    EXPECT_EQ(resumed.clock.due_on, day("2025-04-07"));
    EXPECT_EQ(reason(after(resumed, "resume", "2025-03-13")), "case.clock_runs");
}

TEST_F(CaseEngine, ExtendsOnceAndNotAfterTheLimit) {
    const auto checking = after(opened("2025-03-03"), "accept", "2025-03-03").value();
    const auto extended = after(checking, "extend", "2025-03-20").value();
    EXPECT_EQ(extended.clock.due_on, day("2025-06-03"));
    EXPECT_EQ(reason(after(extended, "extend", "2025-04-20")), "deadline.extension_count");
    EXPECT_EQ(reason(after(checking, "extend", "2025-04-03")), "deadline.extension_too_late");
}

TEST_F(CaseEngine, NamesTheDayAfterTheLimitForAStepByTime) {
    const auto waiting = after(opened("2025-03-03"), "ask", "2025-03-03").value();
    EXPECT_EQ(waiting.clock.due_on, day("2025-03-17"));
    EXPECT_EQ(waiting.auto_on, day("2025-03-18"));
}

TEST_F(CaseEngine, TakesADayFromTheDocument) {
    const auto checking = after(opened("2025-03-03"), "accept", "2025-03-03").value();
    Json fields = Json::object();
    fields.set("ends_on", "2025-12-31");
    const auto running = after(checking, "run", "2025-03-04", fields).value();
    EXPECT_EQ(running.clock.due_on, day("2025-12-31"));
    EXPECT_EQ(running.auto_on, day("2026-01-01"));
    EXPECT_EQ(reason(after(checking, "run", "2025-03-04")), "case.clock_day_missing");
}

TEST_F(CaseEngine, EndsWithTheOutcomeOfAField) {
    const auto checking = after(opened("2025-03-03"), "accept", "2025-03-03").value();
    Json fields = Json::object();
    fields.set("result", "untrue");
    const auto done = after(checking, "decide", "2025-03-04", fields).value();
    EXPECT_EQ(done.outcome, "untrue");
    EXPECT_EQ(done.closed_on, day("2025-03-04"));
    EXPECT_FALSE(done.clock.due_on);
    EXPECT_EQ(reason(after(done, "decide", "2025-03-05", fields)), "case.closed");
}

TEST_F(CaseEngine, RefusesAStepFromElsewhere) { EXPECT_EQ(reason(after(opened("2025-03-03"), "decide", "2025-03-04")), "case.step_not_from_here"); }

TEST_F(CaseEngine, MakesADayOfAnUnpublishedYearProvisionalAndNoStepByTime) {
    const auto file = opened("2031-03-03");
    EXPECT_TRUE(file.clock.provisional);
    EXPECT_FALSE(after(file, "ask", "2031-03-03").value().auto_on);
}

TEST_F(CaseEngine, ReadsBackWhatItWrites) {
    auto file = after(opened("2025-03-03", {"harm_market"}), "accept", "2025-03-05").value();
    file = after(file, "pause", "2025-03-10").value();
    const Json json = file.to_json();
    EXPECT_EQ(base::canonical(CaseFile::from_json(json).value().to_json()), base::canonical(json));
    EXPECT_EQ(json.at("focus"), Json(true));
}

TEST_F(CaseEngine, ExplainsTheClockDayByDay) {
    const auto result = explain_clock(opened("2025-09-30"), law_).value();
    EXPECT_EQ(result.due, day("2025-10-11"));
    EXPECT_EQ(result.days.back().reason, "shifted_work");
}

TEST_F(CaseEngine, IsRedatedByAnotherCalendar) {
    const auto file = opened("2026-12-30");
    EXPECT_TRUE(file.clock.provisional);
    const auto same = redated(file, trial_, law_).value();
    EXPECT_EQ(base::canonical(same.to_json()), base::canonical(file.to_json()));
}

struct FormCase {
    const char* entered;
    const char* reason;
    const char* where;
};
class CaseForm : public ::testing::TestWithParam<FormCase> {};
TEST_P(CaseForm, RefusesWhatDoesNotFit) {
    const Procedure trial = procedure_from(trial_json());
    const auto result = check_form(trial.step("decide")->form, base::parse_json(GetParam().entered).value(), {});
    ASSERT_FALSE(result.ok()) << GetParam().entered;
    EXPECT_EQ(result.error().reason, GetParam().reason);
    EXPECT_EQ(result.error().where, GetParam().where);
}
INSTANTIATE_TEST_SUITE_P(All, CaseForm, ::testing::Values(
    FormCase{R"({})", "case.field_missing", "/body/fields/result"},
    FormCase{R"({"result": "maybe"})", "case.field_option", "/body/fields/result"},
    FormCase{R"({"result": 3})", "case.field_type", "/body/fields/result"},
    FormCase{R"({"result": "true"})", "case.field_missing", "/body/fields/basis"},
    FormCase{R"({"result": "true", "basis": ["S-2.2", "as usual"]})", "case.clause_form", "/body/fields/basis"},
    FormCase{R"({"result": "true", "basis": []})", "case.field_missing", "/body/fields/basis"},
    FormCase{R"({"result": "untrue", "basis": ["S-2.2"]})", "case.field_unfit", "/body/fields/basis"},
    FormCase{R"({"result": "untrue", "else": "x"})", "case.field_unknown", "/body/fields/else"},
    FormCase{R"([])", "json.member_type", "/body/fields"}));

TEST(CaseFormText, IsTrimmedAndBounded) {
    const Procedure trial = procedure_from(trial_json());
    Json fields = Json::object();
    fields.set("title", "  一二三四五 ");
    EXPECT_EQ(check_form(trial.opening.form, fields, {}).value().at("title"), Json("一二三四五"));
    fields.set("title", "一二三四五六");
    EXPECT_EQ(check_form(trial.opening.form, fields, {}).error().reason, "case.field_too_long");
    fields.set("title", "一\n二");
    EXPECT_EQ(check_form(trial.opening.form, fields, {}).error().reason, "case.field_type");
}

/// One change to the sound procedure, and the refusal it earns.
struct BadProcedure {
    const char* name;
    void (*spoil)(Json&);
    const char* reason;
};
void PrintTo(const BadProcedure& bad, std::ostream* out) { *out << bad.name; }

Json& state_at(Json& json, std::size_t i) { return json.as_object().at("states").as_array().at(i); }
Json& step_at(Json& json, std::size_t i) { return json.as_object().at("steps").as_array().at(i); }

class ProcedureCheck : public ::testing::TestWithParam<BadProcedure> {};
TEST_P(ProcedureCheck, Refuses) {
    Json json = trial_json();
    GetParam().spoil(json);
    const auto result = Procedure::from_json(json);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().reason, GetParam().reason) << result.error().where;
}
INSTANTIATE_TEST_SUITE_P(
    All, ProcedureCheck,
    ::testing::Values(
        BadProcedure{"unreachable", [](Json& j) { step_at(j, 7).set("to", "decided"); }, "procedure.unreachable"},
        BadProcedure{"limitless", [](Json& j) { state_at(j, 0).set("limit", Json()); }, "procedure.no_limit"},
        BadProcedure{"taskless", [](Json& j) { state_at(j, 0).set("task", Json()); }, "procedure.no_task"},
        BadProcedure{"sourceless", [](Json& j) { step_at(j, 0).set("source", Json()); }, "procedure.no_source"},
        BadProcedure{"dead_end", [](Json& j) { j.as_object().at("steps").as_array().erase(j.as_object().at("steps").as_array().begin() + 8); }, "procedure.no_way_on"},
        BadProcedure{"final_limit", [](Json& j) { state_at(j, 4).set("limit", Json::object().set("rule", "T-3WD")); }, "procedure.final_goes_on"},
        BadProcedure{"leaves_final", [](Json& j) { step_at(j, 0).set("from", Json::array().push("decided")); }, "procedure.final_goes_on"},
        BadProcedure{"unknown_state", [](Json& j) { step_at(j, 0).set("to", "nowhere"); }, "procedure.state_unknown"},
        BadProcedure{"twice", [](Json& j) { step_at(j, 0).set("id", "accept"); }, "procedure.id_twice"},
        BadProcedure{"two_limits", [](Json& j) { state_at(j, 0).set("limit", Json::object().set("rule", "T-3WD").set("day_field", "ends_on")); }, "procedure.limit"},
        BadProcedure{"day_of_nothing", [](Json& j) { state_at(j, 3).set("limit", Json::object().set("day_field", "never_on")); }, "procedure.field_unknown"},
        BadProcedure{"timed_form", [](Json& j) { step_at(j, 7).set("by_time", true); }, "procedure.by_time"},
        BadProcedure{"pause_without_reason", [](Json& j) { step_at(j, 3).set("pause_reason", Json()); }, "procedure.clock"},
        BadProcedure{"place", [](Json& j) { step_at(j, 0).set("at", "moon"); }, "procedure.code_unknown"},
        BadProcedure{"options", [](Json& j) { step_at(j, 7).as_object().at("form").as_array().at(0).set("type", "choice"); }, "procedure.options"}));

}  // namespace
}  // namespace gx::domain
