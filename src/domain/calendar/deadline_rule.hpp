// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::domain {

/// A text of the law pack in both languages. Chinese is the leading one.
struct LawText {
    std::string zh;
    std::string en;
    /// Reads {zh, en}; both needed.
    static base::Result<LawText> from_json(const base::Json& object, std::string pointer);
};

/// How sure a number of the law pack is.
enum class BasisTag {
    Sourced,   ///< read in the text itself
    Known,     ///< generally known, the text was not at hand
    Proposal,  ///< ours, a parameter of the county
    Unsure,    ///< seen only in part; a parameter until read
};
std::string_view to_string(BasisTag tag);
base::Result<BasisTag> basis_tag_from(std::string_view text);

enum class DeadlineUnit {
    WorkingDays,   ///< WD
    CalendarDays,  ///< CD
    Months,        ///< M
    Years,         ///< Y
    FixedDate,     ///< FIXED: the next `month`-`day` after the trigger
    SetByDocument  ///< SET: the deciding document names the day
};
std::string_view to_string(DeadlineUnit unit);

enum class DeadlineDirection {
    After,   ///< the act must be done at the latest `amount` after the trigger
    Before,  ///< the act must be done at the latest `amount` before the trigger
};

enum class DeadlineBound {
    Latest,    ///< the act must be done by the last day
    Earliest,  ///< the thing must go on at least until the last day (a notice on show, time to prepare a bid)
};

/// How far and how often a limit may be extended.
struct ExtensionRule {
    int amount_max = 0;  ///< each time
    DeadlineUnit unit = DeadlineUnit::CalendarDays;
    int times_max = 1;
    /// Stable keys of what the extension needs ("approved_by_head", "applicant_told").
    std::vector<std::string> conditions;
};

/// One version of one statutory (or, where tagged so, proposed) time limit.
///
/// Shape:  versions of one id differ by `valid_from`; a version applies to triggers in [valid_from, valid_to].
/// Units:  `amount` in `unit`; the day of the trigger itself is never counted.
/// Source: `source` of each rule.
struct DeadlineRule {
    std::string id;
    LawText title;
    /// Clause references "SRC-XXGKTL art. 33", "S-3.2b", "EXT-…", most specific first; at least one.
    std::vector<std::string> source;
    BasisTag tag = BasisTag::Sourced;
    LawText trigger;
    int amount = 0;
    DeadlineUnit unit = DeadlineUnit::CalendarDays;
    DeadlineDirection direction = DeadlineDirection::After;
    DeadlineBound bound = DeadlineBound::Latest;
    /// The last day moves to the first working day when it falls on a day off.
    bool roll_forward = false;
    std::string calendar = "CN";
    /// For FIXED only.
    unsigned month = 0;
    unsigned day = 0;
    std::optional<ExtensionRule> extension;
    /// Keys of the reasons for which the clock may stand still; empty when it never does.
    std::vector<std::string> pauses;
    /// True for a number that is the county's to set (proposal, unsure, local practice).
    bool parameter = false;
    /// Remark for the reader, Chinese; may be empty.
    std::string note;
    base::Date valid_from;
    std::optional<base::Date> valid_to;

    bool in_force_on(base::Date trigger_day) const {
        return valid_from <= trigger_day && (!valid_to || trigger_day <= *valid_to);
    }

    /// Reads one element of `rules` in law/deadlines/*.yaml; `pointer` is where it lies in the file.
    ///
    /// Errors: as JsonReader; InvalidInput "deadline.basis_tag", "deadline.unit", "deadline.direction", "deadline.bound",
    ///         "deadline.fixed_date", "deadline.parameter" (a proposal or unsure number must be a parameter),
    ///         "deadline.validity", "deadline.backward" (a limit before an event has no roll, pause or extension).
    static base::Result<DeadlineRule> from_json(const base::Json& object, std::string pointer = {});
};

/// All rules of a law pack, chosen by id and day of the trigger.
class DeadlineRules {
public:
    DeadlineRules() = default;
    /// Errors: Conflict "deadline.validity_overlaps" when two versions of an id apply to one day.
    static base::Result<DeadlineRules> make(std::vector<DeadlineRule> rules);

    /// The version that applies to a trigger on that day.
    /// Errors: NotFound "deadline.rule_unknown", "deadline.no_version_in_force"
    base::Result<DeadlineRule> find(std::string_view id, base::Date trigger_day) const;
    bool has(std::string_view id) const;
    /// Sorted by id, then valid_from.
    const std::vector<DeadlineRule>& all() const noexcept { return rules_; }

private:
    std::vector<DeadlineRule> rules_;
};

}  // namespace gx::domain
