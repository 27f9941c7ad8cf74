// SPDX-License-Identifier: Apache-2.0
// Effects on the case itself, on where it lies and on cases that follow from it.
#include <algorithm>
#include <array>

#include "app/casework/call_tables.hpp"
#include "app/casework/case_moves.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kFamilyMax = 500;

/// 危害群众利益、损害市场公平交易: half of the days, and first in every list. Source: S-2.3, S-5.5g
Result<Done> set_focus(const EffectCall& call) {
    std::string focus = call.text(call.arg("field"));
    if (const Json& flags = call.args.at("flags"); flags.is_object()) { focus = flags.text_or_empty(focus); }
    call.file.flags.erase("harm_people");
    call.file.flags.erase("harm_market");
    if (focus == "harm_people" || focus == "harm_market") { call.file.flags.insert(focus); }
    return Done{};
}

Result<Done> set_flag(const EffectCall& call) {
    call.file.flags.insert(call.arg("flag"));
    return Done{};
}

Result<Done> clear_flag(const EffectCall& call) {
    call.file.flags.erase(call.arg("flag"));
    return Done{};
}

Result<Done> set_field(const EffectCall& call) {
    const std::string value_field = call.arg("from");
    call.file.fields.insert_or_assign(call.arg("field"), value_field.empty() ? call.args.at("value") : call.file.field(value_field));
    return Done{};
}

/// The day of the step, where a form would have to be believed.
Result<Done> set_day(const EffectCall& call) {
    call.file.fields.insert_or_assign(call.arg("field"), Json(call.today.iso()));
    return Done{};
}

Result<Done> set_official(const EffectCall& call) {
    call.file.official_id = call.text(call.arg("field"));
    return Done{};
}

Result<Done> clear_fields(const EffectCall& call) {
    for (const std::string& field : call.args_list("fields")) { call.file.fields.erase(field); }
    return Done{};
}

/// Hides the case from the body that it is about: S-4.3b; SRC-XFGZTL art. 30.
Result<Done> recuse_subject(const EffectCall& call) {
    domain::CaseFile& file = call.file;
    if (!file.subject_id.empty()) {
        GX_TRY(const auto row, call.work.find(file.subject_type, call.actor.tenant, file.subject_id));
        if (row) { GX_TRY(file.recused_id, body_concerned(call.work, call.actor.tenant, file.subject_type, *row)); }
    }
    file.concerned_id.clear();
    const std::string person = call.text("accused_official");
    file.recused_official_id = person.empty() ? file.official_id : person;
    return Done{};
}

/// From the notice on, whom the case concerns sees it.
Result<Done> admit_subject(const EffectCall& call) {
    domain::CaseFile& file = call.file;
    if (file.concerned_id.empty()) { file.concerned_id = file.recused_id; }
    file.recused_id.clear();
    if (file.recused_official_id == file.official_id) { file.recused_official_id.clear(); }
    return Done{};
}

bool below(const BodyTree& tree, std::string_view body, std::string_view above) {
    const auto chain = tree.upwards(body);
    return std::ranges::find(chain, above) != chain.end();
}

/// The credit office, or the configured last recipient when the office itself, or one above it, is accused: S-4.3b.
Result<std::string> office_for(const EffectCall& call) {
    GX_TRY(const std::string office, county_office(call.work, call.actor.tenant, CountyOffice::Credit));
    if (call.file.recused_id.empty() || office.empty()) { return office; }
    GX_TRY(const auto tree, call.parts.trees.of(call.actor.tenant));
    if (!below(*tree, office, call.file.recused_id)) { return office; }
    GX_TRY(const std::string fallback, county_office(call.work, call.actor.tenant, CountyOffice::Discipline));
    if (fallback.empty() || fallback == call.file.recused_id) { return Error{ErrorCode::Unavailable, "case.no_recipient", call.file.recused_id}; }
    return fallback;
}

/// The body that handled the case before the last change of place.
std::string previous_handler(const domain::CaseFile& file) {
    return file.text("previous_handler");
}

void move_to(domain::CaseFile& file, std::string body) {
    if (file.body_id != body && !file.body_id.empty()) { file.fields.insert_or_assign("previous_handler", Json(file.body_id)); }
    file.body_id = std::move(body);
}

