// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "domain/legal/source.hpp"

namespace gx::domain {

/// What a day of delay costs where the parties agreed on nothing.
///
/// Units: parts per million a day (500 = 0.05 %).
/// Source: each rule its own (SRC-ZXQYKX-2025 art. 17)
struct LateInterestRule {
    std::string id;
    std::vector<std::string> source;
    std::int64_t daily_ppm = 0;
    InForce in_force;
    static base::Result<LateInterestRule> from_json(const base::Json& object, const std::string& pointer = {});
};

/// The versions of the rules of a law pack.
class LateInterestRules {
public:
    LateInterestRules() = default;
    /// Errors: Conflict "late_interest.twice" when two versions of an id are in force on one day.
    static base::Result<LateInterestRules> make(std::vector<LateInterestRule> rules);
    /// The version in force on the day from which the term runs.
    /// Errors: NotFound "late_interest.unknown"
    base::Result<LateInterestRule> find(const std::string& id, base::Date on) const;
    const std::vector<LateInterestRule>& all() const noexcept { return rules_; }

private:
    std::vector<LateInterestRule> rules_;
};

/// A rate of late interest: exactly one of the two forms.
class LateRate {
public:
    static LateRate daily_ppm(std::int64_t ppm) { return LateRate{ppm, 1'000'000}; }
    /// Basis points a year of 365 days (300 = 3.00 %).
    static LateRate yearly_bp(std::int64_t bp) { return LateRate{bp, 10'000 * 365}; }
    std::int64_t numerator() const noexcept { return numerator_; }
    std::int64_t denominator() const noexcept { return denominator_; }

private:
    LateRate(std::int64_t numerator, std::int64_t denominator) : numerator_(numerator), denominator_(denominator) {}
    std::int64_t numerator_;
    std::int64_t denominator_;
};

/// One payment towards an amount.
struct PaidPart {
    base::Date paid_on;
    base::Money amount;
};

/// Interest on `principal`: principal × rate × days, days from the day after `due` to `paid_on`; rounded half up to a fen.
/// Zero when paid in time. Total for principals up to 1e14 fen and 100 years.
/// Source: SRC-ZXQYKX-2025 art. 17; SRC-ZXQYKX-2020 art. 15
base::Money late_interest(base::Money principal, LateRate rate, base::Date due, base::Date paid_on);

/// The same for an amount paid in parts, up to and including `until`: each day costs interest on what is unpaid at its end.
/// Rounded once, at the end.
base::Money late_interest(base::Money principal, LateRate rate, base::Date due, std::vector<PaidPart> parts,
                          base::Date until);

/// The agreed yearly rate when there is one, else the rule's.
/// Errors: InvalidInput "late_interest.below_floor" when the agreed rate is below `floor_bp`
///         (one-year loan prime rate on the day of the contract, where known).
base::Result<LateRate> late_rate(const LateInterestRule& rule, std::optional<std::int64_t> agreed_bp,
                                 std::optional<std::int64_t> floor_bp);

}  // namespace gx::domain
