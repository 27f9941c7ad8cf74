// SPDX-License-Identifier: Apache-2.0
#include "ingest/law/law_loader.hpp"

#include <algorithm>
#include <charconv>

#include "app/ports/entity_types.hpp"
#include "ingest/law/cross_checks.hpp"
#include "ingest/law/findings.hpp"
#include "ingest/law/law_files.hpp"
#include "ingest/law/law_parts.hpp"
#include "ingest/law/part_checks.hpp"
#include "ingest/law/schema_check.hpp"

namespace gx::ingest {
namespace {

using app::LawPack;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

constexpr std::string_view kPackFile = "pack.yaml";

/// True when the file may be read on.
bool check_schema(const ParsedFile& file, const SchemaSet& schemas, Findings& findings) {
    const std::string folder = file.folder.empty() ? file.stem : file.folder;
    const auto faults = schemas.check(folder, file.stem, file.document.json, kLawFindingsMax + 1);
    for (const SchemaFault& fault : faults) { findings.add(Place{&file, fault.pointer}, fault.reason, fault.detail); }
    return faults.empty();
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
    pack.procedures = sorted_values_of(parts.procedures, [](const auto& item) { return std::pair{item.id, item.in_force.from}; });
    pack.todo_kinds = sorted_values_of(parts.todo_kinds, [](const auto& item) { return item.id; });
    pack.notice_texts = sorted_values_of(parts.notice_texts, [](const auto& item) { return item.id; });
    pack.documents = sorted_values_of(parts.documents, [](const auto& item) { return item.id; });
    if (!parts.plans.empty()) { pack.plan = std::move(parts.plans.front().value); }
    if (!parts.severity.empty()) { pack.severity = std::move(parts.severity.front().value); }
    return base::Done{};
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
    check_ids_of(parts, findings);
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
    check_names_of(parts, findings);
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
    count_parts(parts, read.files, check);
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
