// SPDX-License-Identifier: Apache-2.0
#include "domain/casework/engine.hpp"

#include <algorithm>
#include <utility>

namespace gx::domain {

using base::Date;
using base::Done;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

namespace {

constexpr std::string_view kByField = "field:";

/// A day that a form put into the case. Errors: BasisMissing "case.clock_day_missing"
Result<Date> day_of(const CaseFile& file, const std::string& field) {
    auto day = Date::parse(file.text(field));
    if (!day.ok()) { return Error{ErrorCode::BasisMissing, "case.clock_day_missing", field, "/body/fields/" + field}; }
    return day;
}

/// Computes the due day anew from what the clock knows.
Result<CaseClock> counted(CaseClock clock, const ClockLaw& law) {
    if (clock.rule.empty()) { return clock; }
    GX_TRY(const DeadlineRule rule, rule_of(clock, law.rules));
    GX_TRY(const DeadlineResult result, compute_deadline(rule, clock.trigger_on, clock.pauses, clock.extensions, law.calendar));
    clock.due_on = result.due;
    clock.provisional = result.provisional;
    return clock;
}

/// The clock with which a state begins.
Result<CaseClock> begun(const CaseState& state, const CaseFile& file, Date on, const ClockLaw& law) {
    const StateLimit& limit = *state.limit;
    CaseClock clock;
    clock.trigger_on = on;
    if (!limit.from_field.empty()) { GX_TRY(clock.trigger_on, day_of(file, limit.from_field)); }
    if (!limit.day_field.empty()) {
        GX_TRY(clock.due_on, day_of(file, limit.day_field));
        return clock;
    }
    clock.rule = limit.rule;
    if (!limit.by_field.empty()) {
        const auto found = limit.by_value.find(file.text(limit.by_field));
        if (found == limit.by_value.end()) {
            return Error{ErrorCode::BasisMissing, "case.field_missing", limit.by_field, "/body/fields/" + limit.by_field};
        }
        clock.rule = found->second;
    }
    clock.halved = limit.focus_halves && file.has_focus();
    return counted(std::move(clock), law);
}

/// When the system would take the state's step by time. A day that is not certain brings nothing about.
std::optional<Date> auto_day(const Procedure& procedure, const CaseFile& file) {
    if (!file.clock.due_on || file.clock.provisional) { return std::nullopt; }
    const auto steps = procedure.steps_from(file.state);
    const bool timed = std::ranges::any_of(steps, [](const CaseStep* step) { return step->by_time; });
    return timed ? std::optional(file.clock.due_on->plus_days(1)) : std::nullopt;
}

/// Whether a state begins its own clock or lets the running one go on.
enum class Entry { Anew, Kept };

/// Enters a state: its clock, or the end of the case.
Result<Done> enter(const Procedure& procedure, CaseFile& file, const std::string& to, Entry how, Date on, const ClockLaw& law) {
    const CaseState* state = procedure.state(to);
    GX_ASSERT(state != nullptr);
    if (file.state != to) { file.entered_on = on; }
    file.state = to;
    if (state->final) {
        file.closed_on = on;
        file.clock = {};
        file.auto_on.reset();
        const bool by_field = state->outcome.starts_with(kByField);
        file.outcome = by_field ? file.text(state->outcome.substr(kByField.size())) : state->outcome;
        if (file.outcome.empty()) { file.outcome = to; }
        return Done{};
    }
    if (how == Entry::Anew) { GX_TRY(file.clock, begun(*state, file, on, law)); }
    file.auto_on = auto_day(procedure, file);
    return Done{};
}

/// What a step without a clock of its own does to the running one.
Result<Done> turn(const CaseStep& step, CaseFile& file, Date on, const ClockLaw& law) {
    const bool stands = !file.clock.pauses.empty() && !file.clock.pauses.back().to;
    switch (step.clock) {
        case StepClock::Pause:
            if (stands) { return Error{ErrorCode::StateForbids, "case.clock_stands", file.code}; }
            file.clock.pauses.push_back({.from = on, .to = std::nullopt, .reason = step.pause_reason});
            break;
        case StepClock::Resume:
            if (!stands) { return Error{ErrorCode::StateForbids, "case.clock_runs", file.code}; }
            file.clock.pauses.back().to = on;
            break;
        case StepClock::Extend: {
            GX_TRY(const DeadlineRule rule, rule_of(file.clock, law.rules));
            if (!rule.extension) { return Error{ErrorCode::StateForbids, "case.not_extended", file.clock.rule}; }
            file.clock.extensions.push_back({.granted_on = on, .amount = rule.extension->amount_max, .document = {}});
            break;
        }
        case StepClock::Start:
        case StepClock::Keep: return Done{};
    }
    GX_TRY(file.clock, counted(std::move(file.clock), law));
    return Done{};
}

void keep_fields(CaseFile& file, const Json& entered) {
    if (!entered.is_object()) { return; }
    for (const auto& [name, value] : entered.as_object()) { file.fields.insert_or_assign(name, value); }
}

}  // namespace

Result<DeadlineRule> rule_of(const CaseClock& clock, const DeadlineRules& rules) {
    GX_TRY(DeadlineRule rule, rules.find(clock.rule, clock.trigger_on));
    if (clock.halved) { rule.amount = (rule.amount + 1) / 2; }
    return rule;
}

Result<CaseFile> begin_case(const Procedure& procedure, CaseStart start) {
    if (!procedure.in_force.covers(start.on)) { return Error{ErrorCode::StateForbids, "procedure.not_in_force", procedure.id}; }
    CaseFile file;
    file.code = std::move(start.code);
    file.procedure = procedure.id;
    file.law = std::move(start.law);
    file.state = procedure.opening.state;
    file.title = std::move(start.title);
    file.body_id = std::move(start.body_id);
    file.concerned_id = std::move(start.concerned_id);
    file.recused_id = std::move(start.recused_id);
    file.recused_official_id = std::move(start.recused_official_id);
    file.confidential = procedure.confidential;
    file.official_id = std::move(start.official_id);
    file.subject_type = std::move(start.subject_type);
    file.subject_id = std::move(start.subject_id);
    file.parent_id = std::move(start.parent_id);
    file.opened_by = start.by;
    file.opened_on = start.on;
    file.entered_on = start.on;
    file.flags = std::move(start.flags);
    file.sealed = std::move(start.sealed);
    keep_fields(file, start.fields);
    StepTaken first{.step = "open", .from = {}, .to = file.state, .by = std::move(start.by), .on = start.on};
    first.fields = std::move(start.fields);
    file.steps.push_back(std::move(first));
    return file;
}

Result<CaseFile> start_clock(const Procedure& procedure, CaseFile begun_file, const ClockLaw& law) {
    GX_CHECK(enter(procedure, begun_file, begun_file.state, Entry::Anew, begun_file.opened_on, law));
    return begun_file;
}

Result<CaseFile> begin_step(const CaseFile& before, const CaseStep& step, StepInput input, const ClockLaw& law) {
    if (!before.is_open()) { return Error{ErrorCode::StateForbids, "case.closed", before.code}; }
    if (std::ranges::find(step.from, before.state) == step.from.end()) {
        return Error{ErrorCode::StateForbids, "case.step_not_from_here", step.id + " from " + before.state};
    }
    CaseFile file = before;
    keep_fields(file, input.fields);
    StepTaken taken{.step = step.id, .from = before.state, .to = step.to.empty() ? before.state : step.to, .by = std::move(input.by), .on = input.on};
    taken.note = std::move(input.note);
    taken.fields = std::move(input.fields);
    if (!step.to.empty()) { taken.due_was = before.clock.due_on; }
    GX_CHECK(turn(step, file, input.on, law));
    file.steps.push_back(std::move(taken));
    return file;
}

Result<CaseFile> finish_step(const Procedure& procedure, CaseFile begun_file, const CaseStep& step, const ClockLaw& law) {
    const CaseState* to = procedure.state(begun_file.steps.back().to);
    GX_ASSERT(to != nullptr);
    const bool keeps = step.clock != StepClock::Start || (to->limit && to->limit->keeps_running);
    const Entry how = keeps ? Entry::Kept : Entry::Anew;
    GX_CHECK(enter(procedure, begun_file, begun_file.steps.back().to, how, begun_file.steps.back().on, law));
    return begun_file;
}

Result<DeadlineResult> explain_clock(const CaseFile& file, const ClockLaw& law) {
    if (file.clock.rule.empty()) {
        DeadlineResult result;
        result.due = file.clock.due_on;
        return result;
    }
    GX_TRY(const DeadlineRule rule, rule_of(file.clock, law.rules));
    return compute_deadline(rule, file.clock.trigger_on, file.clock.pauses, file.clock.extensions, law.calendar);
}

Result<CaseFile> redated(const CaseFile& file, const Procedure& procedure, const ClockLaw& law) {
    CaseFile next = file;
    if (!file.is_open()) { return next; }
    GX_TRY(next.clock, counted(file.clock, law));
    next.auto_on = auto_day(procedure, next);
    return next;
}

}  // namespace gx::domain
