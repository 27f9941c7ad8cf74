// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/calendar/deadline.hpp"

namespace gx::domain {

/// What was done in a case, by whom and when. Never changed afterwards.
struct StepTaken {
    std::string step;   ///< id of the procedure's step; "open" for the first
    std::string from;   ///< empty for the first
    std::string to;
    std::string by;     ///< account, or the system's own name
    base::Date on;
    std::string note = {};
    base::Json fields = {};  ///< what was entered, an object
    std::optional<base::Date> due_was = {};  ///< of the state left; what was late stays late
};

/// The clock of the state that a case is in. The due day is always derived (clock.hpp), never typed in.
struct CaseClock {
    std::string rule = {};                     ///< empty: the day is that of a field
    base::Date trigger_on = {};
    bool halved = false;
    std::vector<ClockPause> pauses = {};
    std::vector<ClockExtension> extensions = {};
    std::optional<base::Date> due_on = {};     ///< nothing while it stands still
    bool provisional = false;
};

/// One case: docs/ENTITIES.md "case_file". Immutable by habit: a step gives the next version.
///
/// Shape:  steps 1..500, oldest first; `fields` holds the newest value of each field; exactly one deadline while it is open (none
///         while a pause holds the clock).
/// Units:  civil days.
/// Source: S-2.2, S-4.3b, S-5.6c; DESIGN 3
struct CaseFile {
    std::string code;
    std::string procedure;
    std::string law;  ///< digest of the procedure it runs under: running cases keep their version
    std::string state;
    std::string title;
    std::string body_id;       ///< that handles it now
    std::string concerned_id;  ///< that it concerns and that may see it; empty: none, or it must not
    std::string recused_id = {};           ///< a body whose people, and those below it, see nothing of the case
    std::string recused_official_id = {};  ///< a person who sees nothing of it
    bool confidential = false;             ///< left out of journal pages, exports and other lists
    std::string official_id = {};
    std::string subject_type = {};
    std::string subject_id = {};
    std::string parent_id = {};
    std::string opened_by;
    base::Date opened_on;
    base::Date entered_on;     ///< the state it is in
    CaseClock clock = {};
    std::optional<base::Date> auto_on = {};  ///< when the system takes its step, if nobody does before
    std::optional<base::Date> closed_on = {};
    std::string outcome = {};
    std::set<std::string> flags = {};  ///< "supervised", "harm_people", "harm_market", "disputed" …
    std::map<std::string, base::Json> fields = {};
    base::Json sealed = {};  ///< personal values, each as a reference to its sealed row; an object or null
    std::vector<StepTaken> steps = {};

    bool is_open() const { return !closed_on; }
    bool has_focus() const { return flags.contains("harm_people") || flags.contains("harm_market"); }
    /// The value of a field; null when it has none.
    const base::Json& field(std::string_view name) const;
    /// The text of a field; empty when it has none or another type.
    std::string text(std::string_view name) const;
    /// The accounts that took one of these steps; "*" stands for any step.
    std::set<std::string> takers(const std::vector<std::string>& step_ids) const;
    /// How often a step was taken.
    int times(std::string_view step_id) const;
    /// The newest of that kind; null when it was never taken.
    const StepTaken* last(std::string_view step_id) const;

    /// Errors: as base::JsonReader; InvalidInput "case.content" for what no step could have made.
    static base::Result<CaseFile> from_json(const base::Json& content, const std::string& pointer = {});
    base::Json to_json() const;
};

}  // namespace gx::domain
