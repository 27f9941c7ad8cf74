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

/// The careful ways of the functions below: any fraction, null, overflow.
namespace exact {
Number add(const Number& a, const Number& b);
Number multiply(const Number& a, const Number& b);
Number div_half_up(const Number& a, const Number& b);
Number round_half_up(const Number& a, int decimals);
std::optional<int> compare(const Number& a, const Number& b);
base::Result<std::int64_t> to_stored(const Number& value, int decimals);
}  // namespace exact

constexpr bool fits_64(Int128 value) { return value == static_cast<std::int64_t>(value); }

inline Number add(const Number& a, const Number& b) {
    if (a.d == 1 && b.d == 1 && fits_64(a.n) && fits_64(b.n)) { return {a.n + b.n, 1}; }
    return exact::add(a, b);
}
inline Number subtract(const Number& a, const Number& b) {
    if (a.d == 1 && b.d == 1 && fits_64(a.n) && fits_64(b.n)) { return {a.n - b.n, 1}; }
    return exact::add(a, Number{-b.n, b.d});
}
inline Number multiply(const Number& a, const Number& b) {
    if (a.d == 1 && b.d == 1 && fits_64(a.n) && fits_64(b.n)) { return {a.n * b.n, 1}; }
    return exact::multiply(a, b);
}
/// The exact quotient; null when `b` is 0.
Number ratio(const Number& a, const Number& b);
/// The quotient rounded half up to a whole number; null when `b` is 0.
inline Number div_half_up(const Number& a, const Number& b) {
    constexpr Int128 kSmall = Int128{1} << 61;
    if (a.d == 1 && b.d == 1 && a.n >= 0 && a.n < kSmall && b.n > 0 && b.n < kSmall) {
        const auto n = static_cast<std::uint64_t>(a.n);
        const auto d = static_cast<std::uint64_t>(b.n);
        return {static_cast<Int128>((2 * n + d) / (2 * d)), 1};
    }
    return exact::div_half_up(a, b);
}
/// Rounded half up to `decimals` decimals (0..9).
inline Number round_half_up(const Number& a, int decimals) { return a.d == 1 ? a : exact::round_half_up(a, decimals); }
/// -1, 0, 1 for two numbers; nothing when one of them is not a number.
inline std::optional<int> compare(const Number& a, const Number& b) {
    if (a.d == 1 && b.d == 1) { return a.n < b.n ? -1 : (a.n > b.n ? 1 : 0); }
    return exact::compare(a, b);
}
/// The smaller / larger one; null when one of them is null.
Number minimum(const Number& a, const Number& b);
Number maximum(const Number& a, const Number& b);

/// Value times 10^decimals rounded half up, as it is stored and printed. Null gives kNullStored.
/// Errors: InvalidInput "evaluation.overflow" when it does not fit.
inline constexpr std::int64_t kNullStored = std::numeric_limits<std::int64_t>::min();
inline base::Result<std::int64_t> to_stored(const Number& value, int decimals) {
    if (value.d == 0) { return kNullStored; }
    if (value.d == 1 && decimals == 0 && fits_64(value.n) && value.n != kNullStored) {
        return static_cast<std::int64_t>(value.n);
    }
    return exact::to_stored(value, decimals);
}
/// "-12.3400" for a stored value; empty for null.
std::string stored_text(std::int64_t stored, int decimals);

/// Reads "12", "-0.80". Shape: at most 18 digits. Errors: InvalidInput "scheme.number"
base::Result<Number> parse_number(std::string_view text);
/// "3/4", "12", "" for null.
std::string to_text(const Number& value);

}  // namespace gx::domain::evaluation
