// SPDX-License-Identifier: Apache-2.0
#include "ingest/law/law_loader.hpp"

#include <algorithm>
#include <charconv>

#include "app/evaluation/load_facts.hpp"
#include "app/ports/entity_types.hpp"
#include "domain/warning/rule_pass.hpp"
#include "ingest/law/cross_checks.hpp"
#include "ingest/law/findings.hpp"
#include "ingest/law/law_files.hpp"
#include "ingest/law/schema_check.hpp"

namespace gx::ingest {
namespace {

using app::LawPack;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

constexpr std::string_view kPackFile = "pack.yaml";

/// The values of the pack under way, each with its place.
struct Parts {
    std::vector<Placed<domain::Source>> sources;
    std::vector<Placed<domain::Plan>> plans;
    std::vector<Placed<domain::CalendarYear>> years;
    std::vector<Placed<domain::DeadlineRule>> deadlines;
    std::vector<Placed<domain::RecordType>> record_types;
    std::vector<Placed<domain::SeverityMatrix>> severity;
    std::vector<Placed<domain::MeasureType>> measures;
    std::vector<Placed<domain::PublicFields>> public_fields;
    std::vector<Placed<app::FieldClasses>> fields;
    std::vector<Placed<app::Role>> roles;
    std::vector<Placed<domain::ObligationKind>> kinds;
    std::vector<Placed<domain::Excuse>> excuses;
    std::vector<Placed<domain::LateInterestRule>> late_interest;
    std::vector<Placed<domain::evaluation::Scheme>> schemes;
    std::vector<Placed<domain::warning::RuleFact>> warning_facts;
    std::vector<Placed<domain::warning::WarningRule>> warning_rules;
    std::vector<Placed<app::ImportLayout>> layouts;
    std::vector<Placed<app::TodoKind>> todo_kinds;
    std::vector<Placed<app::NoticeText>> notice_texts;
};

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

/// Turns one file into values. Which values a file holds follows from its folder and, in some, from its members.
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
    } else if (folder == "todos") {
        keep(app::TodoKind::from_json(json), file, "", parts.todo_kinds, findings);
    } else if (folder == "notices") {
        keep_each(file, "notices", app::NoticeText::from_json, parts.notice_texts, findings);
    } else if (folder == "imports" && !json.at("kind").is_null()) {  // labels.yaml is kept as it stands
        keep(app::ImportLayout::from_json(json), file, "", parts.layouts, findings);
    }
}

/// True when the file may be read on.
bool check_schema(const ParsedFile& file, const SchemaSet& schemas, Findings& findings) {
    const std::string folder = file.folder.empty() ? file.stem : file.folder;
    const auto faults = schemas.check(folder, file.stem, file.document.json, kLawFindingsMax + 1);
    for (const SchemaFault& fault : faults) { findings.add(Place{&file, fault.pointer}, fault.reason, fault.detail); }
    return faults.empty();
}

template <class T, class Id, class Days>
std::vector<Identified> identified(const std::vector<Placed<T>>& items, Id id, Days days) {
    std::vector<Identified> out;
    for (const auto& item : items) { out.push_back({id(item.value), days(item.value), item.place}); }
    return out;
}

const auto kNoDays = [](const auto&) -> std::optional<domain::InForce> { return std::nullopt; };
const auto kInForce = [](const auto& item) -> std::optional<domain::InForce> { return item.in_force; };
const auto kValidity = [](const domain::DeadlineRule& rule) -> std::optional<domain::InForce> {
    return domain::InForce{rule.valid_from, rule.valid_to};
};

/// A rule that looks at no fact of the pack.
void check_warning_facts(const Parts& parts, Findings& findings) {
    for (const auto& rule : parts.warning_rules) {
        const bool known = std::any_of(parts.warning_facts.begin(), parts.warning_facts.end(),
                                       [&](const auto& fact) { return fact.value.id == rule.value.fact; });
        if (!known) { findings.add(Place{rule.place.file, rule.place.pointer + "/fact"}, "scheme.dangling_name", rule.value.fact); }
    }
}

