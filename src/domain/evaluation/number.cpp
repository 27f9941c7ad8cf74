// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/number.hpp"

#include <algorithm>

namespace gx::domain::evaluation {
namespace {

constexpr Int128 kSmall = Int128{1} << 62;

bool small(Int128 value) { return value < kSmall && value > -kSmall; }

Int128 gcd(Int128 a, Int128 b) {
    if (a < 0) { a = -a; }
    while (b != 0) {
        if (small(a) && small(b)) {
            auto x = static_cast<std::uint64_t>(a);
            auto y = static_cast<std::uint64_t>(b);
            while (y != 0) {
                const std::uint64_t rest = x % y;
                x = y;
                y = rest;
            }
            return static_cast<Int128>(x);
        }
        const Int128 rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/// The one 128-bit value that has no opposite is out of range.
constexpr Int128 kMost = (((Int128{1} << 126) - 1) << 1) + 1;

Number reduced(Int128 n, Int128 d) {
    if (n < -kMost) { return Number::overflow(); }
    if (d == 1) { return {n, 1}; }
    const Int128 common = gcd(n, d);
    return {n / common, d / common};
}

/// Null wins over nothing, overflow over all: what a non-number operand makes of the result.
Number spread(const Number& a, const Number& b) {
    return a.is_overflow() || b.is_overflow() ? Number::overflow() : Number::null();
}

bool times(Int128 a, Int128 b, Int128& out) {
    if (small(a) && small(b)) {
        out = a * b;
        return true;
    }
    return !__builtin_mul_overflow(a, b, &out);
}

Number sum(const Number& a, Int128 bn, Int128 bd) {
    Int128 n = 0;
    if (a.d == bd) {
        if (__builtin_add_overflow(a.n, bn, &n)) { return Number::overflow(); }
        return reduced(n, bd);
    }
    Int128 left = 0;
    Int128 right = 0;
    Int128 d = 0;
    if (!times(a.n, bd, left) || !times(bn, a.d, right) || !times(a.d, bd, d) ||
        __builtin_add_overflow(left, right, &n)) {
        return Number::overflow();
    }
    return reduced(n, d);
}

Int128 power_of_ten(int decimals) {
    Int128 power = 1;
    for (int i = 0; i < decimals; ++i) { power *= 10; }
    return power;
}

}  // namespace

namespace exact {

Number add(const Number& a, const Number& b) {
    if (!a.is_number() || !b.is_number()) { return spread(a, b); }
    return sum(a, b.n, b.d);
}

Number multiply(const Number& a, const Number& b) {
    if (!a.is_number() || !b.is_number()) { return spread(a, b); }
    if (a.d == 1 && b.d == 1) {
        Int128 n = 0;
        return times(a.n, b.n, n) ? reduced(n, 1) : Number::overflow();
    }
    const Number left = reduced(a.n, b.d);  // crosswise first, so that the products stay small
    const Number right = reduced(b.n, a.d);
    Int128 n = 0;
    Int128 d = 0;
    if (!times(left.n, right.n, n) || !times(left.d, right.d, d) || n < -kMost) { return Number::overflow(); }
    return {n, d};
}

Number div_half_up(const Number& a, const Number& b) {
    if (a.d == 1 && b.d == 1 && b.n > 0) {
        if (a.n < (kSmall << 60) && a.n > -(kSmall << 60) && b.n < (kSmall << 60)) {
            return {base::div_half_up(a.n, b.n), 1};
        }
    }
    return evaluation::round_half_up(ratio(a, b), 0);
}

Number round_half_up(const Number& a, int decimals) {
    if (!a.is_number()) { return a; }
    const Int128 power = power_of_ten(decimals);
    Int128 n = 0;
    if (!times(a.n, power, n)) { return Number::overflow(); }
    constexpr Int128 kLimit = Int128{1} << 124;
    if (n >= kLimit || n <= -kLimit || a.d >= kLimit) { return Number::overflow(); }
    return reduced(base::div_half_up(n, a.d), power);
}

std::optional<int> compare(const Number& a, const Number& b) {
    if (!a.is_number() || !b.is_number()) { return std::nullopt; }
    if (a.d == b.d) { return a.n < b.n ? -1 : (a.n > b.n ? 1 : 0); }
    Int128 left = 0;
    Int128 right = 0;
    if (!times(a.n, b.d, left) || !times(b.n, a.d, right)) { return std::nullopt; }
    return left < right ? -1 : (left > right ? 1 : 0);
}

base::Result<std::int64_t> to_stored(const Number& value, int decimals) {
    if (value.is_null()) { return kNullStored; }
    const Number rounded = evaluation::multiply(evaluation::round_half_up(value, decimals), Number::whole(power_of_ten(decimals)));
    if (!rounded.is_number() || rounded.n > std::numeric_limits<std::int64_t>::max() ||
        rounded.n <= std::numeric_limits<std::int64_t>::min()) {
        return base::Error{base::ErrorCode::InvalidInput, "evaluation.overflow"};
    }
    return static_cast<std::int64_t>(rounded.n);
}

}  // namespace exact

Number ratio(const Number& a, const Number& b) {
    if (!a.is_number() || !b.is_number()) { return spread(a, b); }
    if (b.n == 0) { return Number::null(); }
    return evaluation::multiply(a, b.n > 0 ? Number{b.d, b.n} : Number{-b.d, -b.n});
}

Number minimum(const Number& a, const Number& b) {
    const auto order = evaluation::compare(a, b);
    if (!order) { return spread(a, b); }
    return *order <= 0 ? a : b;
}

Number maximum(const Number& a, const Number& b) {
    const auto order = evaluation::compare(a, b);
    if (!order) { return spread(a, b); }
    return *order >= 0 ? a : b;
}

std::string stored_text(std::int64_t stored, int decimals) {
    if (stored == kNullStored) { return {}; }
    if (decimals == 0) { return std::to_string(stored); }
    std::string digits = std::to_string(stored < 0 ? -stored : stored);
    const auto places = static_cast<std::size_t>(decimals);
    if (digits.size() <= places) { digits.insert(0, places + 1 - digits.size(), '0'); }
    digits.insert(digits.size() - places, 1, '.');
    return stored < 0 ? "-" + digits : digits;
}

base::Result<Number> parse_number(std::string_view text) {
    const base::Error bad{base::ErrorCode::InvalidInput, "scheme.number", std::string{text}};
    const bool negative = !text.empty() && text.front() == '-';
    std::string_view rest = negative ? text.substr(1) : text;
    Int128 n = 0;
    Int128 d = 1;
    bool point = false;
    bool digit = false;
    if (rest.size() > 19) { return bad; }
    for (const char c : rest) {
        if (c == '.' && !point && digit) {
            point = true;
            digit = false;
            continue;
        }
        if (c < '0' || c > '9') { return bad; }
        digit = true;
        n = n * 10 + (c - '0');
        if (point) { d *= 10; }
    }
    if (!digit) { return bad; }
    return reduced(negative ? -n : n, d);
}

std::string to_text(const Number& value) {
    if (!value.is_number()) { return {}; }
    const auto digits = [](Int128 number) {
        std::string out;
        const bool negative = number < 0;
        do {
            const auto digit = static_cast<int>(number % 10);
            out.push_back(static_cast<char>('0' + (digit < 0 ? -digit : digit)));
            number /= 10;
        } while (number != 0);
        if (negative) { out.push_back('-'); }
        std::reverse(out.begin(), out.end());
        return out;
    };
    return value.d == 1 ? digits(value.n) : digits(value.n) + "/" + digits(value.d);
}

}  // namespace gx::domain::evaluation
