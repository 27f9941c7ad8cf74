// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "base/money.hpp"
#include "base/result.hpp"

namespace gx::domain::evaluation {

using base::Int128;

/// What every judgement is calculated with: an exact fraction in 128 bits, "nothing" (null), or "too large".
///
/// Shape: denominator > 0 a number in lowest terms; 0 null; -1 an overflow, which spreads and ends as an error.
/// Source: DESIGN 4.4 (exact arithmetic; a ratio with denominator 0 is null).
struct Number {
    Int128 n = 0;
    Int128 d = 0;

    static constexpr Number null() { return {0, 0}; }
    static constexpr Number overflow() { return {0, -1}; }
    static constexpr Number whole(Int128 value) { return {value, 1}; }
    static constexpr Number truth(bool value) { return {value ? 1 : 0, 1}; }

    constexpr bool is_null() const { return d == 0; }
    constexpr bool is_overflow() const { return d < 0; }
    constexpr bool is_number() const { return d > 0; }
    /// A condition holds when it is a number other than 0; null does not hold.
    constexpr bool holds() const { return d > 0 && n != 0; }
    bool operator==(const Number&) const = default;
};

Number add(const Number& a, const Number& b);
Number subtract(const Number& a, const Number& b);
Number multiply(const Number& a, const Number& b);
/// The exact quotient; null when `b` is 0.
Number ratio(const Number& a, const Number& b);
/// The quotient rounded half up to a whole number; null when `b` is 0.
Number div_half_up(const Number& a, const Number& b);
/// Rounded half up to `decimals` decimals (0..9).
Number round_half_up(const Number& a, int decimals);
/// The smaller / larger one; null when one of them is null.
Number minimum(const Number& a, const Number& b);
Number maximum(const Number& a, const Number& b);
/// -1, 0, 1 for two numbers; nothing when one of them is not a number.
std::optional<int> compare(const Number& a, const Number& b);

/// Value times 10^decimals rounded half up, as it is stored and printed. Null gives kNullStored.
/// Errors: InvalidInput "evaluation.overflow" when it does not fit.
inline constexpr std::int64_t kNullStored = std::numeric_limits<std::int64_t>::min();
base::Result<std::int64_t> to_stored(const Number& value, int decimals);
/// "-12.3400" for a stored value; empty for null.
std::string stored_text(std::int64_t stored, int decimals);

/// Reads "12", "-0.80". Shape: at most 18 digits. Errors: InvalidInput "scheme.number"
base::Result<Number> parse_number(std::string_view text);
/// "3/4", "12", "" for null.
std::string to_text(const Number& value);

}  // namespace gx::domain::evaluation
