// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/obligation/staff_duties.hpp"
#include "app/staff/staff_rows.hpp"

namespace gx::app {

/// Everything about one obligation on one page: the duty as judged today, its source, post and who held it, its parts, and one
/// time-line of what was due, what happened and who wrote it down.
///
/// Shape:  at most 10,000 rows of each kind of part; the time-line ascends and holds at most 1,000 lines, the newest of them.
/// Source: S-6.4d, S-6.2b (责任回溯); ANCHORS 25
class DutyFile {
public:
    DutyFile(Store& store, StaffDuties& duties, StaffRows& rows, const LawPack& law, Clock& clock)
        : store_(store), duties_(duties), rows_(rows), law_(law), clock_(clock) {}

    /// {obligation, source, post, holders, milestones, payments, changes, findings, remaining_working_days, provisional, timeline}.
    /// A kind of part that the actor may not read is left out.
    /// Errors: NotPermitted "access.denied"; NotFound "obligation.unknown"; those of the store.
    Result<base::Json> run(const std::string& id_or_code, const Actor& actor);

private:
    Result<base::Json> parts(std::string_view type, const std::string& id, const Actor& actor);
    Result<base::Json> timeline(Reader& reader, const base::Json& file);

    Store& store_;
    StaffDuties& duties_;
    StaffRows& rows_;
    const LawPack& law_;
    Clock& clock_;
};

/// How many working days lie between today and the due day, negative once it is over; how far the calendar is only provisional.
struct Remaining {
    std::int64_t working_days = 0;
    bool provisional = false;
};
/// Shape: looks at most 3,660 days far; beyond, the count stands still. Total.
Remaining remaining_working_days(const domain::WorkingCalendar& calendar, base::Date today, base::Date due);

}  // namespace gx::app
