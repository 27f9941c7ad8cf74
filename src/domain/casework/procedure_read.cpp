// SPDX-License-Identifier: Apache-2.0
#include "domain/casework/procedure_read.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/json_reader.hpp"

namespace gx::domain {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::JsonReader;
using base::Result;

namespace {

constexpr std::size_t kFieldsMax = 60;
constexpr std::size_t kCallsMax = 20;

constexpr std::array kPlaces{std::pair{std::string_view{"handler"}, CasePlace::Handler}, std::pair{std::string_view{"concerned"}, CasePlace::Concerned},
                             std::pair{std::string_view{"county"}, CasePlace::County}, std::pair{std::string_view{"opener"}, CasePlace::Opener},
                             std::pair{std::string_view{"person"}, CasePlace::Person}};
constexpr std::array kTypes{std::pair{std::string_view{"text"}, FieldType::Text}, std::pair{std::string_view{"long_text"}, FieldType::LongText},
                            std::pair{std::string_view{"day"}, FieldType::Day}, std::pair{std::string_view{"money"}, FieldType::Money},
                            std::pair{std::string_view{"count"}, FieldType::Count}, std::pair{std::string_view{"choice"}, FieldType::Choice},
                            std::pair{std::string_view{"flag"}, FieldType::Flag}, std::pair{std::string_view{"body"}, FieldType::Body},
                            std::pair{std::string_view{"official"}, FieldType::Official}, std::pair{std::string_view{"documents"}, FieldType::Documents},
                            std::pair{std::string_view{"clauses"}, FieldType::Clauses}, std::pair{std::string_view{"list"}, FieldType::List}};
constexpr std::array kClocks{std::pair{std::string_view{"start"}, StepClock::Start}, std::pair{std::string_view{"keep"}, StepClock::Keep},
                             std::pair{std::string_view{"pause"}, StepClock::Pause}, std::pair{std::string_view{"resume"}, StepClock::Resume},
                             std::pair{std::string_view{"extend"}, StepClock::Extend}};

template <class Table>
auto coded(const Table& table, const JsonReader& reader, std::string_view member, std::string_view text)
    -> Result<typename Table::value_type::second_type> {
    for (const auto& [code, value] : table) {
        if (code == text) { return value; }
    }
    return reader.refuse(member, "procedure.code_unknown", std::string(text));
}

template <class Table, class Value>
std::string_view code_in(const Table& table, Value value) {
    for (const auto& [code, each] : table) {
        if (each == value) { return code; }
    }
    return {};
}

/// Each element of a list, with its own reader.
template <class T, class Read>
Result<std::vector<T>> each_of(const JsonReader& reader, std::string_view member, std::size_t count_max, const Read& read) {
    GX_TRY(const auto rows, reader.array(member, count_max));
    std::vector<T> out;
    for (std::size_t i = 0; i < rows->size(); ++i) {
        GX_TRY(T one, read((*rows)[i], fmt::format("{}/{}", reader.where(member), i)));
        out.push_back(std::move(one));
    }
    return out;
}

Result<Wording> wording(const JsonReader& reader, std::string_view member) { return Wording::from_json(reader.raw(member), reader.where(member)); }

Result<NamedCall> read_call(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    NamedCall call;
    GX_TRY(call.name, reader.text("name", 60));
    call.args = json;
    call.args.set("name", Json());
    return call;
}

Result<FormField::Option> read_option(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"value", "name"}));
    FormField::Option option;
    GX_TRY(option.value, reader.text("value", 40));
    GX_TRY(option.name, wording(reader, "name"));
    return option;
}

std::int64_t usual_max(FieldType type) {
    switch (type) {
        case FieldType::Text: return 200;
        case FieldType::LongText: return 5'000;
        case FieldType::Documents:
        case FieldType::Clauses:
        case FieldType::List: return 20;
        default: return 0;
    }
}