void check_every_id(const Parts& parts, Findings& findings) {
    check_ids(identified(parts.sources, [](const auto& item) { return item.id.str(); }, kNoDays), findings);
    check_ids(identified(parts.plans, [](const auto&) { return std::string{"plan"}; }, kNoDays), findings);
    check_ids(identified(parts.years, [](const auto& item) { return std::to_string(item.year()); }, kNoDays), findings);
    check_ids(identified(parts.deadlines, [](const auto& item) { return item.id; }, kValidity), findings);
    check_ids(identified(parts.record_types, [](const auto& item) { return item.code; }, kInForce), findings);
    check_ids(identified(parts.severity, [](const auto&) { return std::string{"severity"}; }, kNoDays), findings);
    check_ids(identified(parts.measures, [](const auto& item) { return item.code; }, kInForce), findings);
    check_ids(identified(parts.public_fields, [](const auto& item) { return item.entity(); }, kNoDays), findings);
    check_ids(identified(parts.fields, [](const auto& item) { return item.entity; }, kNoDays), findings);
    check_ids(identified(parts.roles, [](const auto& item) { return item.id; }, kNoDays), findings);
    check_ids(identified(parts.kinds, [](const auto& item) { return item.id(); }, kNoDays), findings);
    check_ids(identified(parts.excuses, [](const auto& item) { return item.code; }, kInForce), findings);
    check_ids(identified(parts.late_interest, [](const auto& item) { return item.id; }, kInForce), findings);
    check_ids(identified(parts.schemes, [](const auto& item) { return item.id + "@" + item.version; }, kNoDays), findings);
    check_ids(identified(parts.warning_facts, [](const auto& item) { return item.id; }, kNoDays), findings);
    check_ids(identified(parts.warning_rules, [](const auto& item) { return item.id; },
                         [](const auto& item) { return item.in_force; }), findings);
    check_ids(identified(parts.layouts, [](const auto& item) { return item.kind; }, kNoDays), findings);
    check_ids(identified(parts.todo_kinds, [](const auto& item) { return item.id; }, kNoDays), findings);
    check_ids(identified(parts.notice_texts, [](const auto& item) { return item.id; }, kNoDays), findings);
}

bool some_role_may(const Parts& parts, std::string_view action) {
    return std::any_of(parts.roles.begin(), parts.roles.end(), [&](const auto& role) { return role.value.may(action); });
}

/// What kinds of to-dos name: actions, which say who sees them, texts of notices and schemes.
void check_todo_names(const Parts& parts, Findings& findings) {
    const auto place = [](const auto& kind, std::string pointer) { return Place{kind.place.file, std::move(pointer)}; };
    for (const auto& kind : parts.todo_kinds) {
        if (!some_role_may(parts, kind.value.action)) { findings.add(place(kind, "/action"), "law.action_unknown", kind.value.action); }
        for (std::size_t i = 0; i < kind.value.rungs.size(); ++i) {
            const std::string& wanted = kind.value.rungs[i].notice;
            const bool known = std::any_of(parts.notice_texts.begin(), parts.notice_texts.end(),
                                           [&](const auto& text) { return text.value.id == wanted; });
            if (!known) { findings.add(place(kind, fmt::format("/rungs/{}/notice", i)), "law.notice_unknown", wanted); }
            const std::string& action = kind.value.rungs[i].action;
            if (!action.empty() && !some_role_may(parts, action)) {
                findings.add(place(kind, fmt::format("/rungs/{}/action", i)), "law.action_unknown", action);
            }
        }
        if (!kind.value.yearly) { continue; }
        for (const std::string& wanted : kind.value.yearly->schemes) {
            const bool known = std::any_of(parts.schemes.begin(), parts.schemes.end(),
                                           [&](const auto& scheme) { return scheme.value.id == wanted; });
            if (!known) { findings.add(place(kind, "/yearly/schemes"), "law.scheme_unknown", wanted); }
        }
    }
}

KnownNames names_of(const Parts& parts) {
    KnownNames out;
    for (const auto& item : parts.deadlines) { out.deadlines.insert(item.value.id); }
    for (const auto& item : parts.roles) { out.roles.insert(item.value.id); }
    for (const auto& item : parts.record_types) { out.record_types.insert(item.value.code); }
    for (const auto& item : parts.kinds) { out.obligation_kinds.insert(item.value.id()); }
    for (const auto& item : parts.late_interest) { out.late_interest.insert(item.value.id); }
    for (const auto& type : app::entity_types()) { out.entities.insert(std::string{type.name}); }
    return out;
}

template <class T>
std::vector<T> values_of(std::vector<Placed<T>>& items) {
    std::vector<T> out;
    out.reserve(items.size());
    for (auto& item : items) { out.push_back(std::move(item.value)); }
    return out;
}

template <class T, class Key>
std::vector<T> sorted_values_of(std::vector<Placed<T>>& items, Key key) {
    auto out = values_of(items);
    std::stable_sort(out.begin(), out.end(), [&](const T& a, const T& b) { return key(a) < key(b); });
    return out;
}

