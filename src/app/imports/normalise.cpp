// SPDX-License-Identifier: Apache-2.0
#include "app/imports/normalise.hpp"

#include <array>
#include <charconv>
#include <cstring>
#include <optional>

#include "base/money.hpp"
#include "base/text.hpp"

namespace gx::app {
namespace {

using base::Date;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kSignificantDigits = 15;

Error fault(const char* reason, std::string_view text) {
    return {ErrorCode::InvalidInput, reason, fmt::format("\"{}\"", text.substr(0, 100))};
}

bool is_ascii(std::string_view text) {
    for (const char c : text) {
        if (static_cast<unsigned char>(c) >= 0x80) { return false; }
    }
    return true;
}

/// Trimmed and half-width; `scratch` holds it where a change was needed.
std::string_view narrow(std::string_view text, std::string& scratch) {
    text = base::trim(text);
    if (is_ascii(text)) { return text; }
    scratch = base::half_width(text);
    return base::trim(scratch);
}

bool all_digits(std::string_view text) {
    for (const char c : text) {
        if (c < '0' || c > '9') { return false; }
    }
    return !text.empty();
}

std::optional<int> small_number(std::string_view digits) {
    int value = 0;
    if (digits.size() > 4 || !all_digits(digits)) { return std::nullopt; }
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

Result<Date> day_of(std::string_view text, std::string_view year, std::string_view month, std::string_view day) {
    const auto y = small_number(year);
    const auto m = small_number(month);
    const auto d = small_number(day);
    if (!y || !m || !d || year.size() != 4 || month.size() > 2 || day.size() > 2) {
        return fault("import.date_format", text);
    }
    auto made = Date::make(*y, static_cast<unsigned>(*m), static_cast<unsigned>(*d));
    if (!made.ok() || *y < 1900) { return fault("import.date_impossible", text); }
    return std::move(made).value();
}

/// Day numbers of spreadsheets. 1900 counts a 29 February that never was (number 60).
Result<Date> day_of_serial(std::string_view text, std::int64_t serial, CellOrigin origin) {
    if (serial < 1 || serial > 2'958'465) { return fault("import.date_impossible", text); }
    if (origin.counts_from_1904) {
        return Date::make(1904, 1, 1)->plus_days(static_cast<std::int32_t>(serial));
    }
    if (serial == 60) { return fault("import.date_impossible", text); }
    const Date zero = serial < 60 ? *Date::make(1899, 12, 31) : *Date::make(1899, 12, 30);
    return zero.plus_days(static_cast<std::int32_t>(serial));
}

/// Cuts " 10:20:30" or "T10:20:30Z" off; false when something else follows.
bool cut_time(std::string_view& text) {
    const std::size_t at = text.find_first_of(" T");
    if (at == std::string_view::npos) { return true; }
    const std::string_view time = text.substr(at + 1);
    for (const char c : time) {
        if ((c < '0' || c > '9') && std::strchr(":.Z+- ", c) == nullptr) { return false; }
    }
    text = text.substr(0, at);
    return true;
}

void drop(std::string& text, std::string_view what) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
        text.erase(at, what.size());
    }
}

struct Suffix {
    std::string_view text;
    std::int64_t fen;
};
constexpr std::array kUnits = {Suffix{"亿元", 10'000'000'000}, Suffix{"万元", 1'000'000}, Suffix{"元", 100},
                               Suffix{"亿", 10'000'000'000},   Suffix{"万", 1'000'000}};
constexpr std::array<std::string_view, 6> kMarks = {"¥", "￥", "人民币", "CNY", "RMB", "\xC2\xA0"};

}  // namespace

Result<std::string_view> clean_text(std::string_view text, std::string& scratch) {
    text = base::trim(text);
    bool change = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte >= 0x20 && byte != 0x7F && byte < 0xC2) { continue; }
        if (byte == '\t' || byte == '\n' || byte == '\r') { change = true; continue; }
        if (byte < 0x20 || byte == 0x7F) { return fault("import.control_character", {}); }
        const std::string_view two = text.substr(i, 2);
        const std::string_view three = text.substr(i, 3);
        const bool c1_control = byte == 0xC2 && two.size() == 2 && static_cast<unsigned char>(two[1]) < 0xA0;
        // U+202A..202E and U+2066..2069 turn the reading order round; U+FFFE and U+FFFF are no characters.
        const bool bidi = (three >= "\xE2\x80\xAA" && three <= "\xE2\x80\xAE") ||
                          (three >= "\xE2\x81\xA6" && three <= "\xE2\x81\xA9");
        if (c1_control || bidi || three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF") {
            return fault("import.control_character", {});
        }
    }
    if (!change) { return text; }
    scratch.clear();
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!blank) { scratch.push_back(c); continue; }
        if (!scratch.empty() && scratch.back() != ' ') { scratch.push_back(' '); }
    }
    return std::string_view(scratch);
}

