// SPDX-License-Identifier: Apache-2.0
#include "domain/obligation/outcome.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>
#include <vector>

namespace gx::domain {

using base::Date;

namespace {

constexpr std::array<std::pair<Outcome, std::string_view>, 7> kNames = {{{Outcome::Void, "void"},
                                                                        {Outcome::Changed, "changed"},
                                                                        {Outcome::Broken, "broken"},
                                                                        {Outcome::Kept, "kept"},
                                                                        {Outcome::KeptLate, "kept_late"},
                                                                        {Outcome::Overdue, "overdue"},
                                                                        {Outcome::Pending, "pending"}}};

bool known(const std::optional<Date>& day, Date today) { return day && *day <= today; }

/// The day from which a change in force governs.
Date governs_from(const LawfulChange& change) { return std::max(change.decided_on, *change.notified_on); }

/// The terms as the changes in force leave them.
struct Terms {
    Date due_on;
    bool due_provisional = false;
    std::optional<std::int64_t> amount_fen;
    /// The first due day that had passed before a change put it off.
    std::optional<Date> missed_due_on;
    const LawfulChange* ended_by = nullptr;
    const LawfulChange* last = nullptr;
};

Terms terms_on(const Obligation& obligation, std::span<const LawfulChange> changes, Date today) {
    Terms terms{.due_on = obligation.due_on,
                .due_provisional = obligation.due_provisional,
                .amount_fen = obligation.amount_fen,
                .missed_due_on = {}};
    std::vector<const LawfulChange*> in_force;
    for (const auto& change : changes) {
        if (change.in_force_on(today)) { in_force.push_back(&change); }
    }
    std::sort(in_force.begin(), in_force.end(), [](const auto* a, const auto* b) {
        return std::pair{governs_from(*a), std::string_view{a->code}} <
               std::pair{governs_from(*b), std::string_view{b->code}};
    });
    for (const auto* change : in_force) {
        terms.last = change;
        if (change->cancels) {
            terms.ended_by = change;
            continue;
        }
        if (change->new_due_on) {
            if (governs_from(*change) > terms.due_on && !terms.due_provisional && !terms.missed_due_on) {
                terms.missed_due_on = terms.due_on;
            }
            terms.due_on = *change->new_due_on;
            terms.due_provisional = false;
        }
        if (change->new_amount_fen) { terms.amount_fen = change->new_amount_fen; }
    }
    return terms;
}

/// What was done up to a day: the day it was complete, or what lacks.
struct Performance {
    std::optional<Date> done_on;
    std::optional<std::int64_t> fulfilled_fen;
    std::string_view lacks;
};

struct PaidSum {
    bool any = false;
    std::int64_t fen = 0;
    std::optional<Date> reached_on;
};

PaidSum paid_up_to(const Obligation& obligation, std::span<const Payment> payments,
                   const std::optional<std::int64_t>& amount_fen, Date today) {
    std::vector<const Payment*> known_payments;
    for (const auto& payment : payments) {
        if (payment.currency == obligation.currency && payment.paid_on <= today) { known_payments.push_back(&payment); }
    }
    std::stable_sort(known_payments.begin(), known_payments.end(),
                     [](const auto* a, const auto* b) { return a->paid_on < b->paid_on; });
    PaidSum sum{.any = !known_payments.empty(), .reached_on = {}};
    for (const auto* payment : known_payments) {
        sum.fen += payment->amount_fen;
        if (amount_fen && !sum.reached_on && sum.fen >= *amount_fen) { sum.reached_on = payment->paid_on; }
    }
    return sum;
}

bool any_known(const std::vector<Evidence>& evidence, Date today) {
    return std::any_of(evidence.begin(), evidence.end(),
                       [&](const auto& item) { return !item.on || *item.on <= today; });
}

/// Evidence of the duty itself, or of each of its milestones.
bool is_proved(const Obligation& obligation, std::span<const Milestone> milestones, Date today) {
    return any_known(obligation.evidence, today) ||
           (!milestones.empty() && std::all_of(milestones.begin(), milestones.end(), [&](const auto& milestone) {
               return any_known(milestone.evidence, today);
           }));
}

Performance performance_on(const Obligation& obligation, const ObligationKind& kind, const Terms& terms,
                           std::span<const Milestone> milestones, std::span<const Payment> payments, Date today) {
    const PaidSum paid = paid_up_to(obligation, payments, terms.amount_fen, today);
    Performance got{.done_on = {}, .fulfilled_fen = obligation.fulfilled_fen, .lacks = {}};
    if (paid.any) { got.fulfilled_fen = paid.fen; }

    std::optional<Date> done;
    const bool by_payments = kind.settled_by() == ObligationKind::SettledBy::Payments;
    if (known(obligation.done_on, today)) { done = obligation.done_on; }
    if (!done && by_payments) { done = paid.reached_on; }
    if (!done) {
        got.lacks = by_payments && terms.amount_fen ? "amount" : "done_on";
        return got;
    }
    for (const auto& milestone : milestones) {
        if (!known(milestone.done_on, today)) {
            got.lacks = "milestone";
            return got;
        }
        done = std::max(*done, *milestone.done_on);
    }
    // Partial fulfilment is an amount, not an outcome: a duty with less than its amount is not done.
    if (terms.amount_fen && got.fulfilled_fen && *got.fulfilled_fen < *terms.amount_fen) {
        got.lacks = "amount";
        return got;
    }
    if (paid.reached_on) { done = std::max(*done, *paid.reached_on); }
    // S-5.2d, S-6.4c: done without proof counts as not done. A payment's voucher is its proof.
    if (kind.needs_evidence() && !is_proved(obligation, milestones, today) && !(by_payments && paid.reached_on)) {
        got.lacks = "evidence";
        return got;
    }
    got.done_on = done;
    return got;
}

const BreachFact* breach_in_force(std::span<const BreachFact> findings, Date from, Date today) {
    for (const auto& finding : findings) {
        if (finding.decided_on >= from && finding.decided_on <= today && !known(finding.revoked_on, today)) {
            return &finding;
        }
    }
    return nullptr;
}

/// The facts on which a standing is decided.
struct Facts {
    const Obligation& obligation;
    Terms terms;
    Performance performance;
    std::span<const BreachFact> findings;
    Date today;

