// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/calendar/deadline_rule.hpp"
#include "domain/calendar/working_calendar.hpp"

namespace gx::domain {

/// Days on which the clock stands still, both ends included; without `to` it still stands.
struct ClockPause {
    base::Date from;
    std::optional<base::Date> to;
    /// One of the rule's `pauses`.
    std::string reason;
};

/// A granted extension.
struct ClockExtension {
    base::Date granted_on;
    int amount = 0;  ///< in the unit of the rule's extension
    std::string document;
};

/// One day of the explanation.
struct CountedDay {
    base::Date day;
    bool counted = false;
    /// "counted" · "month" · "year" · "fixed_date" · "extension" (a counted day, month or year of an extension) ·
    /// "shifted_work" (a counted weekend day) · "weekend" · "holiday" · "fixed_holiday" · "paused".
    std::string reason;
    /// Holiday name, pause reason or empty.
    std::string name = {};
    /// 1, 2, 3 … among the counted; 0 for a skipped day.
    int ordinal = 0;
    /// The day's year has no published calendar.
    bool provisional = false;
};

/// When something is due, and why.
struct DeadlineResult {
    /// Nothing while an open pause holds the clock.
    std::optional<base::Date> due;
    /// True when the answer rests on a year without published calendar: no breach, light or record may follow.
    bool provisional = false;
    /// What is missing, as keys of WorkingCalendar::missing_in; empty unless provisional.
    std::vector<std::string> missing;
    /// In order of counting; for months and years only the marks, pauses and the roll, not each day.
    std::vector<CountedDay> days;
};

/// Computes the last day of a limit: the trigger day is not counted, the limit then runs through extensions and stands
/// still in pauses; at the end it rolls forward when the rule says so.
///
/// Shape:  pauses ≤ 200, extensions ≤ what the rule allows.
/// Errors: InvalidInput "deadline.trigger_range" (years 1949–2199), "deadline.set_by_document",
///         "deadline.pause_not_foreseen", "deadline.pause_order" (from > to), "deadline.pause_count",
///         "deadline.extension_not_foreseen", "deadline.extension_count", "deadline.extension_amount",
///         "deadline.extension_day" (granted before the trigger);
///         StateForbids "deadline.extension_too_late" (granted after the limit had run out).
/// Source: EXT-MFD art. 201 (the first day is not counted), art. 202 (months), art. 203 (the last day on a holiday)
base::Result<DeadlineResult> compute_deadline(const DeadlineRule& rule, base::Date trigger_day,
                                              const std::vector<ClockPause>& pauses,
                                              const std::vector<ClockExtension>& extensions,
                                              const WorkingCalendar& calendar);

/// The explanation as answers carry it: {due, provisional, missing, days: [{day, counted, reason, name, ordinal}]}.
base::Json to_json(const DeadlineResult& result);

}  // namespace gx::domain
