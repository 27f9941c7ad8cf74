// SPDX-License-Identifier: Apache-2.0
#include "domain/obligation/late_interest.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/json_reader.hpp"

namespace gx::domain {

using base::Date;
using base::Int128;
using base::Json;
using base::JsonReader;
using base::Money;
using base::Result;

Result<LateInterestRule> LateInterestRule::from_json(const Json& object, const std::string& pointer) {
    const JsonReader reader{object, pointer};
    GX_CHECK(reader.only({"id", "source", "daily_ppm", "in_force"}));
    LateInterestRule made;
    GX_TRY(made.id, reader.text("id", 40));
    GX_TRY(made.source, reader.texts("source", 20));
    if (made.source.empty()) { return reader.refuse("source", "json.member_missing", "each rate has a source"); }
    GX_TRY(made.daily_ppm, reader.integer("daily_ppm", 1, 10'000));
    GX_TRY(made.in_force, InForce::from_json(reader.raw("in_force"), reader.where("in_force")));
    return made;
}

Result<LateInterestRules> LateInterestRules::make(std::vector<LateInterestRule> rules) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (rules[i].id == rules[j].id && rules[i].in_force.overlaps(rules[j].in_force)) {
                return base::Error{base::ErrorCode::Conflict, "late_interest.twice", rules[i].id};
            }
        }
    }
    LateInterestRules made;
    made.rules_ = std::move(rules);
    return made;
}

Result<LateInterestRule> LateInterestRules::find(const std::string& id, Date on) const {
    for (const auto& rule : rules_) {
        if (rule.id == id && rule.in_force.covers(on)) { return rule; }
    }
    return base::Error{base::ErrorCode::NotFound, "late_interest.unknown", fmt::format("{} on {}", id, on.iso())};
}

Money late_interest(Money principal, LateRate rate, Date due, Date paid_on) {
    return late_interest(principal, rate, due, {{paid_on, principal}}, paid_on);
}

Money late_interest(Money principal, LateRate rate, Date due, std::vector<PaidPart> parts, Date until) {
    std::stable_sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return a.paid_on < b.paid_on; });
    Int128 fen_days = 0;
    std::int64_t unpaid = principal.in_fen();
    Date counted_to = due;
    const auto run_to = [&](Date day) {
        if (day <= counted_to) { return; }
        // SRC-ZXQYKX-2025 art. 17: the day of payment still counts, the due day does not.
        if (unpaid > 0) { fen_days += Int128{unpaid} * base::days_between(counted_to, day); }
        counted_to = day;
    };
    for (const auto& part : parts) {
        if (part.paid_on > until) { break; }
        run_to(part.paid_on);
        unpaid -= part.amount.in_fen();
    }
    run_to(until);
    return Money::fen(static_cast<std::int64_t>(base::div_half_up(fen_days * rate.numerator(), rate.denominator())));
}

Result<LateRate> late_rate(const LateInterestRule& rule, std::optional<std::int64_t> agreed_bp,
                           std::optional<std::int64_t> floor_bp) {
    if (!agreed_bp) { return LateRate::daily_ppm(rule.daily_ppm); }
    // SRC-ZXQYKX-2025 art. 17: 约定利率不得低于合同订立时1年期贷款市场报价利率
    if (floor_bp && *agreed_bp < *floor_bp) {
        return base::Error{base::ErrorCode::InvalidInput, "late_interest.below_floor",
                           fmt::format("{} below {} basis points", *agreed_bp, *floor_bp), "/agreed_rate_bp"};
    }
    return LateRate::yearly_bp(*agreed_bp);
}

}  // namespace gx::domain
