// SPDX-License-Identifier: Apache-2.0
// Guards that look at the case itself and at who acts.
#include <algorithm>
#include <array>

#include "app/casework/call_tables.hpp"
#include "app/casework/case_moves.hpp"
#include "domain/calendar/deadline.hpp"
#include "domain/publication/masks.hpp"

namespace gx::app {
namespace {

using base::Date;
using base::Json;

Error forbids(std::string_view reason, std::string detail = {}) {
    return {ErrorCode::StateForbids, "case." + std::string(reason), std::move(detail)};
}

/// Maker and checker are two people: DESIGN 6.
Result<Done> other_person(const GuardCall& call) {
    const auto takers = call.file.takers(call.args_list("steps"));
    if (takers.contains(call.actor.account)) { return forbids("same_person"); }
    return Done{};
}

Result<Done> at_most(const GuardCall& call) {
    const auto allowed = call.args.int_at("times").value_or(1);
    const std::string counted = call.arg("step").empty() ? std::string(call.step) : call.arg("step");
    if (call.file.times(counted) >= allowed) { return forbids("too_often", counted); }
    return Done{};
}

bool taken(const GuardCall& call) {
    return std::ranges::any_of(call.args_list("steps"), [&](const std::string& step) { return call.file.times(step) > 0; });
}

Result<Done> taken_before(const GuardCall& call) { return taken(call) ? Result<Done>(Done{}) : forbids("step_missing"); }
Result<Done> not_taken(const GuardCall& call) { return taken(call) ? forbids("taken_already") : Result<Done>(Done{}); }

bool field_has(const GuardCall& call) {
    const Json& value = call.value(call.arg("field"));
    const auto allowed = call.args_list("values");
    if (value.is_bool()) { return std::ranges::find(allowed, value.as_bool() ? "true" : "false") != allowed.end(); }
    return value.is_string() && std::ranges::find(allowed, value.as_string()) != allowed.end();
}

Result<Done> field_is(const GuardCall& call) {
    return field_has(call) ? Result<Done>(Done{}) : at_field(ErrorCode::StateForbids, "case.field_forbids", call.arg("field"));
}
Result<Done> field_not(const GuardCall& call) {
    return field_has(call) ? at_field(ErrorCode::StateForbids, "case.field_forbids", call.arg("field")) : Result<Done>(Done{});
}

Result<Done> field_set(const GuardCall& call) {
    for (const std::string& field : call.args_list("fields")) {
        if (call.value(field).is_null()) { return at_field(ErrorCode::BasisMissing, "case.field_missing", field); }
    }
    return Done{};
}

Result<Done> within_limit(const GuardCall& call) {
    const auto& due = call.file.clock.due_on;
    if (due && call.today > *due) { return Error{ErrorCode::DeadlinePassed, "case.limit_over", due->iso()}; }
    return Done{};
}

Result<Done> clock_runs(const GuardCall& call) {
    const auto& pauses = call.file.clock.pauses;
    return !pauses.empty() && !pauses.back().to ? forbids("clock_stands") : Result<Done>(Done{});
}

Result<Done> limit_over(const GuardCall& call) {
    const auto& clock = call.file.clock;
    if (clock.due_on && !clock.provisional && call.today > *clock.due_on) { return Done{}; }
    return forbids("limit_runs", clock.due_on ? clock.due_on->iso() : std::string{});
}

/// "today", "step:ID" (the day it was last taken), "opened" or a field that holds a day; nothing when there is none.
std::optional<Date> named_day(const GuardCall& call, const std::string& name) {
    if (name == "today") { return call.today; }
    if (name == "opened_on" || name == "opened") { return call.file.opened_on; }
    if (name == "entered_on") { return call.file.entered_on; }
    if (name.starts_with("step:")) {
        const domain::StepTaken* step = call.file.last(name.substr(5));
        return step == nullptr ? std::nullopt : std::optional(step->on);
    }
    const auto day = Date::parse(call.text(name));
    return day.ok() ? std::optional(*day) : std::nullopt;
}

Result<Done> day_between(const GuardCall& call) {
    const std::string field = call.arg("field");
    const auto day = named_day(call, field);
    if (!day) { return Done{}; }  // what must be there the form asks for
    const auto low = call.arg("not_before").empty() ? std::nullopt : named_day(call, call.arg("not_before"));
    const auto high = call.arg("not_after").empty() ? std::nullopt : named_day(call, call.arg("not_after"));
    if ((low && *day < *low) || (high && *day > *high)) { return at_field(ErrorCode::InvalidInput, "case.day_outside", field); }
    return Done{};
}

/// No open case hangs below this one: a finding without its rectification closes no inspection.
Result<Done> children_closed(const GuardCall& call) {
    Query query{.tenant = call.actor.tenant, .limit = 1};
    query.where.push_back({.column = "parent_id", .values = {call.case_id}});
    query.where.push_back({.column = "closed_on", .compare = Compare::IsNull});
    if (!call.arg("procedure").empty()) { query.where.push_back({.column = "procedure", .values = {call.arg("procedure")}}); }
    GX_TRY(const auto rows, call.work.list("case_file", query));
    return rows.empty() ? Result<Done>(Done{}) : forbids("children_open", rows.front().key);
}

Result<Done> child_opened(const GuardCall& call) {
    Query query{.tenant = call.actor.tenant, .limit = 1};
    query.where.push_back({.column = "parent_id", .values = {call.case_id}});
    query.where.push_back({.column = "procedure", .values = {call.arg("procedure")}});
    GX_TRY(const auto there, call.work.count("case_file", query));
    return there > 0 ? Result<Done>(Done{}) : forbids("child_missing", call.arg("procedure"));
}

/// As many children as the form counted: S-4.1a, a finding without rectification closes no inspection.
Result<Done> children_match(const GuardCall& call) {
    const Json& counted = call.value(call.arg("field"));
    const auto wanted = counted.is_int() ? counted.as_int() : counted.is_array() ? static_cast<std::int64_t>(counted.as_array().size()) : 0;
    Query query{.tenant = call.actor.tenant};
    query.where.push_back({.column = "parent_id", .values = {call.case_id}});
    query.where.push_back({.column = "procedure", .values = {call.arg("procedure")}});
    GX_TRY(const auto there, call.work.count("case_file", query));
    return there >= wanted ? Result<Done>(Done{}) : forbids("child_missing", fmt::format("{}/{}", there, wanted));
}

/// No second case about the same thing while one is open.
Result<Done> no_open_case(const GuardCall& call) {
    if (call.file.subject_id.empty()) { return Done{}; }
    Query query{.tenant = call.actor.tenant, .limit = 100};
    query.where.push_back({.column = "subject_id", .values = {call.file.subject_id}});
    query.where.push_back({.column = "closed_on", .compare = Compare::IsNull});
    query.where.push_back({.column = "procedure", .compare = Compare::In});
    for (const std::string& procedure : call.args_list("procedures")) { query.where.back().values.emplace_back(procedure); }
    GX_TRY(const auto rows, call.work.list("case_file", query));
    for (const Entity& row : rows) {
        if (row.id == call.case_id) { continue; }
        // A case that only comes to be about an official by its own opening (transfer) names him in `same_field`.
        if (!call.file.official_id.empty() && row.content.text_or_empty("official_id") != call.file.official_id) { continue; }
        const std::string same = call.arg("same_field");
        if (!same.empty() && row.content.at("fields").at(same) != call.value(same)) { continue; }
        return Error{ErrorCode::Conflict, "case.open_already", row.key};
    }
    return Done{};
}

/// The day is not before the earliest that the rule gives.
Result<Done> not_sooner(const GuardCall& call) {
    const std::string field = call.arg("field");
    const auto day = named_day(call, field);
    const auto from = named_day(call, call.arg("from").empty() ? "today" : call.arg("from"));
    if (!day || !from) { return Done{}; }
    GX_TRY(const auto rule, call.parts.law.deadlines.find(call.arg("rule"), *from));
    GX_TRY(const auto earliest, domain::compute_deadline(rule, *from, {}, {}, call.parts.law.calendar));
    if (earliest.due && *day < *earliest.due) { return at_field(ErrorCode::StateForbids, "case.day_too_soon", field, earliest.due->iso()); }
    return Done{};
}

/// Free texts that go out of the house hold no number of a person.
Result<Done> no_personal_value(const GuardCall& call) {
    for (const std::string& field : call.args_list("fields")) {
        if (domain::personal_value_in(call.text(field))) { return at_field(ErrorCode::InvalidInput, "case.personal_value", field); }
    }
    return Done{};
}

constexpr std::array kGuards{
    GuardEntry{"other_person", other_person, "steps", "steps"},
    GuardEntry{"at_most", at_most, "times step", "times"},
    GuardEntry{"taken_before", taken_before, "steps", "steps"},
    GuardEntry{"field_is", field_is, "field values", "field values"},
    GuardEntry{"field_not", field_not, "field values", "field values"},
    GuardEntry{"field_set", field_set, "fields", "fields"},
    GuardEntry{"within_limit", within_limit, "", ""},
    GuardEntry{"clock_runs", clock_runs, "", ""},
    GuardEntry{"day_between", day_between, "field not_before not_after", "field"},
    GuardEntry{"not_sooner", not_sooner, "field rule from", "field rule"},
    GuardEntry{"children_closed", children_closed, "procedure", ""},
    GuardEntry{"children_match", children_match, "procedure field", "procedure field"},
    GuardEntry{"no_open_case", no_open_case, "procedures same_field", "procedures"},
    GuardEntry{"no_personal_value", no_personal_value, "fields", "fields"},
    GuardEntry{"not_taken", not_taken, "steps", "steps"},
    GuardEntry{"limit_over", limit_over, "", ""},
    GuardEntry{"child_opened", child_opened, "procedure", "procedure"}};

}  // namespace

std::span<const GuardEntry> case_guards() { return kGuards; }

}  // namespace gx::app
