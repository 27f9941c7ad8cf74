// SPDX-License-Identifier: Apache-2.0
#include "app/casework/case_moves.hpp"

#include <algorithm>

#include <fmt/ranges.h>

#include "app/casework/case_sight.hpp"
#include "app/casework/issued_documents.hpp"
#include "app/subject/subject_rows.hpp"
#include "base/text.hpp"
#include "domain/publication/masks.hpp"

namespace gx::app {
namespace {

using base::Date;
using base::Json;

constexpr std::string_view kType = "case_file";
constexpr std::size_t kNoteMax = 2'000;
constexpr int kDigits = 6;
const Json kNoArgs;

bool is_free(domain::FieldType type) {
    return type == domain::FieldType::Text || type == domain::FieldType::LongText || type == domain::FieldType::List;
}

/// Refuses numbers of persons in free text: they would stand in the journal for ever.
Result<Done> check_personal(const std::vector<domain::FormField>& form, const Json& fields) {
    for (const domain::FormField& field : form) {
        const Json& value = fields.at(field.field);
        if (!is_free(field.type) || value.is_null()) { continue; }
        const auto bad = [](const Json& text) { return text.is_string() && domain::personal_value_in(text.as_string()).has_value(); };
        const bool found = value.is_array() ? std::ranges::any_of(value.as_array(), bad) : bad(value);
        if (found) { return Error{ErrorCode::InvalidInput, "case.personal_value", field.field, "/body/fields/" + field.field}; }
    }
    return Done{};
}

Result<Json> entered_fields(const std::vector<domain::FormField>& form, const std::vector<domain::NamedCall>& effects, const Json& entered,
                            const std::map<std::string, Json>& known) {
    for (const std::string& field : filled_by(effects)) {
        if (!entered.at(field).is_null()) { return Error{ErrorCode::InvalidInput, "case.field_by_system", field, "/body/fields/" + field}; }
    }
    const auto asked = asked_of_people(form, effects);
    GX_TRY(Json fields, domain::check_form(asked, entered, known));
    GX_CHECK(check_personal(asked, fields));
    return fields;
}

/// Files hang on a case that is there: none can be asked for before it is.
std::vector<domain::FormField> without_files(std::vector<domain::FormField> form) {
    for (domain::FormField& field : form) {
        if (field.type == domain::FieldType::Documents) { field.required = false; }
    }
    return form;
}

/// "TS-2026-000017": the number after the highest of the year. Two processes at once: the unique key lets one win.
Result<std::string> next_code(Work& work, const std::string& tenant, const std::string& prefix, Date today) {
    const std::string head = fmt::format("{}-{}-", prefix, today.year());
    Query query{.tenant = tenant, .limit = 1};
    query.where.push_back({.column = "key", .compare = Compare::GreaterEqual, .values = {head}});
    query.where.push_back({.column = "key", .compare = Compare::Less, .values = {head + ":"}});  // ':' follows the digits
    query.order.push_back({.column = "key", .descending = true});
    GX_TRY(const auto rows, work.list(kType, query));
    std::int64_t number = 0;
    if (!rows.empty()) {
        for (const char c : std::string_view(rows.front().key).substr(head.size())) {
            if (c < '0' || c > '9') { return Error{ErrorCode::Corrupt, "store.content", rows.front().key}; }
            number = number * 10 + (c - '0');
        }
    }
    return fmt::format("{}{:0{}}", head, number + 1, kDigits);
}

/// A case about a record of a person is about that person and nobody else: README.md rule 6.
Result<Done> take_official_of_record(Work& work, const std::string& tenant, CaseDraft& draft) {
    GX_TRY(auto row, work.find("record", tenant, draft.subject_id));
    if (!row) { GX_TRY(row, work.find_by_key("record", tenant, draft.subject_id)); }
    if (!row) { return Error{ErrorCode::NotFound, "case.subject_unknown", draft.subject_id, "/body/subject"}; }
    const std::string official = row->content.text_or_empty("official_id");
    if (official.empty() || (!draft.official_id.empty() && draft.official_id != official)) {
        return Error{ErrorCode::NotPermitted, "case.not_concerned", row->key, "/body/official"};
    }
    draft.official_id = official;
    return Done{};
}

/// What the case is about, as far as the procedure has such a thing.
Result<Done> find_subject(Work& work, const Actor& actor, const domain::Procedure& procedure, CaseDraft& draft, domain::CaseStart& start) {
    const std::string& tenant = actor.tenant;
    if (procedure.person && procedure.subject == "record" && !draft.subject_id.empty()) { GX_CHECK(take_official_of_record(work, tenant, draft)); }
    if (procedure.person) {
        if (draft.official_id.empty()) { return Error{ErrorCode::InvalidInput, "case.official_missing", {}, "/body/official"}; }
        GX_TRY(const auto official, work.find("official", tenant, draft.official_id));
        if (!official) { return Error{ErrorCode::NotFound, "case.subject_unknown", draft.official_id, "/body/official"}; }
        start.official_id = draft.official_id;
    }
    if (draft.subject_id.empty()) {
        if (procedure.subject_required) { return Error{ErrorCode::InvalidInput, "case.subject_missing", {}, "/body/subject"}; }
        return Done{};
    }
    const std::string type = draft.subject_type.empty() ? procedure.subject : draft.subject_type;
    if (type.empty()) { return Error{ErrorCode::InvalidInput, "case.subject_unfit", procedure.id, "/body/subject"}; }
    GX_TRY(auto row, work.find(type, tenant, draft.subject_id));
    if (!row) { GX_TRY(row, work.find_by_key(type, tenant, draft.subject_id)); }
    if (!row) { return Error{ErrorCode::NotFound, "case.subject_unknown", draft.subject_id, "/body/subject"}; }
    // A record about a person is not there for whoever may not read of persons: no answer tells that there is one.
    const std::string person = type == "record" ? row->content.text_or_empty("official_id") : std::string{};
    if (!person.empty() && person != actor.official_id && !actor.may(kCaseReadPerson)) { return Error{ErrorCode::NotFound, "case.subject_unknown", draft.subject_id, "/body/subject"}; }
    start.subject_type = type;
    start.subject_id = row->id;
    if (!procedure.confidential && !procedure.person) { GX_TRY(start.concerned_id, body_concerned(work, tenant, type, *row)); }
    return Done{};
}

std::string title_of(const domain::Procedure& procedure, const CaseDraft& draft, const std::string& code) {
    // The title stands in to-dos and notices: what a confidential case is about does not.
    if (procedure.confidential || procedure.person) { return procedure.name.zh + " " + code; }
    if (!draft.title.empty()) { return draft.title; }
    const std::string named = draft.fields.text_or_empty("title");
    return named.empty() ? procedure.name.zh + " " + code : named;
}

Result<Done> check_note(const std::string& note) {
    if (base::code_points(note) > kNoteMax) { return Error{ErrorCode::InvalidInput, "case.note_too_long", {}, "/body/note"}; }
    if (domain::personal_value_in(note)) { return Error{ErrorCode::InvalidInput, "case.personal_value", {}, "/body/note"}; }
    return Done{};
}

/// Clauses of a step as a refusal carries them.
std::string joined(const std::vector<std::string>& sources) { return fmt::format("{}", fmt::join(sources, ", ")); }

Error with_basis(Error error, const std::vector<std::string>& sources) {
    if (error.basis.empty() && error.reason.starts_with("case.")) { error.basis = joined(sources); }
    return error;
}

/// The body whose accounts hold one of the roles for the county; of several the one with the smallest code.
Result<std::string> office_by_accounts(Reader& reader, const std::string& tenant, const std::vector<std::string>& roles) {
    std::set<std::string> bodies;
    GX_CHECK(reader.scan("account", tenant, [&](const Entity& row) -> Result<Done> {
        const std::string body = row.content.text_or_empty("body_id");
        if (body.empty() || row.content.text_or_empty("state") != "active" || !row.content.at("grants").is_array()) { return Done{}; }
        for (const Json& grant : row.content.at("grants").as_array()) {
            const bool holds = std::ranges::find(roles, grant.text_or_empty("role")) != roles.end();
            if (holds && grant.at("scope").text_or_empty("kind") == "tenant") { bodies.insert(body); }
        }
        return Done{};
    }));
    std::string best;
    std::string best_code;
    for (const std::string& id : bodies) {
        GX_TRY(const auto body, reader.find("body", tenant, id));
        if (body && (best.empty() || body->key < best_code)) {
            best = id;
            best_code = body->key;
        }
    }
    return best;
}

}  // namespace

Result<std::string> body_concerned(Reader& reader, const std::string& tenant, const std::string& type, const Entity& row) {
    if (type == "body") { return row.id; }
    std::string body = row.content.text_or_empty("body_id");
    if (!body.empty()) { return body; }
    const std::string concerned = row.content.text_or_empty("concerned_id");
    if (!concerned.empty()) { return concerned; }
    const std::string duty = row.content.text_or_empty("obligation_id");
    if (duty.empty()) { return std::string{}; }
    GX_TRY(const auto obligation, reader.find("obligation", tenant, duty));
    return obligation ? obligation->content.text_or_empty("body_id") : std::string{};
}

Result<std::string> county_office(Reader& reader, const std::string& tenant, CountyOffice office) {
    struct Named {
        std::string_view member;
        std::vector<std::string> roles;
    };
    const Named named = office == CountyOffice::Credit         ? Named{"credit_office", {"R1", "R2"}}
                        : office == CountyOffice::Organisation ? Named{"organisation_office", {"R8"}}
                                                               : Named{"discipline_organ", {"R9"}};
    GX_TRY(const auto county, reader.find_by_key("tenant", tenant, tenant));
    if (county && county->content.string_at(named.member)) {
        GX_TRY(const auto body, reader.find_by_key("body", tenant, county->content.text_or_empty(named.member)));
        if (body) { return body->id; }  // a code named beforehand may still wait for its body
    }
    return office_by_accounts(reader, tenant, named.roles);
}

Result<CaseWritten> open_case_in(const CaseParts& parts, Work& work, const Actor& actor, Date today, const ProcedureVersion& version,
                                 CaseDraft draft) {
    const domain::Procedure& procedure = version.procedure;
    const domain::CaseOpening& opening = procedure.opening;
    domain::CaseStart start{.code = draft.code, .law = version.digest, .title = {}, .body_id = draft.body_id, .by = actor.account, .on = today};
    start.parent_id = draft.parent_id;
    start.flags = draft.flags;
    start.sealed = draft.sealed;
    GX_CHECK(find_subject(work, actor, procedure, draft, start));
    if (draft.guarded) {
        GX_TRY(start.fields, entered_fields(without_files(opening.form), opening.effects, draft.fields, {}));
    } else {
        start.fields = draft.fields.is_null() ? Json::object() : draft.fields;
    }
    if (start.code.empty()) { GX_TRY(start.code, next_code(work, actor.tenant, procedure.code_prefix, today)); }
    start.title = title_of(procedure, draft, start.code);
    GX_CHECK(check_note(start.title));
    if (start.body_id.empty()) { GX_TRY(start.body_id, county_office(work, actor.tenant, CountyOffice::Credit)); }
    const Json entered = start.fields;
    const std::string issuer = start.body_id;
    GX_TRY(domain::CaseFile file, domain::begin_case(procedure, std::move(start)));
    CaseWritten written{.id = parts.ids.next_id(), .version = 1, .file = std::move(file), .made = {}};
    if (draft.guarded) {
        const auto done = run_guards(opening.guards, {parts, work, version, written.file, written.id, entered, actor, today, "open", kNoArgs});
        if (!done.ok()) { return with_basis(done.error(), procedure.source); }
    }
    const EffectCall call{parts, work, version, written.file, written.id, entered, actor, today, kNoArgs, written.made};
    GX_CHECK(run_effects(opening.effects, EffectPhase::Fills, call));
    GX_TRY(written.file, domain::start_clock(procedure, std::move(written.file), {version.rules, parts.law.calendar}));
    GX_CHECK(run_effects(opening.effects, EffectPhase::Follows, call));
    GX_CHECK(issue_document(parts, work, actor.tenant, {opening.print, opening.form, entered, issuer, written.id, written.version, today}, written.file));
    GX_CHECK(parts.procedures.keep(work, actor.tenant, version, parts.ids.next_id()));
    GX_CHECK(work.put(first_version(kType, actor.tenant, written.id, written.file.to_json()), "open"));
    return written;
}

Result<CaseWritten> take_step_in(const CaseParts& parts, Work& work, const Actor& actor, Date today, const ProcedureVersion& version,
                                 const Entity& row, const domain::CaseStep& step, std::string note, const Json& fields) {
    GX_TRY(const auto before, decoded<domain::CaseFile>(row));
    if (!before.is_open()) { return Error{ErrorCode::StateForbids, "case.closed", before.code}; }
    if (std::ranges::find(step.from, before.state) == step.from.end()) {
        return Error{ErrorCode::StateForbids, "case.step_not_from_here", step.id + " from " + before.state};
    }
    note = std::string(base::trim(note));
    GX_CHECK(check_note(note));
    // The system and the portal act without words of their own.
    if (step.note_asked && note.empty() && !actor.actions.contains("*")) { return with_basis({ErrorCode::BasisMissing, "case.note_missing", step.id, "/body/note"}, step.source); }
    auto checked = entered_fields(step.form, step.effects, fields, before.fields);
    if (!checked.ok()) { return with_basis(checked.error(), step.source); }
    const Json entered = std::move(checked).value();
    const auto allowed = run_guards(step.guards, {parts, work, version, before, row.id, entered, actor, today, step.id, kNoArgs});
    if (!allowed.ok()) { return with_basis(allowed.error(), step.source); }
    const domain::ClockLaw clock{version.rules, parts.law.calendar};
    GX_TRY(domain::CaseFile file, domain::begin_step(before, step, {.by = actor.account, .on = today, .note = std::move(note), .fields = entered}, clock));
    CaseWritten written{.id = row.id, .version = row.version + 1, .file = std::move(file), .made = {}};
    const EffectCall call{parts, work, version, written.file, row.id, entered, actor, today, kNoArgs, written.made};
    GX_CHECK(run_effects(step.effects, EffectPhase::Fills, call));
    GX_TRY(written.file, domain::finish_step(version.procedure, std::move(written.file), step, clock));
    GX_CHECK(run_effects(step.effects, EffectPhase::Follows, call));
    GX_CHECK(issue_document(parts, work, actor.tenant, {step.print, step.form, entered, before.body_id, row.id, written.version, today}, written.file));
    GX_CHECK(work.put(next_version(row, written.file.to_json()), step.id));
    return written;
}

}  // namespace gx::app