Result<Done> route(const EffectCall& call) {
    const std::string to = call.arg("to");
    std::string body;
    if (to == "credit_office") {
        GX_TRY(body, office_for(call));
    } else if (to == "own") {
        if (!call.actor.seats.empty()) { body = call.actor.seats.front(); }
    } else if (to == "discipline_organ") {
        GX_TRY(body, county_office(call.work, call.actor.tenant, CountyOffice::Discipline));
    } else if (to == "organisation_department") {
        GX_TRY(body, county_office(call.work, call.actor.tenant, CountyOffice::Organisation));
        if (body.empty()) { GX_TRY(body, county_office(call.work, call.actor.tenant, CountyOffice::Discipline)); }
    } else if (to == "opener") {
        GX_TRY(const auto opener, call.work.find_by_key("account", call.actor.tenant, call.file.opened_by));
        if (opener) { body = opener->content.text_or_empty("body_id"); }
    } else if (to == "previous") {
        body = previous_handler(call.file);
    } else if (to == "superior") {
        GX_TRY(const auto tree, call.parts.trees.of(call.actor.tenant));
        const BodyNode* node = tree->find(call.file.recused_id.empty() ? call.file.concerned_id : call.file.recused_id);
        if (node != nullptr) { body = node->parent_id; }
    } else {
        return Error{ErrorCode::Corrupt, "procedure.effect_unknown", "route to " + to};
    }
    if (body.empty()) { GX_TRY(body, office_for(call)); }
    move_to(call.file, std::move(body));
    return Done{};
}

Result<Done> set_handler(const EffectCall& call) {
    move_to(call.file, call.text(call.arg("field")));
    return Done{};
}

/// Fields of this case for the next one: named as they are, or "old:new".
Json copied(const EffectCall& call) {
    Json fields = Json::object();
    for (const std::string& name : call.args_list("copy")) {
        const std::size_t colon = name.find(':');
        const std::string from = name.substr(0, colon);
        const std::string to = colon == std::string::npos ? from : name.substr(colon + 1);
        if (const Json& value = call.file.field(from); !value.is_null()) { fields.set(to, value); }
    }
    const Json& given = call.args.at("fields");
    if (given.is_object()) {
        for (const auto& [name, value] : given.as_object()) { fields.set(name, value); }
    }
    return fields;
}

Result<Done> open_child(const EffectCall& call, const std::string& procedure, Json fields, const std::string& at) {
    GX_TRY(const auto version, call.parts.procedures.current(procedure, call.today));
    CaseDraft draft{.parent_id = call.case_id, .fields = std::move(fields), .guarded = false};
    const std::string about = call.file.recused_id.empty() ? call.file.concerned_id : call.file.recused_id;
    if (version->procedure.subject == "body") {
        draft.subject_id = about;
    } else if (version->procedure.subject == call.file.subject_type) {
        draft.subject_id = call.file.subject_id;
    } else if (version->procedure.subject == "record") {
        draft.subject_id = call.text("record_id");
    }
    if (version->procedure.person) {
        draft.official_id = call.file.official_id.empty() ? call.text(call.arg("official_field")) : call.file.official_id;
        if (draft.official_id.empty()) { return Done{}; }  // nobody was named
    }
    if (at.starts_with("field:")) {
        draft.body_id = call.text(at.substr(6));
    } else if (at != "office" && at != "credit_office") {
        draft.body_id = call.file.body_id;
    }
    draft.flags = call.file.flags;
    draft.flags.erase("supervised");
    GX_TRY(const auto made, open_case_in(call.parts, call.work, call.actor, call.today, *version, std::move(draft)));
    call.made.push_back({"case_file", made.id, made.file.code});
    call.made.insert(call.made.end(), made.made.begin(), made.made.end());
    return Done{};
}

Result<Done> open_case(const EffectCall& call) { return open_child(call, call.arg("procedure"), copied(call), call.arg("at")); }

/// Whether an open child of that procedure is about the body already: drawn and named as well, it is looked at once.
Result<bool> child_is_open(const EffectCall& call, const std::string& procedure, const std::string& body_code) {
    GX_TRY(const auto tree, call.parts.trees.of(call.actor.tenant));
    const BodyNode* body = tree->find_code(body_code);
    if (body == nullptr) { return false; }
    Query query{.tenant = call.actor.tenant, .limit = 1};
    query.where.push_back({.column = "parent_id", .values = {call.case_id}});
    query.where.push_back({.column = "procedure", .values = {procedure}});
    query.where.push_back({.column = "subject_id", .values = {body->id}});
    query.where.push_back({.column = "closed_on", .compare = Compare::IsNull});
    GX_TRY(const auto rows, call.work.list("case_file", query));
    return !rows.empty();
}

