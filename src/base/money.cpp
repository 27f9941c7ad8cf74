// SPDX-License-Identifier: Apache-2.0
#include "base/money.hpp"

#include <limits>

namespace gx::base {
namespace {

/// Removes "," where every group after the first has three digits; false when the grouping is wrong.
bool strip_separators(std::string_view text, std::string& out) {
    const auto point = text.find('.');
    const auto whole = text.substr(0, point);
    if (whole.find(',') == std::string_view::npos) {
        out.assign(text);
        return text.find(',') == std::string_view::npos;
    }
    std::size_t group = 0;
    bool first = true;
    for (const char c : whole) {
        if (c != ',') {
            out.push_back(c);
            ++group;
            continue;
        }
        if (group == 0 || group > 3 || (!first && group != 3)) { return false; }
        first = false;
        group = 0;
    }
    if (group != 3) { return false; }
    if (point != std::string_view::npos) { out.append(text.substr(point)); }
    return text.substr(whole.size()).find(',') == std::string_view::npos;
}

}  // namespace

Result<Money> Money::parse(std::string_view text, std::int64_t fen_per_unit) {
    const auto invalid = [&] {
        return Error{ErrorCode::InvalidInput, "money.invalid", fmt::format("not an amount: \"{}\"", text)};
    };
    std::string_view rest = text;
    bool negative = false;
    if (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) {
        negative = rest.front() == '-';
        rest.remove_prefix(1);
    }
    std::string plain;
    if (rest.empty() || rest.size() > 40 || !strip_separators(rest, plain)) { return invalid(); }

    Int128 digits = 0;
    Int128 scale = 1;
    bool seen_point = false;
    bool seen_digit = false;
    for (const char c : plain) {
        if (c == '.' && !seen_point && seen_digit) {
            seen_point = true;
            continue;
        }
        if (c < '0' || c > '9') { return invalid(); }
        if (seen_point && c == '0' && scale > 1'000'000'000'000) { continue; }
        digits = digits * 10 + (c - '0');
        if (seen_point) { scale *= 10; }
        seen_digit = true;
        if (digits > Int128{10} * std::numeric_limits<std::int64_t>::max() * 1'000'000) {
            return Error{ErrorCode::InvalidInput, "money.range", fmt::format("amount too large: \"{}\"", text)};
        }
    }
    if (!seen_digit || plain.back() == '.') { return invalid(); }
    const Int128 fen = digits * fen_per_unit;
    if (fen % scale != 0) {
        return Error{ErrorCode::InvalidInput, "money.fraction", fmt::format("finer than one fen: \"{}\"", text)};
    }
    const Int128 whole = fen / scale;
    if (whole > std::numeric_limits<std::int64_t>::max()) {
        return Error{ErrorCode::InvalidInput, "money.range", fmt::format("amount too large: \"{}\"", text)};
    }
    const auto value = static_cast<std::int64_t>(whole);
    return Money{negative ? -value : value};
}

std::string Money::yuan() const {
    const bool negative = fen_ < 0;
    const std::uint64_t magnitude =
        negative ? ~static_cast<std::uint64_t>(fen_) + 1 : static_cast<std::uint64_t>(fen_);
    return fmt::format("{}{}.{:02}", negative ? "-" : "", magnitude / 100, magnitude % 100);
}

}  // namespace gx::base
