// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/access/field_book.hpp"
#include "app/documents/document_template.hpp"
#include "app/imports/import_layout.hpp"
#include "app/law/todo_kind.hpp"
#include "app/access/role.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/calendar/deadline_rule.hpp"
#include "domain/calendar/working_calendar.hpp"
#include "domain/casework/procedure.hpp"
#include "domain/evaluation/scheme.hpp"
#include "domain/legal/measure_type.hpp"
#include "domain/legal/plan.hpp"
#include "domain/legal/record_type.hpp"
#include "domain/legal/source_book.hpp"
#include "domain/obligation/excuse.hpp"
#include "domain/obligation/late_interest.hpp"
#include "domain/obligation/obligation_kind.hpp"
#include "domain/publication/public_fields.hpp"
#include "domain/warning/warning_rule.hpp"

namespace gx::app {

/// One file of the pack as it was read, so that a page can show it.
struct LawFile {
    std::string path;  ///< from the pack's folder on: "deadlines/payment.yaml"
    base::Json json;
};

/// The whole law pack, read and checked; made by ingest::load_law. Immutable, shared by all threads.
///
/// Shape:  every list is sorted by id, then by the first day in force; ids are unique or their versions do not overlap.
/// Errors: the lookups give NotFound "law.unknown"; `detail` is the id asked for.
struct LawPack {
    std::string id;
    std::string version;
    domain::Wording title;

    domain::SourceBook sources;
    std::optional<domain::Plan> plan;
    std::vector<domain::CalendarYear> calendar_years;
    domain::WorkingCalendar calendar;
    domain::DeadlineRules deadlines;
    std::vector<domain::RecordType> record_types;
    std::optional<domain::SeverityMatrix> severity;
    std::vector<domain::MeasureType> measure_types;
    domain::ObligationKinds obligation_kinds;
    domain::ExcuseBook excuses;
    std::vector<domain::LateInterestRule> late_interest;
    std::vector<domain::evaluation::Scheme> schemes;  ///< by id, then version
    domain::warning::WarningRules warnings;           ///< facts and rules of all files, in the files' order
    std::vector<ImportLayout> layouts;
    domain::PublicationGate publication;
    FieldBook fields;
    std::vector<Role> roles;
    std::vector<domain::Procedure> procedures;        ///< by id, then first day in force
    std::vector<TodoKind> todo_kinds;                 ///< with one for each state of a procedure that waits for somebody
    std::vector<NoticeText> notice_texts;
    std::vector<DocumentTemplate> documents;  ///< patterns of official documents, by id
    std::vector<LawFile> files;  ///< by path

    /// The version in force on `day`.
    base::Result<const domain::RecordType*> record_type(std::string_view code, base::Date day) const;
    base::Result<const domain::MeasureType*> measure_type(std::string_view code, base::Date day) const;
    base::Result<const Role*> role(std::string_view role_id) const;
    /// The version named, or the newest when `scheme_version` is empty.
    base::Result<const domain::evaluation::Scheme*> scheme(std::string_view scheme_id,
                                                           std::string_view scheme_version = {}) const;
    base::Result<const ImportLayout*> layout(std::string_view kind) const;
    /// The rule of that id in force on `day`.
    base::Result<const domain::LateInterestRule*> late_interest_rule(std::string_view rule_id, base::Date day) const;
    base::Result<const domain::Procedure*> procedure(std::string_view procedure_id, base::Date day) const;
    /// Null when there is none.
    const TodoKind* todo_kind(std::string_view todo_kind_id) const;
    const NoticeText* notice_text(std::string_view notice_id) const;
    base::Result<const DocumentTemplate*> document(std::string_view template_id) const;
    /// The raw file; nullptr when there is none.
    const LawFile* file(std::string_view path) const;

    /// {"files": {path: content}} of every file, canonical: what the pack's digest is taken of.
    std::string canonical_text() const;
    /// The pack's digest: `hash` (hex of a hash of a text) over canonical_text().
    std::string digest(const std::function<std::string(std::string_view)>& hash) const { return hash(canonical_text()); }
};

using LawPackPtr = std::shared_ptr<const LawPack>;

}  // namespace gx::app
