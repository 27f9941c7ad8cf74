// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "base/date.hpp"
#include "base/result.hpp"
#include "domain/calendar/deadline.hpp"

namespace gx::domain {

/// What a payment term starts from.
struct PaymentFacts {
    enum class Basis {
        Delivery,    ///< goods, works or services delivered
        Acceptance,  ///< the contract makes acceptance a condition
        Settlement,  ///< progress or periodic settlement: both sides confirmed the amount
    };
    Basis basis = Basis::Delivery;
    std::optional<base::Date> delivered_on;
    std::optional<base::Date> accepted_on;
    /// End of the acceptance period the contract sets.
    std::optional<base::Date> acceptance_due_on;
    std::optional<base::Date> amount_confirmed_on;
};

/// The day from which the term runs, as far as it is known on `today`; nothing before that.
/// A body that delays acceptance gains nothing: the term then runs from the end of the agreed acceptance period.
/// Source: SRC-ZXQYKX-2025 art. 9, 10; SRC-ZXQYKX-2020 art. 8, 9
std::optional<base::Date> payment_start(const PaymentFacts& facts, base::Date today);

/// Rule ids of the law pack that a payment term reads.
struct PaymentRules {
    std::string standard = "DL-SME-01";  ///< when the contract says nothing
    std::string longest = "DL-SME-02";   ///< what a contract may say at most
};

struct PaymentDue {
    base::Date due_on;
    bool provisional = false;
    /// The contract's term is longer than the law allows; `due_on` is the lawful one.
    bool capped = false;
    /// The version of the rule that was used.
    DeadlineRule rule;
    DeadlineResult explanation;
};

/// When a payment to a small or medium enterprise is due. The version of the regulation is that of the day the term starts.
///
/// Units:  `agreed_days` calendar days after the start.
/// Errors: NotFound "deadline.rule_unknown", "deadline.no_version_in_force" (before 2020-09-01);
///         InvalidInput "payment_term.agreed_days" (not 0 to 3650).
/// Source: SRC-ZXQYKX-2025 art. 9; SRC-ZXQYKX-2020 art. 8
base::Result<PaymentDue> payment_due(base::Date start_on, std::optional<int> agreed_days, const DeadlineRules& rules,
                                     const PaymentRules& ids, const WorkingCalendar& calendar);

}  // namespace gx::domain
