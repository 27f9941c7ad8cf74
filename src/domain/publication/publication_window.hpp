// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "domain/calendar/deadline_rule.hpp"
#include "domain/legal/record_type.hpp"
#include "domain/record/record.hpp"

namespace gx::domain {

/// How long breach records may and must be shown, and how long they are kept in use, by the law in force on a day.
///
/// A severity without a limit in force on the document's day may not be shown at all. A document older than the first version is
/// treated by the first version, which took over what was on show then.
/// Source: DL-REP-01a…c (shortest), DL-REP-02a…c (longest), DL-REP-07 (retention); DOMAIN 3.7
class RepairPeriods {
public:
    /// No period at all: nothing negative is shown.
    RepairPeriods() = default;
    /// Takes the rules of credit repair out of all rules; one that does not count in days, months or years is none. Total.
    static RepairPeriods of(const DeadlineRules& rules);

    /// The last day on which a record may be shown; nothing: not at all. Total.
    std::optional<base::Date> longest_until(Severity severity, base::Date doc_date) const;
    /// The last day of the shortest showing, before which nothing is repaired; nothing where there is no such limit. Total.
    std::optional<base::Date> shortest_until(Severity severity, base::Date doc_date) const;
    /// The last day on which breach data are shown and scored; nothing: for good. Total.
    std::optional<base::Date> retained_until(base::Date behaviour_end) const;

private:
    using Versions = std::vector<DeadlineRule>;
    std::optional<base::Date> last_day(const Versions& versions, base::Date trigger) const;

    std::array<Versions, 3> shortest_;  ///< by severity
    std::array<Versions, 3> longest_;
    Versions retention_;
    std::optional<base::Date> first_law_;  ///< since when any of them is known
};

/// How much of a record may be seen.
enum class ShownPart {
    Nothing,
    Counted,  ///< in sums only
    Summary,  ///< the fact and the document
    Full,
};

/// Why a record may not be seen.
enum class Withheld {
    No,
    Unknown,    ///< the catalogue has no such type
    Level,      ///< this type is never shown
    Person,     ///< about a natural person, without a basis for showing it and the organ's own publication
    Source,     ///< the organ has not published it itself
    Undecided,  ///< nobody has decided to show it
    Law,        ///< no law allows showing a record of this severity
    Waiting,    ///< its first day has not come
    Repaired,
    Revoked,
    Expired,    ///< its term is over
    WindowOver, ///< the longest showing is over
    Archived,   ///< the retention of breach data is over
};
std::string_view to_string(Withheld why);

/// What of a record is seen on a day, and when that may change.
struct Visibility {
    ShownPart part = ShownPart::Nothing;
    Withheld why = Withheld::Unknown;
    std::optional<base::Date> from;          ///< first day of showing, where it may ever be shown
    std::optional<base::Date> until;         ///< last day of showing
    std::optional<base::Date> repairable_on; ///< first day on which the shortest showing is over
    std::optional<base::Date> next_change_on;  ///< after the day asked for; never later than the next change

    /// The record itself is seen, not only counted.
    bool visible() const { return part == ShownPart::Summary || part == ShownPart::Full; }
};

/// What of a record the public may see on a day: the one decision behind page, list, search, timeline, file and feed. Total.
///
/// Closed by default: `type` may be null. Days are inclusive; repair and revocation count from their own day.
/// Source: S-5.5i, S-5.6a, S-5.6e; DESIGN 4.6
Visibility visible(const Record& record, const RecordType* type, base::Date day, const RepairPeriods& periods);

/// Whether anybody may decide that the record is shown.
///
/// Errors: StateForbids "publication.person_forbidden" (no basis for showing a person, or the organ has not published it),
///         "publication.level_forbidden", "publication.source_unpublished", "publication.severity_forbidden" (no law in force on the
///         document's day lets a record of this severity be shown).
/// Source: DOMAIN 4.5 PUB-PERSON-FORBIDDEN
base::Result<base::Done> check_publishable(const Record& record, const RecordType& type, const RepairPeriods& periods);

/// The catalogue's entry for the record: the version in force when it was decided, else the newest; null when there is none. Total.
const RecordType* type_of(const Record& record, std::span<const RecordType> types);

}  // namespace gx::domain