/// A texts' book with the plan in it, and a finding at each `repealed_by` that names nothing.
Result<domain::SourceBook> make_book(const Parts& parts, Findings& findings) {
    std::vector<domain::Source> sources;
    for (const auto& item : parts.sources) { sources.push_back(item.value); }
    for (const auto& item : parts.plans) { sources.push_back(item.value.as_source()); }
    GX_TRY(auto book, domain::SourceBook::make(std::move(sources)));
    for (const auto& item : parts.sources) {
        const auto& by = item.value.repealed_by;
        if (by && book.find(*by) == nullptr) {
            findings.add(Place{item.place.file, item.place.pointer + "/repealed_by"}, "legal.source_unknown", by->str());
        }
    }
    return book;
}

/// The pack's own heading: pack.yaml.
Result<base::Done> read_heading(const std::vector<ParsedFile>& files, const std::filesystem::path& folder,
                                LawPack& pack) {
    const auto found = std::find_if(files.begin(), files.end(), [](const auto& file) { return file.path == kPackFile; });
    if (found == files.end()) {
        return Error{ErrorCode::InvalidInput, "law.pack_file_missing", {}, (folder / kPackFile).generic_string() + ":1"};
    }
    const Json& json = found->document.json;
    pack.id = json.text_or_empty("id");
    pack.version = json.text_or_empty("version");
    pack.title = {json.at("title").text_or_empty("zh"), json.at("title").text_or_empty("en")};
    return base::Done{};
}

/// Moves the checked parts into the pack. What can still be refused here was found before; the reason is passed on.
Result<base::Done> fill(Parts& parts, LawPack& pack) {
    GX_TRY(pack.deadlines, domain::DeadlineRules::make(values_of(parts.deadlines)));
    pack.calendar_years = sorted_values_of(parts.years, [](const auto& item) { return item.year(); });
    GX_TRY(pack.calendar, domain::WorkingCalendar::make(pack.calendar_years));
    pack.record_types = sorted_values_of(parts.record_types, [](const auto& item) { return item.code; });
    pack.measure_types = sorted_values_of(parts.measures, [](const auto& item) { return item.code; });
    GX_TRY(pack.publication, domain::PublicationGate::make(values_of(parts.public_fields)));
    GX_TRY(pack.fields, app::FieldBook::make(values_of(parts.fields)));
    pack.roles = values_of(parts.roles);
    GX_TRY(pack.obligation_kinds, domain::ObligationKinds::make(values_of(parts.kinds)));
    GX_TRY(pack.excuses, domain::ExcuseBook::make(values_of(parts.excuses)));
    pack.late_interest = values_of(parts.late_interest);
    pack.schemes = sorted_values_of(parts.schemes, [](const auto& item) { return std::pair{item.id, item.version}; });
    pack.warnings.facts = values_of(parts.warning_facts);
    pack.warnings.rules = values_of(parts.warning_rules);
    pack.layouts = sorted_values_of(parts.layouts, [](const auto& item) { return item.kind; });
    pack.todo_kinds = sorted_values_of(parts.todo_kinds, [](const auto& item) { return item.id; });
    pack.notice_texts = sorted_values_of(parts.notice_texts, [](const auto& item) { return item.id; });
    if (!parts.plans.empty()) { pack.plan = std::move(parts.plans.front().value); }
    if (!parts.severity.empty()) { pack.severity = std::move(parts.severity.front().value); }
    return base::Done{};
}

void count(const Parts& parts, const std::vector<ParsedFile>& files, LawCheck& check) {
    check.counts = {{"calendars", parts.years.size()},
                    {"deadlines", parts.deadlines.size()},
                    {"excuses", parts.excuses.size()},
                    {"field_classes", parts.fields.size()},
                    {"files", files.size()},
                    {"import_layouts", parts.layouts.size()},
                    {"measures", parts.measures.size()},
                    {"notice_texts", parts.notice_texts.size()},
                    {"obligation_kinds", parts.kinds.size()},
                    {"plan_clauses", 0},
                    {"public_fields", parts.public_fields.size()},
                    {"record_types", parts.record_types.size()},
                    {"roles", parts.roles.size()},
                    {"schemes", parts.schemes.size()},
                    {"sources", parts.sources.size()},
                    {"todo_kinds", parts.todo_kinds.size()},
                    {"warning_rules", parts.warning_rules.size()}};
    for (const auto& plan : parts.plans) { check.counts["plan_clauses"] += plan.value.clauses.size(); }
}

/// Names and types of a rule's formulas, against the tables that facts are read into.
void check_warnings(const Parts& parts, Findings& findings) {
    const auto facts = app::empty_facts();
    const domain::evaluation::Horizon horizon{.as_of = {}, .from = {}, .to = {}, .period = {}};
    domain::warning::WarningRules one;
    for (const auto& fact : parts.warning_facts) { one.facts.push_back(fact.value); }
    for (const auto& rule : parts.warning_rules) {
        one.rules = {rule.value};
        one.rules.front().in_force.reset();
        const auto bound = domain::warning::RulePass::bind(one, facts, horizon);
        if (bound.ok()) { continue; }
        const auto fact = std::find_if(parts.warning_facts.begin(), parts.warning_facts.end(),
                                       [&](const auto& each) { return each.value.id == rule.value.fact; });
        const bool in_rule = bound.error().where.starts_with(rule.value.at);
        findings.add(*(in_rule ? rule.place.file : fact->place.file), bound.error());
    }
}