Result<FormField> read_field(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"field", "name", "type", "required", "max", "options", "when_field", "when_values", "source"}));
    FormField field;
    GX_TRY(field.field, reader.text("field", 40));
    GX_TRY(field.name, wording(reader, "name"));
    GX_TRY(const auto type, reader.text("type", 20));
    GX_TRY(field.type, coded(kTypes, reader, "type", type));
    GX_TRY(field.required, reader.flag_or("required", false));
    GX_TRY(const auto max, reader.optional_integer("max", 1, 20'000));
    field.max = max.value_or(usual_max(field.type));
    GX_TRY(field.options, each_of<FormField::Option>(reader, "options", kFieldsMax, read_option));
    if ((field.type == FieldType::Choice) == field.options.empty()) { return reader.refuse("options", "procedure.options", field.field); }
    GX_TRY(field.when_field, reader.text_or_empty("when_field", 40));
    GX_TRY(field.when_values, reader.texts("when_values", 40));
    if (field.when_field.empty() != field.when_values.empty()) { return reader.refuse("when_values", "procedure.options", field.field); }
    GX_TRY(field.source, reader.text_or_empty("source", 60));
    return field;
}

Result<StateLimit> read_limit(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"rule", "by_field", "by_value", "day_field", "focus_halves", "keeps_running", "from_field"}));
    StateLimit limit;
    GX_TRY(limit.rule, reader.text_or_empty("rule", 40));
    GX_TRY(limit.by_field, reader.text_or_empty("by_field", 40));
    GX_TRY(limit.day_field, reader.text_or_empty("day_field", 40));
    GX_TRY(limit.from_field, reader.text_or_empty("from_field", 40));
    GX_TRY(limit.focus_halves, reader.flag_or("focus_halves", false));
    GX_TRY(limit.keeps_running, reader.flag_or("keeps_running", false));
    if (reader.has("by_value")) {
        const Json& by_value = reader.raw("by_value");
        if (!by_value.is_object()) { return reader.refuse("by_value", "json.member_type"); }
        const JsonReader values(by_value, reader.where("by_value"));
        for (const auto& [value, rule] : by_value.as_object()) { GX_TRY(limit.by_value[value], values.text(value, 40)); }
    }
    const int kinds = (limit.rule.empty() ? 0 : 1) + (limit.by_field.empty() ? 0 : 1) + (limit.day_field.empty() ? 0 : 1);
    if (kinds != 1 || limit.by_field.empty() != limit.by_value.empty()) { return Error{ErrorCode::InvalidInput, "procedure.limit", {}, pointer}; }
    return limit;
}

Result<CaseState> read_state(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"id", "name", "public_name", "final", "outcome", "task", "limit", "ladder"}));
    CaseState state;
    GX_TRY(state.id, reader.text("id", 40));
    GX_TRY(state.name, wording(reader, "name"));
    if (reader.has("public_name")) { GX_TRY(state.public_name, wording(reader, "public_name")); }
    GX_TRY(state.final, reader.flag_or("final", false));
    GX_TRY(state.outcome, reader.text_or_empty("outcome", 60));
    if (reader.has("task")) {
        const JsonReader task(reader.raw("task"), reader.where("task"));
        GX_CHECK(task.only({"action", "at"}));
        StateTask made;
        GX_TRY(made.action, task.text("action", 60));
        GX_TRY(const auto at, task.text("at", 20));
        GX_TRY(made.at, coded(kPlaces, task, "at", at));
        state.task = std::move(made);
    }
    if (reader.has("limit")) { GX_TRY(state.limit, read_limit(reader.raw("limit"), reader.where("limit"))); }
    state.ladder = reader.raw("ladder");
    return state;
}

/// "ID", or {document, by_field, by_value, limit}.
Result<StepPrint> read_print(const JsonReader& whole) {
    StepPrint print;
    if (!whole.has("print")) { return print; }
    if (!whole.raw("print").is_object()) {
        GX_TRY(print.document, whole.text("print", 60));
        return print;
    }
    const JsonReader reader(whole.raw("print"), whole.where("print"));
    GX_CHECK(reader.only({"document", "by_field", "by_value", "limit"}));
    GX_TRY(print.document, reader.text("document", 60));
    GX_TRY(print.by_field, reader.text_or_empty("by_field", 40));
    GX_TRY(print.limit, reader.text_or_empty("limit", 40));
    if (reader.has("by_value") != reader.has("by_field")) { return reader.refuse("by_value", "procedure.options", print.document); }
    if (!reader.has("by_value")) { return print; }
    if (!reader.raw("by_value").is_object()) { return reader.refuse("by_value", "json.member_type"); }
    const JsonReader values(reader.raw("by_value"), reader.where("by_value"));
    for (const auto& [value, document] : reader.raw("by_value").as_object()) { GX_TRY(print.by_value[value], values.text(value, 60)); }
    return print;
}

