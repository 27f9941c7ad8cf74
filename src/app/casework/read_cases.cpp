// SPDX-License-Identifier: Apache-2.0
#include "app/casework/read_cases.hpp"

#include "app/casework/case_sight.hpp"
#include "app/casework/case_texts.hpp"
#include "app/casework/issued_documents.hpp"
#include "app/casework/seen_case.hpp"
#include "app/subject/subject_rows.hpp"
#include "domain/casework/engine.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::string_view kType = "case_file";
constexpr std::size_t kChildrenMax = 100;

Error denied() { return {ErrorCode::NotPermitted, "access.denied", std::string(kCaseRead)}; }

CasePage page_of(const CaseQuery& query) {
    CasePage page{.limit = query.page.limit};
    std::string_view sort = query.sort;
    if (sort.starts_with('-')) {
        page.descending = true;
        sort.remove_prefix(1);
    }
    page.order = sort.empty() ? std::string("due_on") : std::string(sort);
    return page;
}

Json clock_json(const domain::CaseFile& file, const domain::DeadlineRules& rules) {
    const domain::CaseClock& clock = file.clock;
    Json json = Json::object();
    json.set("trigger_on", clock.trigger_on.iso()).set("halved", clock.halved).set("provisional", clock.provisional);
    json.set("due_on", clock.due_on ? Json(clock.due_on->iso()) : Json());
    if (const auto rule = clock.rule.empty() ? Result<domain::DeadlineRule>(Error{ErrorCode::NotFound, ""}) : rules.find(clock.rule, clock.trigger_on); rule.ok()) {
        Json source = Json::array();
        for (const std::string& one : rule->source) { source.push(one); }
        json.set("rule", rule->id).set("rule_title", Json::object().set("zh", rule->title.zh).set("en", rule->title.en)).set("source", std::move(source));
    }
    Json pauses = Json::array();
    for (const auto& pause : clock.pauses) {
        Json one = Json::object();
        one.set("from", pause.from.iso()).set("to", pause.to ? Json(pause.to->iso()) : Json()).set("reason", pause.reason);
        pauses.push(std::move(one));
    }
    Json extensions = Json::array();
    for (const auto& extension : clock.extensions) {
        extensions.push(Json::object().set("granted_on", extension.granted_on.iso()).set("amount", std::int64_t{extension.amount}));
    }
    return json.set("pauses", std::move(pauses)).set("extensions", std::move(extensions));
}

Result<Json> steps_json(CaseTexts& texts, const domain::CaseFile& file, const domain::Procedure& procedure) {
    Json list = Json::array();
    const Json& numbers = file.field(kDocumentNumbers);
    for (const domain::StepTaken& taken : file.steps) {
        const domain::CaseStep* step = procedure.step(taken.step);
        Json one = Json::object();
        one.set("step", taken.step).set("from", taken.from.empty() ? Json() : Json(taken.from)).set("to", taken.to).set("on", taken.on.iso());
        if (step != nullptr) { one.set("name", wording_json(step->name)); }
        if (const auto* state = procedure.state(taken.to); state != nullptr) { one.set("to_name", wording_json(state->name)); }
        if (const auto* state = procedure.state(taken.from); state != nullptr) { one.set("from_name", wording_json(state->name)); }
        GX_TRY(Json by, texts.person(taken.by));
        GX_TRY(Json fields, texts.values(procedure, taken.fields));
        one.set("by", std::move(by)).set("fields", std::move(fields)).set("note", taken.note.empty() ? Json() : Json(taken.note));
        one.set("due_was", taken.due_was ? Json(taken.due_was->iso()) : Json()).set("late", taken.due_was && taken.on > *taken.due_was);
        // The route gives the document of the newest taking.
        if (file.last(taken.step) == &taken && numbers.at(taken.step).is_string()) { one.set("document", true).set("document_no", numbers.at(taken.step)); }
        list.push(std::move(one));
    }
    return list;
}

/// The steps that the caller may take now, each with what its form would begin with.
Json may_json(const Actor& actor, const domain::CaseFile& file, const domain::Procedure& procedure) {
    Json list = Json::array();
    if (!file.is_open() || !actor.may(kCaseAct)) { return list; }
    for (const domain::CaseStep* step : procedure.steps_from(file.state)) {
        if (step->by_time || !may_act_at(actor, file, step->action, step->at)) { continue; }
        Json one = step_json(*step);
        Json known = Json::object();
        for (const domain::FormField& field : step->form) {
            if (const Json& value = file.field(field.field); !value.is_null()) { known.set(field.field, value); }
        }
        list.push(one.set("known", std::move(known)));
    }
    return list;
}

/// {type, id, title?} of what the case is about.
Result<Json> subject_json(Reader& reader, const std::string& tenant, const domain::CaseFile& file) {
    if (file.subject_id.empty()) { return Json(); }
    Json json = Json::object();
    json.set("type", file.subject_type).set("id", file.subject_id);
    GX_TRY(const auto row, reader.find(file.subject_type, tenant, file.subject_id));
    if (row) {
        json.set("code", row->key);
        for (const char* member : {"title", "name", "doc_no"}) {
            if (const auto title = row->content.string_at(member)) {
                json.set("title", *title);
                break;
            }
        }
    }
    return json;
}