/// A field that no role could ever open.
void check_opening_actions(const Parts& parts, Findings& findings) {
    for (const auto& classes : parts.fields) {
        const auto check = [&](const std::string& action, const char* list, std::size_t i) {
            if (action.empty() || some_role_may(parts, action)) { return; }
            findings.add(Place{classes.place.file, fmt::format("/{}/{}/opens", list, i)}, "law.action_unknown", action);
        };
        for (std::size_t i = 0; i < classes.value.fields.size(); ++i) { check(classes.value.fields[i].opens, "fields", i); }
        for (std::size_t i = 0; i < classes.value.parts.size(); ++i) { check(classes.value.parts[i].opens, "parts", i); }
    }
}

/// "file:12" → ("file", 12), so that findings come in the order of the files' lines.
std::pair<std::string, int> order_of(const LawFinding& finding) {
    const auto colon = finding.where.rfind(':');
    int line = 0;
    if (colon == std::string::npos) { return {finding.where, line}; }
    std::from_chars(finding.where.data() + colon + 1, finding.where.data() + finding.where.size(), line);
    return {finding.where.substr(0, colon), line};
}

/// What a file says for itself, of every file.
void read_files(const PackFiles& read, const SchemaSet& schemas, Parts& parts, Findings& findings) {
    for (const ParsedFile& file : read.files) {
        if (check_schema(file, schemas, findings)) { read_parts(file, parts, findings); }
    }
    check_every_id(parts, findings);
    check_warning_facts(parts, findings);
}

/// The pack, or nothing when something was found.
app::LawPackPtr make_pack(PackFiles& read, const std::filesystem::path& folder, Parts& parts, Findings& findings) {
    if (!findings.none()) { return nullptr; }
    auto pack = std::make_shared<LawPack>();
    if (const auto heading = read_heading(read.files, folder, *pack); !heading.ok()) {
        findings.add(heading.error());
        return nullptr;
    }

    // What the files say of each other is asked only when each stands for itself: no finding follows from another.
    auto book = make_book(parts, findings);
    if (!book.ok()) { findings.add(book.error()); }
    if (!findings.none()) { return nullptr; }
    check_sources_cited(read.files, *book, findings);
    check_names_used(read.files, names_of(parts), findings);
    check_todo_names(parts, findings);
    check_warnings(parts, findings);
    check_opening_actions(parts, findings);
    if (!findings.none()) { return nullptr; }

    pack->sources = std::move(book).value();
    if (const auto filled = fill(parts, *pack); !filled.ok()) {
        findings.add(filled.error());
        return nullptr;
    }
    for (ParsedFile& file : read.files) { pack->files.push_back({file.path, std::move(file.document.json)}); }
    return pack;
}

}  // namespace

std::string LawFinding::str() const {
    return where + ": " + reason + (detail.empty() ? std::string{} : ": " + detail);
}

LawCheck check_law(const std::filesystem::path& folder, const LawOptions& options) {
    LawCheck check;
    Findings findings(check);
    PackFiles read = read_pack_files(folder);
    for (const Error& refusal : read.refusals) { findings.add(refusal); }
    if (read.files.empty()) {
        if (findings.none()) { findings.add(Error{ErrorCode::NotFound, "law.empty", {}, folder.generic_string()}); }
        return check;
    }
    const std::filesystem::path& schema_home = read.base.empty() ? folder : read.base;
    const auto schemas =
        SchemaSet::load(options.schema_folder.empty() ? schema_home / "schema" : options.schema_folder);
    if (!schemas.ok()) {
        findings.add(schemas.error());
        return check;
    }

    Parts parts;
    read_files(read, *schemas, parts, findings);
    count(parts, read.files, check);
    check.pack = make_pack(read, folder, parts, findings);
    std::stable_sort(check.findings.begin(), check.findings.end(),
                     [](const auto& a, const auto& b) { return order_of(a) < order_of(b); });
    return check;
}

Result<app::LawPackPtr> load_law(const std::filesystem::path& folder, const LawOptions& options) {
    LawCheck check = check_law(folder, options);
    if (!check.ok()) {
        const LawFinding& first = check.findings.front();
        return Error{ErrorCode::InvalidInput, first.reason, first.detail, first.where};
    }
    return check.pack;
}

}  // namespace gx::ingest
