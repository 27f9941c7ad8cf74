// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/law/role.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/calendar/deadline_rule.hpp"
#include "domain/calendar/working_calendar.hpp"
#include "domain/legal/measure_type.hpp"
#include "domain/legal/plan.hpp"
#include "domain/legal/record_type.hpp"
#include "domain/legal/source_book.hpp"
#include "domain/publication/public_fields.hpp"

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
    domain::Plan plan;
    std::vector<domain::CalendarYear> calendar_years;
    domain::WorkingCalendar calendar;
    domain::DeadlineRules deadlines;
    std::vector<domain::RecordType> record_types;
    std::vector<domain::SeverityMatrix> severity;  ///< exactly one
    std::vector<domain::MeasureType> measure_types;
    domain::PublicationGate publication;
    std::vector<Role> roles;
    std::vector<LawFile> files;  ///< by path

    base::Result<const domain::RecordType*> record_type(std::string_view code) const;
    base::Result<const domain::MeasureType*> measure_type(std::string_view code) const;
    base::Result<const Role*> role(std::string_view role_id) const;
    /// The raw file; nullptr when there is none.
    const LawFile* file(std::string_view path) const;

    /// {"files": {path: content}} of every file, canonical: what the pack's digest is taken of.
    std::string canonical_text() const;
    /// The pack's digest: `hash` (hex of a hash of a text) over canonical_text().
    std::string digest(const std::function<std::string(std::string_view)>& hash) const { return hash(canonical_text()); }
};

using LawPackPtr = std::shared_ptr<const LawPack>;

}  // namespace gx::app
