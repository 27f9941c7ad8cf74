// SPDX-License-Identifier: Apache-2.0
// Guards over measures and incentives.
#include <algorithm>
#include <array>

#include <fmt/ranges.h>

#include "app/casework/call_subject.hpp"
#include "app/casework/call_tables.hpp"

namespace gx::app {
namespace {

using domain::MeasureType;

constexpr std::size_t kResultsMax = 1'000;

bool holds(const std::vector<std::string>& list, std::string_view wanted) { return std::ranges::find(list, wanted) != list.end(); }

/// What kind of subject the case is about, as the catalogue of measures names it.
Result<std::string> object_of(const GuardCall& call) {
    if (!call.file.official_id.empty()) { return std::string("official"); }
    GX_TRY(const std::string body, body_of_case(call.work, call.actor.tenant, call.file));
    GX_TRY(const auto row, call.work.find("body", call.actor.tenant, body));
    return std::string(row && row->content.text_or_empty("class") == "INST" ? "institution" : "body");
}

Result<const MeasureType*> type_in(const GuardCall& call, const std::string& field) {
    const auto type = call.parts.law.measure_type(call.text(field), call.today);
    if (!type.ok()) { return at_field(ErrorCode::StateForbids, "case.measure_not_in_force", field, call.text(field)); }
    return *type;
}

/// No measure without its ground and its basis, on nobody whom it is not for, and no longer than it may be. Source: S-2.2, S-5.5d
Result<Done> measure_fits_kind(const GuardCall& call) {
    const std::string field = call.arg("field");
    GX_TRY(const MeasureType* type, type_in(call, field));
    // An incentive stands on conduct, not on a record.
    const bool grounded = call.file.subject_type == "record" ? holds(type->grounds, "record") : type->group == domain::MeasureGroup::Incentive;
    if (!grounded) { return at_field(ErrorCode::StateForbids, "case.measure_ground", field, type->code); }
    GX_TRY(const std::string object, object_of(call));
    if (!holds(type->objects, object)) { return at_field(ErrorCode::StateForbids, "case.measure_object", field, object); }
    const domain::CaseFile file = with_entered(call);
    const auto starts = day_in(file, "starts_on");
    const auto ends = day_in(file, "ends_on");
    if (type->months_max > 0 && starts && ends && *ends > starts->plus_months(type->months_max)) {
        return at_field(ErrorCode::StateForbids, "case.measure_too_long", "ends_on", starts->plus_months(type->months_max).iso());
    }
    return Done{};
}

Result<Done> decider_of_measure(const GuardCall& call) {
    const std::string field = call.arg("field");
    GX_TRY(const MeasureType* type, type_in(call, field));
    GX_TRY(const std::string body, body_of_case(call.work, call.actor.tenant, call.file));
    if (holds_over(call.actor, type->deciders, body, call.file.official_id)) { return Done{}; }
    return at_field(ErrorCode::NotPermitted, "case.measure_decider", field, fmt::format("{}: {}", type->code, fmt::join(type->deciders, ", ")));
}

/// The newest result that stands. Source: S-5.5j
Result<Done> grade_is(const GuardCall& call) {
    GX_TRY(const std::string body, body_of_case(call.work, call.actor.tenant, call.file));
    Query query{.tenant = call.actor.tenant, .limit = kResultsMax};
    query.where.push_back({.column = "body_id", .values = {body}});
    GX_TRY(const auto results, call.work.list("evaluation_result", query));
    std::string newest;
    std::string grade;
    for (const Entity& result : results) {
        GX_TRY(const auto evaluation, call.work.find("evaluation", call.actor.tenant, result.content.text_or_empty("evaluation_id")));
        if (!evaluation || evaluation->content.text_or_empty("state") != "frozen") { continue; }
        const std::string as_of = evaluation->content.text_or_empty("as_of");
        if (as_of < newest) { continue; }
        newest = as_of;
        grade = result.content.text_or_empty("grade");
    }
    return holds(call.args_list("grades"), grade) && !grade.empty() ? Result<Done>(Done{}) : Error{ErrorCode::StateForbids, "case.grade_not_reached", grade};
}

constexpr std::array kGuards{GuardEntry{"measure_fits_kind", measure_fits_kind, "field", "field"},
                             GuardEntry{"decider_of_measure", decider_of_measure, "field", "field"},
                             GuardEntry{"grade_is", grade_is, "grades", "grades"}};

}  // namespace

std::span<const GuardEntry> measure_guards() { return kGuards; }

}  // namespace gx::app
