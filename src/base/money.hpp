// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gx::base {

/// An amount of money. Units: whole fen (1/100 yuan) in 64 bits.
class Money {
public:
    constexpr Money() = default;
    static constexpr Money fen(std::int64_t fen) { return Money{fen}; }
    /// Reads a decimal amount in `fen_per_unit` (yuan 100, 万元 1'000'000, 亿元 10'000'000'000): "1,234.5", "-3".
    /// Thousands separators "," are accepted only in groups of three.
    /// Errors: InvalidInput "money.invalid" (not a number), "money.fraction" (finer than one fen), "money.range".
    static Result<Money> parse(std::string_view text, std::int64_t fen_per_unit = 100);

    constexpr std::int64_t in_fen() const noexcept { return fen_; }
    /// "46000.00": yuan with two decimals.
    std::string yuan() const;
    constexpr auto operator<=>(const Money&) const = default;

private:
    constexpr explicit Money(std::int64_t fen) : fen_(fen) {}
    std::int64_t fen_ = 0;
};

__extension__ typedef __int128 Int128;

/// n / d rounded half up, for d > 0 and any n (half goes towards +infinity). Total.
constexpr Int128 div_half_up(Int128 n, Int128 d) {
    const Int128 twice = 2 * n + d;
    const Int128 q = twice / (2 * d);
    return (twice % (2 * d) != 0 && twice < 0) ? q - 1 : q;
}

}  // namespace gx::base
