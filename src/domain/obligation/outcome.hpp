// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "domain/obligation/lawful_change.hpp"
#include "domain/obligation/obligation.hpp"
#include "domain/obligation/obligation_kind.hpp"

namespace gx::domain {

/// How a duty stands: the first that fits, in this order.
enum class Outcome {
    Void,      ///< the act it rests on is void
    Changed,   ///< a lawful change is in force: the duty was ended, or put off to a day not yet over
    Broken,    ///< a confirmed breach finding, or cancelled outside the procedure
    Kept,      ///< done in time
    KeptLate,  ///< done, but late; late stays late
    Overdue,   ///< the due day is over
    Pending,   ///< the due day is not over
};
/// "void", "changed", "broken", "kept", "kept_late", "overdue", "pending"
std::string_view to_string(Outcome outcome);
std::optional<Outcome> outcome_from(std::string_view text);

/// A breach found by a named organ, as far as the outcome needs it (domain/finding gives it).
struct BreachFact {
    std::string finding_id;
    base::Date decided_on;
    std::optional<base::Date> revoked_on;
};

/// The outcome with what it rests on.
struct Standing {
    Outcome outcome = Outcome::Pending;
    /// The due day as the changes in force leave it.
    base::Date due_on;
    /// The day on which everything asked for was there.
    std::optional<base::Date> done_on;
    /// What is owed and what was given up to the day, in fen; absent when the duty has no amount.
    std::optional<std::int64_t> amount_fen;
    std::optional<std::int64_t> fulfilled_fen;
    /// Days between the due day and the day it was done (or the day asked about); 0 when in time.
    std::int32_t days_late = 0;
    /// Stable key of the deciding fact: "void", "change_ended", "change_deferred", "breach_finding",
    /// "cancelled_without_procedure", "done", "due_day_over", "due_day_not_over", "due_day_provisional".
    std::string_view because;
    /// Code of the deciding change or id of the deciding finding; empty otherwise.
    std::string decided_by;
    /// What still lacks: "evidence", "milestone", "amount", "done_on" or empty.
    std::string_view lacks;
};

/// How the duty stands at the end of `today`. Facts dated later are not known yet. Total.
///
/// Shape:  `milestones`, `payments`, `changes`, `findings` are those of this obligation, in any order.
///         It is done when done_on, every milestone and (where an amount is known) the full amount are there and, if the kind
///         demands it, evidence (of the duty, of each milestone, or the vouchers of full payment); the day it was done is the last of those days.
///         A change that only puts the duty off covers it until its new day is over, it is done, cancelled, or found broken
///         by a finding decided after the change came into force.
///         A change decided after the due day puts the duty off but does not undo the delay: such a duty is kept late at best.
///         Findings that a later decision revoked do not count from that day on.
/// Source: S-1.2, S-6.4c, S-6.4e
Standing standing(const Obligation& obligation, const ObligationKind& kind, std::span<const Milestone> milestones,
                  std::span<const Payment> payments, std::span<const LawfulChange> changes,
                  std::span<const BreachFact> findings, base::Date today);

/// Only the outcome of `standing`.
inline Outcome outcome(const Obligation& obligation, const ObligationKind& kind, std::span<const Milestone> milestones,
                       std::span<const Payment> payments, std::span<const LawfulChange> changes,
                       std::span<const BreachFact> findings, base::Date today) {
    return standing(obligation, kind, milestones, payments, changes, findings, today).outcome;
}

}  // namespace gx::domain