Result<Json> family_json(const CaseParts& parts, Reader& reader, const SeenCase& seen, const Actor& actor, Json json) {
    const auto reference = [&](const Entity& row, const domain::CaseFile& file) -> Result<Json> {
        GX_TRY(const auto version, parts.procedures.of(reader, actor.tenant, file.procedure, file.law));
        Json one = Json::object();
        one.set("id", row.id).set("code", file.code).set("title", file.title).set("procedure", file.procedure);
        if (const auto* state = version->procedure.state(file.state); state != nullptr) { one.set("state_name", wording_json(state->name)); }
        return one.set("closed_on", file.closed_on ? Json(file.closed_on->iso()) : Json());
    };
    if (!seen.file.parent_id.empty()) {
        GX_TRY(const auto row, reader.find(kType, actor.tenant, seen.file.parent_id));
        if (row) {
            GX_TRY(const auto file, decoded<domain::CaseFile>(*row));
            if (sees(actor, file)) {
                GX_TRY(Json one, reference(*row, file));
                json.set("parent", std::move(one));
            }
        }
    }
    Query query{.tenant = actor.tenant, .where = {{.column = "parent_id", .values = {seen.row.id}}}, .limit = kChildrenMax};
    GX_TRY(const auto rows, reader.list(kType, query));
    Json children = Json::array();
    for (const Entity& row : rows) {
        GX_TRY(const auto file, decoded<domain::CaseFile>(row));
        if (!sees(actor, file)) { continue; }
        GX_TRY(Json one, reference(row, file));
        children.push(std::move(one));
    }
    return json.set("children", std::move(children));
}

}  // namespace

Result<Json> ReadCases::list(const CaseQuery& query, const Actor& actor) {
    if (!actor.may(kCaseRead)) { return denied(); }
    GX_TRY(const std::size_t offset, offset_of(query.page));
    CaseFilter filter{.tenant = actor.tenant, .sight = sight_of(actor), .procedure = query.procedure, .state = query.state};
    filter.body_id = query.body;
    filter.subject_id = query.subject;
    filter.focus = query.focus;
    if (!query.open.empty()) { filter.open = query.open == "true"; }
    CasePage page = page_of(query);
    page.offset = offset;
    std::vector<Entity> rows;
    GX_TRY(const std::int64_t total, parts_.rows.page(filter, page, [&](const Entity& row) -> Result<Done> {
        rows.push_back(row);
        return Done{};
    }));
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(const auto tree, parts_.trees.of(actor.tenant));
    CaseTexts texts(parts_, *reader, actor.tenant, *tree);
    Json items = Json::array();
    for (const Entity& row : rows) {
        GX_TRY(const auto file, decoded<domain::CaseFile>(row));
        GX_TRY(const auto version, parts_.procedures.of(*reader, actor.tenant, file.procedure, file.law));
        GX_TRY(Json one, texts.item(row, file, *version, actor, parts_.clock.today()));
        items.push(std::move(one));
    }
    return offset_list(std::move(items), total, query.page, offset);
}

Result<Json> ReadCases::show(const std::string& id, const Actor& actor) {
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(const auto seen, seen_case(parts_, *reader, id, actor));
    GX_TRY(const auto tree, parts_.trees.of(actor.tenant));
    CaseTexts texts(parts_, *reader, actor.tenant, *tree);
    const domain::Procedure& procedure = seen.version->procedure;
    GX_TRY(Json json, texts.item(seen.row, seen.file, *seen.version, actor, parts_.clock.today()));
    GX_TRY(Json subject, subject_json(*reader, actor.tenant, seen.file));
    GX_TRY(Json fields, texts.values(procedure, Json(Json::Object(seen.file.fields.begin(), seen.file.fields.end()))));
    GX_TRY(Json steps, steps_json(texts, seen.file, procedure));
    json.set("subject", std::move(subject)).set("fields", std::move(fields)).set("steps", std::move(steps));
    json.set("may", may_json(actor, seen.file, procedure)).set("confidential", seen.file.confidential);
    if (seen.file.is_open()) { json.set("clock", clock_json(seen.file, seen.version->rules)); }
    return family_json(parts_, *reader, seen, actor, std::move(json));
}

Result<Json> ReadCases::clock(const std::string& id, const Actor& actor) {
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(const auto seen, seen_case(parts_, *reader, id, actor));
    if (!seen.file.is_open()) { return Error{ErrorCode::StateForbids, "case.closed", seen.file.code}; }
    GX_TRY(const auto explained, domain::explain_clock(seen.file, {seen.version->rules, parts_.law.calendar}));
    Json json = clock_json(seen.file, seen.version->rules);
    const Json days = domain::to_json(explained);
    return json.set("due", days.at("due")).set("missing", days.at("missing")).set("days", days.at("days"));
}

Result<Json> ReadCases::procedures(const Actor& actor) {
    if (!actor.may(kCaseRead)) { return denied(); }
    Json items = Json::array();
    for (const auto& version : parts_.procedures.all()) {
        const domain::Procedure& procedure = version->procedure;
        if (!procedure.in_force.covers(parts_.clock.today())) { continue; }
        Json one = Json::object();
        one.set("id", procedure.id).set("name", wording_json(procedure.name)).set("code_prefix", procedure.code_prefix);
        one.set("subject", procedure.subject.empty() ? Json() : Json(procedure.subject)).set("confidential", procedure.confidential);
        Json source = Json::array();
        for (const std::string& clause : procedure.source) { source.push(clause); }
        one.set("source", std::move(source)).set("may_open", actor.may(kCaseOpen) && actor.may(procedure.opening.action));
        items.push(std::move(one));
    }
    const auto total = static_cast<std::int64_t>(items.as_array().size());
    return Json::object().set("items", std::move(items)).set("total", total);
}

Result<Json> ReadCases::procedure(const std::string& id, const Actor& actor) {
    if (!actor.may(kCaseRead)) { return denied(); }
    GX_TRY(const auto version, parts_.procedures.current(id, parts_.clock.today()));
    return procedure_json(version->procedure);
}

}  // namespace gx::app