    bool cancelled() const { return known(obligation.cancelled_on, today); }

    /// A change holds the duty open: not done, its day not over, and no later act of anyone overtook it.
    bool put_off() const {
        return terms.last != nullptr && terms.ended_by == nullptr && !performance.done_on && today <= terms.due_on &&
               !cancelled() && breach_in_force(findings, governs_from(*terms.last), today) == nullptr;
    }
};

void decide(const Facts& facts, Standing& out) {
    const auto say = [&](Outcome outcome, std::string_view because, std::string decided_by = {}) {
        out.outcome = outcome;
        out.because = because;
        out.decided_by = std::move(decided_by);
    };
    const Terms& terms = facts.terms;
    if (known(facts.obligation.void_on, facts.today)) { return say(Outcome::Void, "void"); }
    if (terms.ended_by != nullptr) { return say(Outcome::Changed, "change_ended", terms.ended_by->code); }
    if (facts.put_off()) { return say(Outcome::Changed, "change_deferred", terms.last->code); }
    if (const auto* breach = breach_in_force(facts.findings, Date::from_days(std::numeric_limits<std::int32_t>::min()), facts.today)) {
        return say(Outcome::Broken, "breach_finding", breach->finding_id);
    }
    if (facts.cancelled()) { return say(Outcome::Broken, "cancelled_without_procedure"); }

    const Date late_after = terms.missed_due_on.value_or(terms.due_on);
    const Date until = facts.performance.done_on.value_or(facts.today);
    const bool late = until > late_after && !terms.due_provisional;
    if (late) { out.days_late = base::days_between(late_after, until); }
    if (facts.performance.done_on) { return say(late ? Outcome::KeptLate : Outcome::Kept, "done"); }
    if (facts.today <= terms.due_on) { return say(Outcome::Pending, "due_day_not_over"); }
    if (terms.due_provisional) { return say(Outcome::Pending, "due_day_provisional"); }
    return say(Outcome::Overdue, "due_day_over");
}

}  // namespace

std::string_view to_string(Outcome outcome) { return kNames[static_cast<std::size_t>(outcome)].second; }

std::optional<Outcome> outcome_from(std::string_view text) {
    for (const auto& [outcome, name] : kNames) {
        if (name == text) { return outcome; }
    }
    return std::nullopt;
}

Standing standing(const Obligation& obligation, const ObligationKind& kind, std::span<const Milestone> milestones,
                  std::span<const Payment> payments, std::span<const LawfulChange> changes,
                  std::span<const BreachFact> findings, Date today) {
    Terms terms = terms_on(obligation, changes, today);
    Performance performance = performance_on(obligation, kind, terms, milestones, payments, today);
    // Done before the change came into force and not later than the day then due: the change did not find a late duty.
    if (terms.missed_due_on && performance.done_on && *performance.done_on <= *terms.missed_due_on) {
        terms.missed_due_on.reset();
    }
    Standing out{.due_on = terms.due_on,
                 .done_on = performance.done_on,
                 .amount_fen = terms.amount_fen,
                 .fulfilled_fen = performance.fulfilled_fen,
                 .because = {},
                 .decided_by = {},
                 .lacks = performance.lacks};
    decide({obligation, terms, performance, findings, today}, out);
    return out;
}

}  // namespace gx::domain
