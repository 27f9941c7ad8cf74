// SPDX-License-Identifier: Apache-2.0
#include "domain/obligation/payment_term.hpp"

#include <algorithm>
#include <utility>

namespace gx::domain {

using base::Date;
using base::Result;

namespace {

std::optional<Date> known(const std::optional<Date>& day, Date today) {
    return day && *day <= today ? day : std::nullopt;
}

std::optional<Date> accepted(const PaymentFacts& facts, Date today) {
    const auto accepted_on = known(facts.accepted_on, today);
    // SRC-ZXQYKX-2025 art. 10: 拖延检验或者验收的，付款期限自约定的检验或者验收期限届满之日起算。
    const auto period_over = known(facts.acceptance_due_on, today);
    if (accepted_on && period_over) { return std::min(*accepted_on, *period_over); }
    return accepted_on ? accepted_on : period_over;
}

}  // namespace

std::optional<Date> payment_start(const PaymentFacts& facts, Date today) {
    switch (facts.basis) {
        case PaymentFacts::Basis::Delivery: return known(facts.delivered_on, today);
        case PaymentFacts::Basis::Acceptance: return accepted(facts, today);
        case PaymentFacts::Basis::Settlement: return known(facts.amount_confirmed_on, today);
    }
    return std::nullopt;
}

Result<PaymentDue> payment_due(Date start_on, std::optional<int> agreed_days, const DeadlineRules& rules,
                               const PaymentRules& ids, const WorkingCalendar& calendar) {
    if (agreed_days && (*agreed_days < 0 || *agreed_days > 3'650)) {
        return base::Error{base::ErrorCode::InvalidInput, "payment_term.agreed_days"};
    }
    GX_TRY(auto rule, rules.find(ids.standard, start_on));
    bool capped = false;
    if (agreed_days) {
        GX_TRY(auto longest, rules.find(ids.longest, start_on));
        // SRC-ZXQYKX-2025 art. 9: 合同另有约定的，从其约定，但付款期限最长不得超过60日。
        capped = *agreed_days > longest.amount;
        longest.amount = std::min(*agreed_days, longest.amount);
        rule = std::move(longest);
    }
    GX_TRY(auto result, compute_deadline(rule, start_on, {}, {}, calendar));
    GX_ASSERT(result.due.has_value());  // no pause was given
    return PaymentDue{.due_on = *result.due,
                      .provisional = result.provisional,
                      .capped = capped,
                      .rule = std::move(rule),
                      .explanation = std::move(result)};
}

}  // namespace gx::domain