Result<std::string> plain_number(std::string_view digits, CellOrigin origin) {
    bool negative = false;
    std::string_view rest = digits;
    if (rest.starts_with('-') || rest.starts_with('+')) {
        negative = rest.front() == '-';
        rest.remove_prefix(1);
    }
    std::string mantissa;
    std::int64_t point = -1;
    std::size_t at = 0;
    for (; at < rest.size() && rest[at] != 'e' && rest[at] != 'E'; ++at) {
        if (rest[at] == '.' && point < 0) { point = static_cast<std::int64_t>(mantissa.size()); continue; }
        if (rest[at] < '0' || rest[at] > '9' || mantissa.size() > 60) { return fault("import.number_format", digits); }
        mantissa.push_back(rest[at]);
    }
    if (mantissa.empty()) { return fault("import.number_format", digits); }
    std::int64_t exponent = 0;
    if (at < rest.size()) {
        std::string_view power = rest.substr(at + 1);
        if (power.starts_with('+')) { power.remove_prefix(1); }
        const auto [end, error] = std::from_chars(power.data(), power.data() + power.size(), exponent);
        if (error != std::errc{} || end != power.data() + power.size() || exponent > 40 || exponent < -60) {
            return fault("import.number_format", digits);
        }
    }
    std::int64_t scale = (point < 0 ? static_cast<std::int64_t>(mantissa.size()) : point) + exponent;
    const std::size_t lead = std::min(mantissa.find_first_not_of('0'), mantissa.size());
    mantissa.erase(0, lead);
    scale -= static_cast<std::int64_t>(lead);
    if (mantissa.empty()) { return std::string("0"); }
    if (origin.spreadsheet && mantissa.size() > kSignificantDigits) {
        const bool up = mantissa[kSignificantDigits] >= '5';
        mantissa.resize(kSignificantDigits);
        std::size_t i = kSignificantDigits;
        while (up && i > 0) {
            if (mantissa[--i] != '9') { ++mantissa[i]; break; }
            mantissa[i] = '0';
            if (i == 0) { mantissa.insert(0, "1"); ++scale; }
        }
    }
    while (!mantissa.empty() && mantissa.back() == '0' && static_cast<std::int64_t>(mantissa.size()) > scale) {
        mantissa.pop_back();
    }
    std::string out(negative ? "-" : "");
    if (scale <= 0) {
        out += "0." + std::string(static_cast<std::size_t>(-scale), '0') + mantissa;
    } else if (static_cast<std::int64_t>(mantissa.size()) <= scale) {
        out += mantissa + std::string(static_cast<std::size_t>(scale) - mantissa.size(), '0');
    } else {
        out += mantissa.substr(0, static_cast<std::size_t>(scale)) + "." + mantissa.substr(static_cast<std::size_t>(scale));
    }
    return out;
}