/// One child for each body of a list, named by their codes.
Result<Done> open_cases(const EffectCall& call) {
    const Json& bodies = call.file.field(call.arg("bodies_field"));
    if (!bodies.is_array()) { return Done{}; }
    GX_TRY(const auto version, call.parts.procedures.current(call.arg("procedure"), call.today));
    for (const Json& code : bodies.as_array()) {
        GX_TRY(const bool again, child_is_open(call, call.arg("procedure"), code.as_string()));
        if (again) { continue; }
        CaseDraft draft{.subject_type = "body", .subject_id = code.as_string(), .parent_id = call.case_id, .body_id = call.file.body_id};
        draft.fields = copied(call);
        draft.guarded = false;
        GX_TRY(const auto made, open_case_in(call.parts, call.work, call.actor, call.today, *version, std::move(draft)));
        call.made.push_back({"case_file", made.id, made.file.code});
    }
    return Done{};
}

/// Cases that hang below one of these.
Result<std::vector<Entity>> below_cases(const EffectCall& call, const std::vector<std::string>& parents) {
    Query query{.tenant = call.actor.tenant, .limit = kFamilyMax};
    query.where.push_back({.column = "parent_id", .compare = Compare::In});
    for (const std::string& id : parents) { query.where.back().values.emplace_back(id); }
    return call.work.list("case_file", query);
}

/// Whether this case, one below it or the one that it hangs below has made such a clue already, and it is still open.
Result<bool> clue_is_open(const EffectCall& call, const std::string& cat) {
    std::vector<std::string> family{call.case_id};
    GX_TRY(const auto own, below_cases(call, family));
    for (const Entity& row : own) { family.push_back(row.id); }
    if (!call.file.parent_id.empty()) { family.push_back(call.file.parent_id); }
    GX_TRY(const auto rows, below_cases(call, family));
    return std::ranges::any_of(rows, [&](const Entity& row) {
        const bool open = row.content.at("closed_on").is_null() && row.content.text_or_empty("procedure").starts_with("record");
        return open && row.content.at("fields").text_or_empty("cat") == cat;
    });
}

/// A clue for a record of that type, from what this case found. Source: S-5.2c, S-5.5c
Result<Done> open_record_clue(const EffectCall& call) {
    Json fields = copied(call);
    const std::string cat = call.arg("cat");
    if (!cat.empty() && call.parts.law.record_type(cat, call.today).ok()) { fields.set("cat", cat); }
    if (fields.at("facts").is_null()) { fields.set("facts", call.text("findings").empty() ? call.file.code : call.text("findings")); }
    if (!call.arg("clue_source").empty()) { fields.set("clue_source", call.arg("clue_source")); }
    GX_TRY(const bool again, clue_is_open(call, fields.text_or_empty("cat")));
    if (again) { return Done{}; }
    const bool person = !call.file.official_id.empty();
    return open_child(call, person ? "record_person" : "record", std::move(fields), std::string{});
}

constexpr std::array kEffects{
    EffectEntry{.name = "set_focus", .run = set_focus, .fills = true, .args = "field flags", .required = "field"},
    EffectEntry{.name = "set_flag", .run = set_flag, .args = "flag", .required = "flag"},
    EffectEntry{.name = "clear_flag", .run = clear_flag, .args = "flag", .required = "flag"},
    EffectEntry{.name = "set_field", .run = set_field, .fills = true, .field_arg = "field", .args = "field value from", .required = "field"},
    EffectEntry{.name = "set_day", .run = set_day, .fills = true, .field_arg = "field", .args = "field", .required = "field"},
    EffectEntry{.name = "clear_fields", .run = clear_fields, .fills = true, .args = "fields", .required = "fields"},
    EffectEntry{.name = "set_official", .run = set_official, .fills = true, .args = "field", .required = "field"},
    EffectEntry{.name = "recuse_subject", .run = recuse_subject, .fills = true, .args = "", .required = ""},
    EffectEntry{.name = "admit_subject", .run = admit_subject, .fills = true, .args = "", .required = ""},
    EffectEntry{.name = "route", .run = route, .fills = true, .args = "to", .required = "to"},
    EffectEntry{.name = "set_handler", .run = set_handler, .fills = true, .args = "field", .required = "field"},
    EffectEntry{.name = "open_case", .run = open_case, .args = "procedure at copy fields official_field", .required = "procedure"},
    EffectEntry{.name = "open_cases", .run = open_cases, .args = "procedure bodies_field copy fields", .required = "procedure bodies_field"},
    EffectEntry{.name = "open_record_clue", .run = open_record_clue, .args = "cat clue_source copy fields", .required = ""}};

}  // namespace

std::span<const EffectEntry> case_effects() { return kEffects; }

}  // namespace gx::app
