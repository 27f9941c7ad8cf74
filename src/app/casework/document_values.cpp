// SPDX-License-Identifier: Apache-2.0
#include "app/casework/document_values.hpp"

#include <algorithm>
#include <array>

#include "app/casework/case_moves.hpp"
#include "app/casework/issued_documents.hpp"
#include "app/documents/document_names.hpp"
#include "domain/calendar/deadline.hpp"
#include "domain/casework/engine.hpp"

namespace gx::app {
namespace {

using base::Date;
using base::Json;
using domain::FieldType;

// ---- values of fields ----

/// A field of the case as a value of a document's form; null when it has none or another form.
Result<Json> field_as(const DocumentCase& at, std::string_view name, DocumentValue form) {
    const domain::FormField* field = at.version.procedure.field(name);
    const Json& value = at.file.field(name);
    if (field == nullptr || value.is_null()) { return Json(); }
    switch (form) {
        case DocumentValue::Text: {
            if (field->type == FieldType::Documents || field->type == FieldType::Clauses) { return Json(); }
            GX_TRY(auto text, at.texts.shown(*field, value));
            return text.empty() ? Json() : Json(std::move(text));
        }
        case DocumentValue::Day: return field->type == FieldType::Day ? value : Json();
        case DocumentValue::Clauses: return field->type == FieldType::Clauses ? value : Json();
        case DocumentValue::List: return field->type == FieldType::List ? value : Json();
        case DocumentValue::Number: return Json();
    }
    return Json();
}

/// The first of the fields that this step entered, or else the first that the case knows.
Result<Json> first_text(const DocumentCase& at, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
        if (!at.taken().fields.at(name).is_null()) { return field_as(at, name, DocumentValue::Text); }
    }
    for (const std::string_view name : names) {
        GX_TRY(Json found, field_as(at, name, DocumentValue::Text));
        if (!found.is_null()) { return found; }
    }
    return Json();
}

/// "名称：值" of each field that has one.
Result<Json> lines(const DocumentCase& at, const std::vector<std::string>& names) {
    Json list = Json::array();
    for (const std::string& name : names) {
        GX_TRY(const Json text, field_as(at, name, DocumentValue::Text));
        if (text.is_string()) { list.push(at.version.procedure.field(name)->name.zh + "：" + text.as_string()); }
    }
    return list;
}

// ---- bodies and persons ----

Json body_name(const DocumentCase& at, const std::string& id) {
    const BodyNode* node = at.tree.find(id);
    return node == nullptr ? Json() : Json(node->name);
}

Result<std::optional<Entity>> subject_row(const DocumentCase& at) {
    if (at.file.subject_id.empty()) { return std::optional<Entity>{}; }
    return at.reader.find(at.file.subject_type, at.tenant, at.file.subject_id);
}

Result<Json> record_member(const DocumentCase& at, std::string_view member) {
    if (at.file.subject_type != "record") { return Json(); }
    GX_TRY(const auto row, subject_row(at));
    return row ? row->content.at(member) : Json();
}

/// The body, or the person by post and staff number.
Result<Json> concerned(const DocumentCase& at) {
    if (!at.file.official_id.empty()) {
        GX_TRY(const auto official, at.reader.find("official", at.tenant, at.file.official_id));
        const std::string number = official ? official->key : at.file.official_id;
        const std::string post = at.file.text("post");
        return Json(post.empty() ? "工号" + number + "的工作人员" : post + "（工号" + number + "）");
    }
    if (!at.file.concerned_id.empty()) { return body_name(at, at.file.concerned_id); }
    GX_TRY(const auto row, subject_row(at));
    if (!row) { return Json(); }
    GX_TRY(const std::string body, body_concerned(at.reader, at.tenant, at.file.subject_type, *row));
    return body_name(at, body);
}

Result<Json> applicant(const DocumentCase& at) {
    if (at.file.confidential) { return Json("投诉举报人"); }  // who it was stays sealed
    return concerned(at);
}

Result<Json> you(const DocumentCase& at) { return Json(at.file.official_id.empty() ? "你单位" : "你"); }
Result<Json> issuer(const DocumentCase& at) { return body_name(at, at.issuer); }
Result<Json> organ(const DocumentCase& at) { return body_name(at, at.file.text("target")); }

Result<Json> short_name(const DocumentCase& at) {
    GX_TRY(auto name, number_name(at.reader, at.tenant, at.issuer));
    return Json(std::move(name));
}

// ---- limits ----

std::string in_words(const domain::DeadlineRule& rule) {
    switch (rule.unit) {
        case domain::DeadlineUnit::WorkingDays: return fmt::format("{}个工作日", rule.amount);
        case domain::DeadlineUnit::CalendarDays: return fmt::format("{}日", rule.amount);
        case domain::DeadlineUnit::Months: return fmt::format("{}个月", rule.amount);
        case domain::DeadlineUnit::Years: return fmt::format("{}年", rule.amount);
        case domain::DeadlineUnit::FixedDate:
        case domain::DeadlineUnit::SetByDocument: return {};
    }
    return {};
}

const domain::StepPrint& print_of(const DocumentCase& at) {
    const domain::CaseStep* step = at.version.procedure.step(at.taken().step);
    return step == nullptr ? at.version.procedure.opening.print : step->print;
}

/// The clock that the document tells of: that of the state it names, or the one that runs. Without a due day when that is still to begin.
domain::CaseClock told_clock(const DocumentCase& at) {
    const domain::CaseState* state = at.version.procedure.state(print_of(at).limit);
    if (state == nullptr || !state->limit) { return at.file.clock; }
    const domain::StateLimit& limit = *state->limit;
    domain::CaseClock clock{.trigger_on = at.taken().on};
    const auto value = limit.by_value.find(at.file.text(limit.by_field));
    clock.rule = limit.by_field.empty() ? limit.rule : value == limit.by_value.end() ? std::string{} : value->second;
    clock.halved = limit.focus_halves && at.file.has_focus();
    bool begins = true;
    if (!limit.from_field.empty()) {
        const auto day = Date::parse(at.file.text(limit.from_field));
        begins = day.ok();
        if (begins) { clock.trigger_on = *day; }
    }
    const auto rule = domain::rule_of(clock, at.version.rules);
    if (!rule.ok() || !begins) { return clock; }
    const auto computed = domain::compute_deadline(*rule, clock.trigger_on, {}, {}, at.parts.law.calendar);
    if (computed.ok()) { clock.due_on = computed->due; }
    return clock;
}

Result<Json> limit_words(const DocumentCase& at) {
    const auto rule = domain::rule_of(told_clock(at), at.version.rules);
    if (!rule.ok()) { return Json(); }
    const std::string words = in_words(*rule);
    return words.empty() ? Json() : Json(words);
}

Result<Json> due_on(const DocumentCase& at) {
    const auto clock = told_clock(at);
    return clock.due_on ? Json(clock.due_on->iso()) : Json();
}

// ---- what was done and found ----

Result<Json> facts(const DocumentCase& at) {
    if (at.file.confidential) { return first_text(at, {"reason"}); }
    return first_text(at, {"problem", "restoration", "findings", "verification", "report", "reason"});
}

Result<Json> reason(const DocumentCase& at) { return first_text(at, {"decision_reason", "refusal_ground"}); }

Result<Json> basis(const DocumentCase& at) {
    const domain::CaseStep* step = at.version.procedure.step(at.taken().step);
    Json list = Json::array();
    for (const std::string& clause : step == nullptr ? at.version.procedure.source : step->source) { list.push(clause); }
    return list;
}

/// The newest step with an effect of one of these names that was not passed over; null when there is none.
const domain::StepTaken* newest_with(const DocumentCase& at, std::initializer_list<std::string_view> effects, std::string_view field = {}) {
    for (auto taken = at.file.steps.rbegin(); taken != at.file.steps.rend(); ++taken) {
        const domain::CaseStep* step = at.version.procedure.step(taken->step);
        if (step == nullptr) { continue; }
        for (const domain::NamedCall& call : step->effects) {
            if (std::ranges::find(effects, call.name) == effects.end() || (!field.empty() && call.args.text_or_empty("field") != field)) { continue; }
            const Json& values = call.args.at("when_values");
            const std::string held = at.file.text(call.args.text_or_empty("when_field"));
            if (!values.is_array() || std::ranges::find(values.as_array(), Json(held)) != values.as_array().end()) { return &*taken; }
        }
    }
    return nullptr;
}

/// A decision that the system notes has the name of the step that made it.
Result<Json> decision(const DocumentCase& at) {
    const domain::StepTaken* taken = newest_with(at, {"set_field"}, "decision");
    return taken == nullptr ? Json() : Json(at.version.procedure.step(taken->step)->name.zh);
}

Result<Json> withdrawn_on(const DocumentCase& at) {
    const domain::StepTaken* taken = newest_with(at, {"repair_record", "revoke_record"});
    return taken == nullptr ? Json() : Json(taken->on.iso());
}

Result<Json> corrections(const DocumentCase& at) {
    std::vector<std::string> names;
    for (const auto& [name, value] : at.file.fields) {
        if (name.starts_with("new_")) { names.push_back(name); }
    }
    return lines(at, names);
}

Result<Json> conditions(const DocumentCase& at) { return lines(at, {"corrected", "duties_done", "training_hours"}); }

Result<Json> measures(const DocumentCase& at) {
    GX_TRY(Json kind, field_as(at, "kind", DocumentValue::Text));
    return kind.is_null() ? Json() : Json::array().push(std::move(kind));
}

Result<Json> severity(const DocumentCase& at) {
    const domain::FormField* field = at.version.procedure.field("severity");
    const Json& proposed = at.file.field("severity_proposed");
    if (field == nullptr || proposed.is_null()) { return Json(); }
    GX_TRY(auto words, at.texts.shown(*field, proposed));
    return Json(std::move(words));
}

Result<Json> record_type(const DocumentCase& at) {
    GX_TRY(Json words, field_as(at, "cat", DocumentValue::Text));
    if (!words.is_null()) { return words; }
    GX_TRY(const Json cat, record_member(at, "cat"));
    if (!cat.is_string()) { return Json(); }
    const auto type = at.parts.law.record_type(cat.as_string(), at.taken().on);
    return type.ok() ? Json((*type)->title.zh) : cat;
}

Result<Json> matter(const DocumentCase& at) {
    GX_TRY(Json words, record_type(at));
    if (words.is_string()) { return Json("“" + words.as_string() + "”责任追究事项"); }
    return Json(at.file.title);
}

Result<Json> materials(const DocumentCase& at) {
    const Json& documents = at.file.field("documents");
    if (!documents.is_array() || documents.as_array().empty()) { return Json(); }
    return Json::array().push(fmt::format("移送材料（共{}份）", documents.as_array().size()));
}

Result<Json> period(const DocumentCase& at) {
    const Json& year = at.file.field("year");
    return Json(fmt::format("{}年度", year.is_int() ? year.as_int() : std::int64_t{at.file.opened_on.year()}));
}

Result<Json> scheme(const DocumentCase& at) {
    const auto known = at.parts.law.scheme(at.file.text("scheme"));
    return known.ok() ? Json((*known)->title.zh) : Json();
}

Result<Json> filed_on(const DocumentCase& at) {
    const std::string received = at.file.text("received_on");
    return Json(received.empty() ? at.file.opened_on.iso() : received);
}

template <const char* kField, DocumentValue kForm>
Result<Json> from(const DocumentCase& at) {
    return field_as(at, kField, kForm);
}
constexpr char kServedOn[] = "served_on";
constexpr char kVisitOn[] = "visit_on";
constexpr char kStartsOn[] = "starts_on";
constexpr char kEndsOn[] = "ends_on";
constexpr char kLockOn[] = "lock_on";
constexpr char kEvaluation[] = "evaluation";
constexpr char kChecklist[] = "checklist";

Result<Json> day_of_step(const DocumentCase& at) { return Json(at.taken().on.iso()); }
Result<Json> year_of_step(const DocumentCase& at) { return Json(std::int64_t{at.taken().on.year()}); }
Result<Json> running(const DocumentCase& at) { return Json(at.number); }
Result<Json> case_code(const DocumentCase& at) { return Json(at.file.code); }
Result<Json> record_code(const DocumentCase& at) { return record_member(at, "code"); }
Result<Json> record_doc_no(const DocumentCase& at) { return record_member(at, "doc_no"); }
Result<Json> decided_on(const DocumentCase& at) { return record_member(at, "decided_on"); }

/// Where a value comes from when no field has its name. `over`: also when one has, since the field means something else there.
struct Derived {
    std::string_view name;
    Result<Json> (*find)(const DocumentCase&);
    bool over = false;
};

constexpr std::array kDerived = {
    Derived{"appeal_days", limit_words},
    Derived{"applicant", applicant},
    Derived{"basis", basis},
    Derived{"body", concerned},
    Derived{"case_code", case_code},
    Derived{"conditions", conditions},
    Derived{"corrections", corrections},
    Derived{"cutoff", from<kLockOn, DocumentValue::Day>},
    Derived{"date", day_of_step, true},
    Derived{"decided_on", decided_on},
    Derived{"decision", decision},
    Derived{"defence_days", limit_words},
    Derived{"due_days", limit_words},
    Derived{"due_on", due_on},
    Derived{"evaluation_no", from<kEvaluation, DocumentValue::Text>},
    Derived{"facts", facts},
    Derived{"filed_on", filed_on},
    Derived{"inspection_content", from<kChecklist, DocumentValue::List>},
    Derived{"inspection_from", from<kVisitOn, DocumentValue::Day>},
    Derived{"limit_days", limit_words},
    Derived{"materials", materials},
    Derived{"matter", matter},
    Derived{"measure_from", from<kStartsOn, DocumentValue::Day>},
    Derived{"measure_to", from<kEndsOn, DocumentValue::Day>},
    Derived{"measures", measures},
    Derived{"notice_on", from<kServedOn, DocumentValue::Day>},
    Derived{"number", running, true},
    Derived{"org", issuer, true},
    Derived{"org_short", short_name, true},
    Derived{"organ", organ},
    Derived{"period", period},
    Derived{"reason", reason},
    Derived{"record_code", record_code},
    Derived{"record_doc_no", record_doc_no},
    Derived{"record_type", record_type},
    Derived{"scheme", scheme, true},
    Derived{"severity", severity},
    Derived{"withdrawn_on", withdrawn_on},
    Derived{"year", year_of_step, true},
    Derived{"you", you, true},
};

/// The field of that name, where it may be printed as it stands.
Result<Json> own_value(const DocumentCase& at, const domain::FormField& field, DocumentValue form) {
    if (field.field == "team") { return Json(); }  // names of people
    if (field.field == "decision" && field.type == FieldType::Text) { return Json(); }  // the system's code for it
    return field_as(at, field.field, form);
}

}  // namespace

Result<Json> document_values(const DocumentCase& document) {
    Json values = Json::object();
    for (const auto& [name, value] : document.file.fields) {
        const domain::FormField* field = document.version.procedure.field(name);
        const DocumentValue* form = document_value(name);
        if (field == nullptr || form == nullptr) { continue; }
        GX_TRY(Json own, own_value(document, *field, *form));
        if (!own.is_null()) { values.set(name, std::move(own)); }
    }
    for (const Derived& one : kDerived) {
        if (!one.over && !values.at(one.name).is_null()) { continue; }
        GX_TRY(Json found, one.find(document));
        values.set(std::string(one.name), std::move(found));
    }
    return values;
}

}  // namespace gx::app