Result<CaseStep> read_step(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"id", "name", "from", "to", "action", "at", "form", "guards", "effects", "source", "clock", "pause_reason", "by_time",
                          "note_asked", "print"}));
    CaseStep step;
    GX_TRY(step.id, reader.text("id", 40));
    GX_TRY(step.name, wording(reader, "name"));
    GX_TRY(step.from, reader.texts("from", 40));
    GX_TRY(step.to, reader.text_or_empty("to", 40));
    GX_TRY(step.action, reader.text("action", 60));
    if (reader.has("at")) {
        GX_TRY(const auto at, reader.text("at", 20));
        GX_TRY(step.at, coded(kPlaces, reader, "at", at));
    }
    GX_TRY(step.form, each_of<FormField>(reader, "form", kFieldsMax, read_field));
    GX_TRY(step.guards, each_of<NamedCall>(reader, "guards", kCallsMax, read_call));
    GX_TRY(step.effects, each_of<NamedCall>(reader, "effects", kCallsMax, read_call));
    GX_TRY(step.source, reader.texts("source", 20));
    step.clock = step.to.empty() ? StepClock::Keep : StepClock::Start;
    if (reader.has("clock")) {
        GX_TRY(const auto clock, reader.text("clock", 20));
        GX_TRY(step.clock, coded(kClocks, reader, "clock", clock));
    }
    GX_TRY(step.pause_reason, reader.text_or_empty("pause_reason", 60));
    GX_TRY(step.by_time, reader.flag_or("by_time", false));
    GX_TRY(step.note_asked, reader.flag_or("note_asked", false));
    GX_TRY(step.print, read_print(reader));
    return step;
}

Result<CaseOpening> read_opening(const JsonReader& whole) {
    const JsonReader reader(whole.raw("opening"), whole.where("opening"));
    GX_CHECK(reader.only({"action", "at", "state", "form", "guards", "effects", "print"}));
    CaseOpening opening;
    GX_TRY(opening.action, reader.text("action", 60));
    GX_TRY(const auto at, reader.text("at", 20));
    GX_TRY(opening.at, coded(kPlaces, reader, "at", at));
    GX_TRY(opening.state, reader.text("state", 40));
    GX_TRY(opening.form, each_of<FormField>(reader, "form", kFieldsMax, read_field));
    GX_TRY(opening.guards, each_of<NamedCall>(reader, "guards", kCallsMax, read_call));
    GX_TRY(opening.effects, each_of<NamedCall>(reader, "effects", kCallsMax, read_call));
    GX_TRY(opening.print, read_print(reader));
    return opening;
}

}  // namespace

std::string_view code_of(CasePlace place) { return code_in(kPlaces, place); }
std::string_view code_of(FieldType type) { return code_in(kTypes, type); }
std::string_view code_of(StepClock clock) { return code_in(kClocks, clock); }

Result<Procedure> read_procedure(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"id", "name", "code_prefix", "source", "in_force", "subject", "subject_required", "confidential", "person", "opening",
                          "states", "steps", "ladder", "note"}));
    Procedure made;
    GX_TRY(made.id, reader.text("id", 40));
    GX_TRY(made.name, wording(reader, "name"));
    GX_TRY(made.code_prefix, reader.text("code_prefix", 8));
    GX_TRY(made.source, reader.texts("source", 20));
    GX_TRY(made.in_force, InForce::from_json(reader.raw("in_force"), reader.where("in_force")));
    GX_TRY(made.subject, reader.text_or_empty("subject", 40));
    GX_TRY(made.subject_required, reader.flag_or("subject_required", false));
    GX_TRY(made.confidential, reader.flag_or("confidential", false));
    GX_TRY(made.person, reader.flag_or("person", false));
    GX_TRY(made.opening, read_opening(reader));
    GX_TRY(made.states, each_of<CaseState>(reader, "states", 40, read_state));
    GX_TRY(made.steps, each_of<CaseStep>(reader, "steps", 80, read_step));
    made.ladder = reader.raw("ladder");
    GX_TRY(made.note, reader.text_or_empty("note"));
    return made;
}

}  // namespace gx::domain
