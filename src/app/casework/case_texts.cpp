// SPDX-License-Identifier: Apache-2.0
#include "app/casework/case_texts.hpp"

#include <algorithm>

#include "app/casework/calls.hpp"
#include "app/casework/case_sight.hpp"
#include "app/law/case_todos.hpp"
#include "app/staff/staff_rows.hpp"

namespace gx::app {

using base::Date;
using base::Json;

namespace {

Json texts_json(const std::vector<std::string>& texts) {
    Json list = Json::array();
    for (const std::string& text : texts) { list.push(text); }
    return list;
}

Json or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json limit_json(const domain::StateLimit& limit) {
    Json json = Json::object();
    json.set("rule", or_null(limit.rule)).set("by_field", or_null(limit.by_field)).set("day_field", or_null(limit.day_field));
    if (!limit.by_value.empty()) {
        Json values = Json::object();
        for (const auto& [value, rule] : limit.by_value) { values.set(value, rule); }
        json.set("by_value", std::move(values));
    }
    if (limit.focus_halves) { json.set("focus_halves", true); }
    return json;
}

Json state_json(const domain::CaseState& state) {
    Json json = Json::object();
    json.set("id", state.id).set("name", wording_json(state.name)).set("final", state.final).set("outcome", or_null(state.outcome));
    if (!state.public_name.zh.empty()) { json.set("public_name", wording_json(state.public_name)); }
    if (state.limit) { json.set("limit", limit_json(*state.limit)); }
    if (state.task) { json.set("task", Json::object().set("action", state.task->action).set("at", std::string(code_of(state.task->at)))); }
    return json;
}

/// Yuan with two places of an amount in fen.
std::string yuan(std::int64_t fen) { return fmt::format("{}.{:02} 元", fen / 100, fen % 100); }

}  // namespace

Json wording_json(const domain::Wording& words) { return Json::object().set("zh", words.zh).set("en", words.en); }

Json form_json(const std::vector<domain::FormField>& form) {
    Json list = Json::array();
    for (const domain::FormField& field : form) {
        Json one = Json::object();
        one.set("field", field.field).set("name", wording_json(field.name)).set("type", std::string(code_of(field.type)));
        one.set("required", field.required).set("source", or_null(field.source));
        if (field.max > 0) { one.set("max", field.max); }
        if (!field.when_field.empty()) { one.set("when_field", field.when_field).set("when_values", texts_json(field.when_values)); }
        if (!field.options.empty()) {
            Json options = Json::array();
            for (const auto& option : field.options) { options.push(Json::object().set("value", option.value).set("name", wording_json(option.name))); }
            one.set("options", std::move(options));
        }
        list.push(std::move(one));
    }
    return list;
}

Json step_json(const domain::CaseStep& step) {
    Json json = Json::object();
    json.set("id", step.id).set("name", wording_json(step.name)).set("from", texts_json(step.from)).set("to", or_null(step.to));
    json.set("action", step.action).set("at", std::string(code_of(step.at))).set("form", form_json(asked_of_people(step.form, step.effects)));
    json.set("source", texts_json(step.source)).set("clock", std::string(code_of(step.clock))).set("by_time", step.by_time);
    return json.set("note_asked", step.note_asked).set("print", or_null(step.print.document));
}

Json procedure_json(const domain::Procedure& procedure) {
    Json json = Json::object();
    json.set("id", procedure.id).set("name", wording_json(procedure.name)).set("code_prefix", procedure.code_prefix);
    json.set("source", texts_json(procedure.source)).set("subject", or_null(procedure.subject));
    json.set("subject_required", procedure.subject_required).set("confidential", procedure.confidential).set("person", procedure.person);
    Json opening = Json::object();
    opening.set("state", procedure.opening.state).set("form", form_json(asked_of_people(procedure.opening.form, procedure.opening.effects)));
    opening.set("action", procedure.opening.action).set("at", std::string(code_of(procedure.opening.at)));
    json.set("opening", std::move(opening)).set("note", or_null(procedure.note));
    Json states = Json::array();
    for (const domain::CaseState& state : procedure.states) { states.push(state_json(state)); }
    Json steps = Json::array();
    for (const domain::CaseStep& step : procedure.steps) { steps.push(step_json(step)); }
    return json.set("states", std::move(states)).set("steps", std::move(steps));
}

Json CaseTexts::body(const std::string& id) const { return id.empty() ? Json() : body_reference(tree_, id); }

Result<Json> CaseTexts::person(const std::string& account) {
    if (const auto known = people_.find(account); known != people_.end()) { return known->second; }
    Json json = Json::object();
    json.set("account", account);
    GX_TRY(const auto row, reader_.find_by_key("account", tenant_, account));
    if (row) { json.set("body", body(row->content.text_or_empty("body_id"))); }
    people_.emplace(account, json);
    return json;
}

Result<std::string> CaseTexts::official(const std::string& id) {
    // Never the name: a case is no way around the file's own rules.
    GX_TRY(const auto row, reader_.find("official", tenant_, id));
    return row ? row->key : id;
}

Result<std::string> CaseTexts::shown(const domain::FormField& field, const Json& value) {
    using domain::FieldType;
    if (field.type == FieldType::Choice && value.is_string()) {
        const auto option = std::ranges::find(field.options, value.as_string(), &domain::FormField::Option::value);
        return option == field.options.end() ? value.as_string() : option->name.zh;
    }
    if (field.type == FieldType::Money && value.is_int()) { return yuan(value.as_int()); }
    if (field.type == FieldType::Flag && value.is_bool()) { return std::string(value.as_bool() ? "是" : "否"); }
    if (field.type == FieldType::Body && value.is_string()) {
        const BodyNode* node = tree_.find(value.as_string());
        return node == nullptr ? value.as_string() : node->name;
    }
    if (field.type == FieldType::Official && value.is_string()) { return official(value.as_string()); }
    if (value.is_string()) { return value.as_string(); }
    if (value.is_int()) { return std::to_string(value.as_int()); }
    if (value.is_bool()) { return std::string(value.as_bool() ? "是" : "否"); }
    std::string line;
    if (value.is_array()) {
        for (const Json& one : value.as_array()) {
            if (!one.is_string()) { continue; }
            line += (line.empty() ? "" : "；") + one.as_string();
        }
    }
    return line;
}

Result<Json> CaseTexts::values(const domain::Procedure& procedure, const Json& fields) {
    Json list = Json::array();
    if (!fields.is_object()) { return list; }
    for (const auto& [name, value] : fields.as_object()) {
        const domain::FormField* field = procedure.field(name);
        if (field == nullptr) { continue; }  // what effects noted for themselves
        Json one = Json::object();
        one.set("field", name).set("name", wording_json(field->name)).set("type", std::string(code_of(field->type))).set("value", value);
        GX_TRY(auto text, shown(*field, value));
        one.set("shown", std::move(text));
        list.push(std::move(one));
    }
    return list;
}

Result<Json> CaseTexts::item(const Entity& row, const domain::CaseFile& file, const ProcedureVersion& version, const Actor& actor, Date today) {
    const domain::Procedure& procedure = version.procedure;
    const domain::CaseState* state = procedure.state(file.state);
    Json json = Json::object();
    json.set("id", row.id).set("version", row.version).set("code", file.code).set("procedure", file.procedure);
    json.set("procedure_name", wording_json(procedure.name)).set("state", file.state).set("title", file.title);
    if (state != nullptr) { json.set("state_name", wording_json(state->name)); }
    json.set("body", body(file.body_id)).set("concerned", body(file.concerned_id)).set("opened_on", file.opened_on.iso());
    json.set("entered_on", file.entered_on.iso()).set("outcome", or_null(file.outcome));
    json.set("closed_on", file.closed_on ? Json(file.closed_on->iso()) : Json());
    json.set("due_provisional", file.clock.provisional);
    const bool paused = !file.clock.pauses.empty() && !file.clock.pauses.back().to;
    json.set("paused", paused);
    TodoLight light = TodoLight::Grey;
    if (file.clock.due_on) {
        const auto left = parts_.days.left(today, *file.clock.due_on);
        json.set("due_on", file.clock.due_on->iso()).set("left_days", std::int64_t{left.days});
        const TodoKind* kind = parts_.law.todo_kind(case_todo_id(file.procedure, file.state));
        if (kind != nullptr && !file.clock.provisional) { light = kind->light(left); }
    }
    json.set("light", std::string(to_string(light)));
    json.set("flags", texts_json({file.flags.begin(), file.flags.end()}));
    const bool mine = file.is_open() && state != nullptr && state->task && may_act_at(actor, file, state->task->action, state->task->at);
    return json.set("mine", mine);
}

}  // namespace gx::app
