// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "domain/calendar/deadline_rule.hpp"
#include "domain/calendar/working_calendar.hpp"
#include "domain/casework/case_file.hpp"
#include "domain/casework/procedure.hpp"

namespace gx::domain {

/// What deadlines are computed with. References outlive it.
struct ClockLaw {
    const DeadlineRules& rules;
    const WorkingCalendar& calendar;
};

/// A case as it is opened.
struct CaseStart {
    std::string code;
    std::string law;
    std::string title;
    std::string body_id;
    std::string concerned_id = {};
    std::string recused_id = {};
    std::string recused_official_id = {};
    std::string official_id = {};
    std::string subject_type = {};
    std::string subject_id = {};
    std::string parent_id = {};
    std::string by;
    base::Date on;
    base::Json fields = {};  ///< checked by check_form
    base::Json sealed = {};
    std::set<std::string> flags = {};
};

/// A step as somebody takes it, after its guards.
struct StepInput {
    std::string by;
    base::Date on;
    std::string note = {};
    base::Json fields = {};  ///< checked by check_form
};

/// The values of a form: the ones asked for, each of its type and within its bounds; texts are trimmed.
///
/// Shape:  `entered` is an object of at most 60 members; `known` holds what the case has already, which is enough
///         for what is required.
/// Errors: InvalidInput "case.field_unknown", "case.field_type", "case.clause_form", "case.field_too_long", "case.field_option",
///         "case.field_unfit" (not asked for beside what else was entered); BasisMissing "case.field_missing". `where` is
///         "/body/fields/NAME"; `detail` the article that asks for it.
base::Result<base::Json> check_form(const std::vector<FormField>& form, const base::Json& entered,
                                    const std::map<std::string, base::Json>& known);

/// A new case in the opening state, its clock not yet begun: what fills in further fields comes in between.
/// Errors: StateForbids "procedure.not_in_force".
base::Result<CaseFile> begin_case(const Procedure& procedure, CaseStart start);
/// The same with its clock running. Errors: those of the clock; BasisMissing "case.clock_day_missing".
base::Result<CaseFile> start_clock(const Procedure& procedure, CaseFile begun, const ClockLaw& law);

/// The case with what a step enters, still in its state; a pause, its end or an extension has been made. Says nothing of who may.
/// Errors: StateForbids "case.closed", "case.step_not_from_here", "case.clock_runs" (nothing to resume), "case.clock_stands"
///         (paused already), "case.not_extended"; those of the clock ("deadline.…").
base::Result<CaseFile> begin_step(const CaseFile& before, const CaseStep& step, StepInput input, const ClockLaw& law);
/// The case in the state that the step leads to, with its clock, or closed with its outcome.
/// Errors: those of the clock; BasisMissing "case.clock_day_missing", "case.field_missing" (the limit depends on it).
base::Result<CaseFile> finish_step(const Procedure& procedure, CaseFile begun, const CaseStep& step, const ClockLaw& law);

/// The explanation of the running clock, day by day; a day taken from a field has none but itself.
/// Errors: those of the clock.
base::Result<DeadlineResult> explain_clock(const CaseFile& file, const ClockLaw& law);

/// The rule that the clock runs under, halved where it is. Errors: NotFound "deadline.rule_unknown", "deadline.no_version_in_force".
base::Result<DeadlineRule> rule_of(const CaseClock& clock, const DeadlineRules& rules);

/// The same case with its due day computed anew: another calendar came. Equal when nothing moved.
/// Errors: those of the clock.
base::Result<CaseFile> redated(const CaseFile& file, const Procedure& procedure, const ClockLaw& law);

}  // namespace gx::domain
