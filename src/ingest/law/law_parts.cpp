// SPDX-License-Identifier: Apache-2.0
#include "ingest/law/law_parts.hpp"

#include "app/law/case_todos.hpp"

namespace gx::ingest {
namespace {

using base::Json;
using base::Result;

template <class T>
void keep(Result<T> value, const ParsedFile& file, std::string pointer, std::vector<Placed<T>>& out,
          Findings& findings) {
    if (value.ok()) {
        out.push_back({std::move(value).value(), {&file, std::move(pointer)}});
    } else {
        findings.add(file, value.error());
    }
}

/// Each element of the file's list `member`.
template <class T, class Read>
void keep_each(const ParsedFile& file, std::string_view member, const Read& read, std::vector<Placed<T>>& out,
               Findings& findings) {
    const Json& list = file.document.json.at(member);
    if (!list.is_array()) { return; }  // its schema has said so
    for (std::size_t i = 0; i < list.as_array().size(); ++i) {
        std::string pointer = "/" + std::string{member} + "/" + std::to_string(i);
        keep(read(list.as_array()[i], pointer), file, pointer, out, findings);
    }
}

/// The folder "obligation_kinds": a kind a file, and two lists beside them.
void read_obligation_file(const ParsedFile& file, Parts& parts, Findings& findings) {
    const Json& json = file.document.json;
    if (!json.at("excuses").is_null()) {
        keep_each(file, "excuses", domain::Excuse::from_json, parts.excuses, findings);
    } else if (json.at("late_interest").is_array()) {
        keep_each(file, "late_interest", domain::LateInterestRule::from_json, parts.late_interest, findings);
    } else {
        keep(domain::ObligationKind::from_json(json), file, "", parts.kinds, findings);
    }
}

/// The folder "warnings": facts and rules, each with its place.
void read_warning_file(const ParsedFile& file, Parts& parts, Findings& findings) {
    auto rules = domain::warning::WarningRules::from_json(file.document.json);
    if (!rules.ok()) {
        findings.add(file, rules.error());
        return;
    }
    for (auto& fact : rules->facts) {
        std::string at = fact.at;
        parts.warning_facts.push_back({std::move(fact), {&file, std::move(at)}});
    }
    for (auto& rule : rules->rules) {
        std::string at = rule.at;
        parts.warning_rules.push_back({std::move(rule), {&file, std::move(at)}});
    }
}

/// A procedure, and a kind of to-do for each of its states that waits for somebody.
void read_procedure(const ParsedFile& file, Parts& parts, Findings& findings) {
    auto procedure = domain::Procedure::from_json(file.document.json);
    if (!procedure.ok()) {
        findings.add(file, procedure.error());
        return;
    }
    for (std::size_t i = 0; i < procedure->states.size(); ++i) {
        if (!procedure->states[i].task) { continue; }
        const std::string pointer = fmt::format("/states/{}", i);
        keep(app::case_todo_kind(*procedure, procedure->states[i]), file, pointer, parts.todo_kinds, findings);
    }
    parts.procedures.push_back({std::move(procedure).value(), {&file, ""}});
}

}  // namespace

void read_parts(const ParsedFile& file, Parts& parts, Findings& findings) {
    const Json& json = file.document.json;
    const std::string& folder = file.folder;
    if (folder == "sources" || (folder == "deadlines" && !json.at("sources").is_null())) {
        keep_each(file, "sources", domain::Source::from_json, parts.sources, findings);
    } else if (folder == "deadlines") {
        keep_each(file, "deadlines", domain::DeadlineRule::from_json, parts.deadlines, findings);
    } else if (folder == "plan") {
        keep(domain::Plan::from_json(json), file, "", parts.plans, findings);
    } else if (folder == "calendars") {
        keep(domain::CalendarYear::from_json(json), file, "", parts.years, findings);
    } else if (folder == "records" && !json.at("cells").is_null()) {
        keep(domain::SeverityMatrix::from_json(json), file, "", parts.severity, findings);
    } else if (folder == "records") {
        keep_each(file, "records", domain::RecordType::from_json, parts.record_types, findings);
    } else if (folder == "measures") {
        keep_each(file, "measures", domain::MeasureType::from_json, parts.measures, findings);
    } else if (folder == "public_fields") {
        keep(domain::PublicFields::from_json(json), file, "", parts.public_fields, findings);
    } else if (folder == "fields") {
        keep(app::FieldClasses::from_json(json), file, "", parts.fields, findings);
    } else if (folder == "roles") {
        keep_each(file, "roles", app::Role::from_json, parts.roles, findings);
    } else if (folder == "obligation_kinds") {
        read_obligation_file(file, parts, findings);
    } else if (folder == "schemes") {
        keep(domain::evaluation::Scheme::from_json(json), file, "", parts.schemes, findings);
    } else if (folder == "warnings") {
        read_warning_file(file, parts, findings);
    } else if (folder == "procedures") {
        read_procedure(file, parts, findings);
    } else if (folder == "todos") {
        keep(app::TodoKind::from_json(json), file, "", parts.todo_kinds, findings);
    } else if (folder == "notices") {
        keep_each(file, "notices", app::NoticeText::from_json, parts.notice_texts, findings);
    } else if (folder == "documents") {
        keep(app::DocumentTemplate::from_json(json), file, "", parts.documents, findings);
    } else if (folder == "imports" && !json.at("kind").is_null()) {  // labels.yaml is kept as it stands
        keep(app::ImportLayout::from_json(json), file, "", parts.layouts, findings);
    }
}

void count_parts(const Parts& parts, const std::vector<ParsedFile>& files, LawCheck& check) {
    check.counts = {{"calendars", parts.years.size()},
                    {"deadlines", parts.deadlines.size()},
                    {"documents", parts.documents.size()},
                    {"excuses", parts.excuses.size()},
                    {"field_classes", parts.fields.size()},
                    {"files", files.size()},
                    {"import_layouts", parts.layouts.size()},
                    {"measures", parts.measures.size()},
                    {"notice_texts", parts.notice_texts.size()},
                    {"obligation_kinds", parts.kinds.size()},
                    {"plan_clauses", 0},
                    {"procedures", parts.procedures.size()},
                    {"public_fields", parts.public_fields.size()},
                    {"record_types", parts.record_types.size()},
                    {"roles", parts.roles.size()},
                    {"schemes", parts.schemes.size()},
                    {"sources", parts.sources.size()},
                    {"todo_kinds", parts.todo_kinds.size()},
                    {"warning_rules", parts.warning_rules.size()}};
    for (const auto& plan : parts.plans) { check.counts["plan_clauses"] += plan.value.clauses.size(); }
}

}  // namespace gx::ingest
