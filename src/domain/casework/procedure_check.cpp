// SPDX-License-Identifier: Apache-2.0
#include "domain/casework/procedure_check.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace gx::domain {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

/// Looks at one procedure; `pointer` is where it stands in its file.
class Check {
public:
    Check(const Procedure& procedure, const std::string& pointer) : procedure_(procedure), pointer_(pointer) {}

    Result<Done> run() const {
        GX_CHECK(names());
        GX_CHECK(fields());
        GX_CHECK(print(procedure_.opening.print, "/opening"));
        for (std::size_t i = 0; i < procedure_.steps.size(); ++i) { GX_CHECK(step(i)); }
        for (std::size_t i = 0; i < procedure_.states.size(); ++i) { GX_CHECK(state(i)); }
        return reachable();
    }

private:
    Error refuse(std::string_view reason, std::string detail, std::string at) const {
        return {ErrorCode::InvalidInput, "procedure." + std::string(reason), std::move(detail), pointer_ + at};
    }

    Result<Done> names() const {
        if (procedure_.source.empty()) { return refuse("no_source", procedure_.id, "/source"); }
        std::set<std::string> seen;
        for (std::size_t i = 0; i < procedure_.states.size(); ++i) {
            if (!seen.insert(procedure_.states[i].id).second) { return refuse("id_twice", procedure_.states[i].id, fmt::format("/states/{}/id", i)); }
        }
        seen.clear();
        for (std::size_t i = 0; i < procedure_.steps.size(); ++i) {
            const std::string& id = procedure_.steps[i].id;
            if (id == "open" || !seen.insert(id).second) { return refuse("id_twice", id, fmt::format("/steps/{}/id", i)); }
        }
        if (procedure_.state(procedure_.opening.state) == nullptr) {
            return refuse("state_unknown", procedure_.opening.state, "/opening/state");
        }
        return Done{};
    }

    Result<Done> form(const std::vector<FormField>& form, const std::string& at, std::map<std::string, FieldType>& types) const {
        for (std::size_t i = 0; i < form.size(); ++i) {
            const auto [known, added] = types.emplace(form[i].field, form[i].type);
            if (!added && known->second != form[i].type) { return refuse("field_differs", form[i].field, fmt::format("{}/{}/type", at, i)); }
            if (!form[i].when_field.empty() && procedure_.field(form[i].when_field) == nullptr) {
                return refuse("field_unknown", form[i].when_field, fmt::format("{}/{}/when_field", at, i));
            }
        }
        return Done{};
    }

    Result<Done> fields() const {
        std::map<std::string, FieldType> types;
        GX_CHECK(form(procedure_.opening.form, "/opening/form", types));
        for (std::size_t i = 0; i < procedure_.steps.size(); ++i) {
            GX_CHECK(form(procedure_.steps[i].form, fmt::format("/steps/{}/form", i), types));
        }
        return Done{};
    }

    Result<Done> print(const StepPrint& print, const std::string& at) const {
        if (!print.by_field.empty() && procedure_.field(print.by_field) == nullptr) {
            return refuse("field_unknown", print.by_field, at + "/print/by_field");
        }
        if (print.limit.empty()) { return Done{}; }
        const CaseState* state = procedure_.state(print.limit);
        if (state == nullptr || !state->limit) { return refuse("state_unknown", print.limit, at + "/print/limit"); }
        return Done{};
    }

    Result<Done> step(std::size_t index) const {
        const CaseStep& step = procedure_.steps[index];
        const std::string at = fmt::format("/steps/{}", index);
        if (step.source.empty()) { return refuse("no_source", step.id, at + "/source"); }
        if (step.from.empty()) { return refuse("state_unknown", step.id, at + "/from"); }
        for (const std::string& from : step.from) {
            const CaseState* state = procedure_.state(from);
            if (state == nullptr) { return refuse("state_unknown", from, at + "/from"); }
            if (state->final) { return refuse("final_goes_on", from, at + "/from"); }
            if (step.by_time && !state->limit) { return refuse("by_time", step.id, at + "/by_time"); }
        }
        if (!step.to.empty() && procedure_.state(step.to) == nullptr) { return refuse("state_unknown", step.to, at + "/to"); }
        if (step.by_time && (!step.form.empty() || step.note_asked || step.to.empty())) { return refuse("by_time", step.id, at + "/by_time"); }
        const bool pauses = step.clock == StepClock::Pause;
        if (pauses == step.pause_reason.empty() || (step.clock == StepClock::Start && step.to.empty())) {
            return refuse("clock", step.id, at + "/clock");
        }
        return print(step.print, at);
    }

    Result<Done> limit(const StateLimit& limit, const std::string& at) const {
        for (const std::string& field : {limit.by_field, limit.day_field, limit.from_field}) {
            if (!field.empty() && procedure_.field(field) == nullptr) { return refuse("field_unknown", field, at + "/limit"); }
        }
        if (limit.by_field.empty()) { return Done{}; }
        for (const FormField::Option& option : procedure_.field(limit.by_field)->options) {
            if (!limit.by_value.contains(option.value)) { return refuse("limit", option.value, at + "/limit/by_value"); }
        }
        return Done{};
    }

    Result<Done> state(std::size_t index) const {
        const CaseState& state = procedure_.states[index];
        const std::string at = fmt::format("/states/{}", index);
        if (state.final) {
            if (state.task || state.limit) { return refuse("final_goes_on", state.id, at); }
            return Done{};
        }
        if (!state.task) { return refuse("no_task", state.id, at + "/task"); }
        if (!state.limit) { return refuse("no_limit", state.id, at + "/limit"); }
        const auto leaving = procedure_.steps_from(state.id);
        const bool leaves = std::ranges::any_of(leaving, [&](const CaseStep* step) { return !step->to.empty() && step->to != state.id; });
        if (!leaves) { return refuse("no_way_on", state.id, at); }
        const auto timed = std::ranges::count_if(leaving, [](const CaseStep* step) { return step->by_time; });
        if (timed > 1) { return refuse("by_time", state.id, at); }
        return limit(*state.limit, at);
    }

    Result<Done> reachable() const {
        std::set<std::string> reached{procedure_.opening.state};
        std::vector<std::string> next{procedure_.opening.state};
        while (!next.empty()) {
            const std::string from = std::move(next.back());
            next.pop_back();
            for (const CaseStep* step : procedure_.steps_from(from)) {
                if (!step->to.empty() && reached.insert(step->to).second) { next.push_back(step->to); }
            }
        }
        for (std::size_t i = 0; i < procedure_.states.size(); ++i) {
            if (!reached.contains(procedure_.states[i].id)) { return refuse("unreachable", procedure_.states[i].id, fmt::format("/states/{}", i)); }
        }
        return Done{};
    }

    const Procedure& procedure_;
    const std::string& pointer_;
};

}  // namespace

Result<Done> check_procedure(const Procedure& procedure, const std::string& pointer) { return Check(procedure, pointer).run(); }

}  // namespace gx::domain