Result<Date> read_day(const Cell& cell, CellOrigin origin) {
    std::string scratch;
    std::string_view text = narrow(cell.text, scratch);
    const std::string_view whole = text;
    if (text.size() == 10 && text[4] == '-' && text[7] == '-' && all_digits(text.substr(0, 4)) &&
        all_digits(text.substr(5, 2)) && all_digits(text.substr(8))) {
        return day_of(whole, text.substr(0, 4), text.substr(5, 2), text.substr(8));
    }
    if (cell.kind == CellKind::Number && text.find_first_of(".eE") != std::string_view::npos) {
        const auto plain = plain_number(text, origin);
        if (!plain.ok()) { return fault("import.date_format", whole); }
        const std::string days = plain->substr(0, plain->find('.'));  // the fraction is the time of day
        std::int64_t serial = 0;
        if (!all_digits(days) || days.size() > 7) { return fault("import.date_impossible", whole); }
        std::from_chars(days.data(), days.data() + days.size(), serial);
        return day_of_serial(whole, serial, origin);
    }
    if (all_digits(text)) {
        if (text.size() == 8) { return day_of(whole, text.substr(0, 4), text.substr(4, 2), text.substr(6)); }
        const bool serial_like = cell.kind == CellKind::Number || text.size() == 5;
        std::int64_t serial = 0;
        if (!serial_like || text.size() > 7) { return fault("import.date_format", whole); }
        std::from_chars(text.data(), text.data() + text.size(), serial);
        return day_of_serial(whole, serial, origin);
    }
    if (const std::size_t year = text.find("年"); year != std::string_view::npos) {
        const std::size_t month = text.find("月", year);
        const std::size_t day = month == std::string_view::npos ? month : text.find("日", month);
        if (day == std::string_view::npos || day + 3 != text.size()) { return fault("import.date_format", whole); }
        return day_of(whole, base::trim(text.substr(0, year)), base::trim(text.substr(year + 3, month - year - 3)),
                      base::trim(text.substr(month + 3, day - month - 3)));
    }
    if (!cut_time(text)) { return fault("import.date_format", whole); }
    for (const char separator : {'-', '/', '.'}) {
        const auto parts = base::split(text, separator);
        if (parts.size() == 3) { return day_of(whole, parts[0], parts[1], parts[2]); }
    }
    return fault("import.date_format", whole);
}

Result<std::int64_t> read_money(const Cell& cell, CellOrigin origin, std::int64_t fen_per_unit) {
    std::string scratch;
    const std::string_view text = narrow(cell.text, scratch);
    std::string digits;
    if (cell.kind == CellKind::Number) {
        auto plain = plain_number(text, origin);
        if (!plain.ok()) { return fault("import.money_format", text); }
        digits = std::move(plain).value();
    } else {
        digits = text;
        for (const std::string_view mark : kMarks) { drop(digits, mark); }
        for (const Suffix& unit : kUnits) {
            if (!digits.ends_with(unit.text)) { continue; }
            digits.resize(digits.size() - unit.text.size());
            fen_per_unit = unit.fen;
            break;
        }
        drop(digits, " ");
        if (digits.size() > 2 && digits.front() == '(' && digits.back() == ')') {
            digits = "-" + digits.substr(1, digits.size() - 2);
        }
    }
    const auto money = base::Money::parse(digits, fen_per_unit);
    if (money.ok()) { return money->in_fen(); }
    const std::string& why = money.error().reason;
    return fault(why == "money.fraction" ? "import.money_fraction"
                 : why == "money.range"  ? "import.money_range"
                                         : "import.money_format", text);
}

Result<std::int64_t> read_int(const Cell& cell, CellOrigin origin) {
    std::string scratch;
    const std::string_view text = narrow(cell.text, scratch);
    std::int64_t value = 0;
    if (text.size() <= kSignificantDigits && all_digits(text)) {
        std::from_chars(text.data(), text.data() + text.size(), value);
        return value;
    }
    const auto plain = plain_number(text, origin);
    if (!plain.ok()) { return fault("import.number_format", text); }
    const auto [end, error] = std::from_chars(plain->data(), plain->data() + plain->size(), value);
    if (error != std::errc{} || end != plain->data() + plain->size()) { return fault("import.number_format", text); }
    return value;
}

Result<std::int64_t> read_percent(const Cell& cell, CellOrigin origin) {
    std::string scratch;
    std::string_view text = narrow(cell.text, scratch);
    if (text.ends_with('%')) { text = base::trim(text.substr(0, text.size() - 1)); }
    const auto plain = plain_number(text, origin);
    if (!plain.ok()) { return fault("import.percent_format", text); }
    const auto basis_points = base::Money::parse(*plain, 100);
    if (!basis_points.ok()) { return fault("import.percent_format", text); }
    return basis_points->in_fen();
}

Result<bool> read_bool(const Cell& cell) {
    std::string scratch;
    const std::string lower = base::ascii_lower(narrow(cell.text, scratch));
    for (const std::string_view yes : {"是", "有", "true", "yes", "y", "1", "√", "✓"}) {
        if (lower == yes) { return true; }
    }
    for (const std::string_view no : {"否", "无", "false", "no", "n", "0", "×"}) {
        if (lower == no) { return false; }
    }
    return fault("import.bool_format", lower);
}

}  // namespace gx::app
