// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

#include "domain/legal/source_book.hpp"
#include "ingest/law/findings.hpp"

namespace gx::ingest {

/// The names that members of law files may refer to.
struct KnownNames {
    std::set<std::string, std::less<>> deadlines;
    std::set<std::string, std::less<>> roles;
    std::set<std::string, std::less<>> record_types;
    std::set<std::string, std::less<>> entities;
    std::set<std::string, std::less<>> obligation_kinds;
    std::set<std::string, std::less<>> late_interest;
};

/// What has an id and, perhaps, days between which it is the law.
struct Identified {
    std::string id;
    std::optional<domain::InForce> validity;
    Place place;
};

/// Every citation, wherever it stands: the members `source`, `basis`, `clause`, `refused_by`. Each clause must exist and
/// be the law from the first to the last day of what rests on it; a text that was replaced on the way may be cited beside
/// its successor.
/// Findings: "legal.bad_reference", "legal.source_unknown", "legal.article_unknown", "legal.not_in_force",
///           "law.source_repealed"
void check_sources_cited(const std::vector<ParsedFile>& files, const domain::SourceBook& book, Findings& findings);

/// Every member that by its name refers to another part of the pack: `deadline(s)`, `deciders`, `organ_roles`, `role`,
/// `never_with`, `record_type(s)`, `obligation_kind(s)`, `late_interest`; `entity` in layouts, field classes and public-field lists,
/// `subject` in kinds of to-dos.
/// Findings: "law.deadline_unknown", "law.role_unknown", "law.record_type_unknown", "law.entity_unknown",
///           "law.obligation_kind_unknown", "law.late_interest_unknown"
void check_names_used(const std::vector<ParsedFile>& files, const KnownNames& names, Findings& findings);

/// Findings: "law.duplicate_id"; "law.validity_overlaps" when two versions of an id apply to one day.
void check_ids(const std::vector<Identified>& items, Findings& findings);

}  // namespace gx::ingest
