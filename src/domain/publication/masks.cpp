// SPDX-License-Identifier: Apache-2.0
#include "domain/publication/masks.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/date.hpp"
#include "base/text.hpp"

namespace gx::domain {
namespace {

constexpr std::string_view kHidden = "***";

constexpr std::array<std::string_view, 24> kCompoundSurnames{
    "欧阳", "上官", "司马", "诸葛", "司徒", "皇甫", "令狐", "慕容", "尉迟", "长孙", "宇文", "东方",
    "独孤", "南宫", "夏侯", "公孙", "轩辕", "端木", "百里", "呼延", "钟离", "闻人", "申屠", "澹台"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

std::string stars(std::size_t n) { return std::string(n, '*'); }

/// The first `head` and last `tail` bytes of an ASCII text, stars between.
std::string keep_ends(std::string_view text, std::size_t head, std::size_t tail) {
    return std::string{text.substr(0, head)} + stars(text.size() - head - tail) +
           std::string{text.substr(text.size() - tail)};
}

bool is_id_form(std::string_view number) {
    if (number.size() == 15) { return all_digits(number); }
    return number.size() == 18 && all_digits(number.substr(0, 17)) &&
           (is_digit(number.back()) || number.back() == 'X' || number.back() == 'x');
}

int value(char c) { return c - '0'; }

bool is_day(int year, std::string_view month_day) {
    const auto month = static_cast<unsigned>(value(month_day[0]) * 10 + value(month_day[1]));
    const auto day = static_cast<unsigned>(value(month_day[2]) * 10 + value(month_day[3]));
    return base::Date::make(year, month, day).ok();
}

/// GB 11643-1999: a birthday and the check character of ISO 7064 MOD 11-2. The birthday tells an ID number from a
/// unified social credit code made of digits only.
bool is_checked_id(std::string_view number) {
    const int year = value(number[6]) * 1000 + value(number[7]) * 100 + value(number[8]) * 10 + value(number[9]);
    if (year < 1900 || year > 2099 || !is_day(year, number.substr(10, 4))) { return false; }
    static constexpr std::array<int, 17> kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    static constexpr std::string_view kChecks = "10X98765432";
    int sum = 0;
    for (std::size_t i = 0; i < kWeights.size(); ++i) { sum += kWeights[i] * value(number[i]); }
    const char last = number[17] == 'x' ? 'X' : number[17];
    return kChecks[static_cast<std::size_t>(sum % 11)] == last;
}

bool is_old_id(std::string_view number) {
    const int year = 1900 + value(number[6]) * 10 + value(number[7]);
    const int province = value(number[0]) * 10 + value(number[1]);
    return province >= 11 && province <= 82 && is_day(year, number.substr(8, 4));
}

bool is_luhn(std::string_view number) {
    int sum = 0;
    for (std::size_t i = 0; i < number.size(); ++i) {
        int digit = value(number[number.size() - 1 - i]);
        if (i % 2 == 1) { digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2; }
        sum += digit;
    }
    return sum % 10 == 0;
}

bool is_mobile(std::string_view run) {
    return run.size() == 11 && run[0] == '1' && run[1] >= '3' && run[1] <= '9';
}

std::optional<PersonalValue> classify(std::string_view run) {
    if (run.size() == 18 && is_id_form(run) && is_checked_id(run)) { return PersonalValue::IdNumber; }
    if (!all_digits(run)) { return std::nullopt; }
    if (run.size() == 15 && is_old_id(run)) { return PersonalValue::IdNumber; }
    if (is_mobile(run) || (run.size() == 13 && run.substr(0, 2) == "86" && is_mobile(run.substr(2)))) {
        return PersonalValue::Phone;
    }
    if (run.size() >= 16 && run.size() <= 19 && is_luhn(run)) { return PersonalValue::BankCard; }
    return std::nullopt;
}

/// The shortest number looked for has 11 digits. A full-width digit (U+FF10…FF19) ends in one of the bytes 0x90…0x99, so
/// this never says no to a text that holds one; it lets nearly every other text pass without a second look.
bool may_hold_number(std::string_view text) {
    int digits = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        digits += is_digit(c) || (byte >= 0x90U && byte <= 0x99U) ? 1 : 0;
    }
    return digits >= 11;
}

bool is_ascii_alnum(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

std::string mask_person_name(std::string_view name) {
    const std::string_view trimmed = base::trim(name);
    const auto letters = base::characters(trimmed);
    if (letters.empty()) { return std::string{kHidden}; }
    std::size_t keep = 1;
    if (letters.size() > 2) {
        const std::string_view two = trimmed.substr(0, letters[0].size() + letters[1].size());
        if (std::find(kCompoundSurnames.begin(), kCompoundSurnames.end(), two) != kCompoundSurnames.end()) { keep = 2; }
    }
    std::string out;
    for (std::size_t i = 0; i < keep; ++i) { out += letters[i]; }
    return out + stars(std::max<std::size_t>(letters.size() - keep, 1));
}

std::string mask_id_number(std::string_view number) {
    return is_id_form(number) ? keep_ends(number, 1, 1) : std::string{kHidden};
}

std::string mask_id_number_internal(std::string_view number) {
    return is_id_form(number) ? keep_ends(number, 4, 4) : std::string{kHidden};
}

std::string mask_phone(std::string_view phone) {
    if (all_digits(phone) && is_mobile(phone)) { return keep_ends(phone, 3, 4); }
    const bool landline = phone.size() >= 7 && phone.size() <= 13 &&
                          std::all_of(phone.begin(), phone.end(), [](char c) { return is_digit(c) || c == '-'; });
    return landline ? keep_ends(phone, 0, 2) : std::string{kHidden};
}

std::string mask_bank_card(std::string_view number) {
    return all_digits(number) && number.size() >= 12 && number.size() <= 19 ? keep_ends(number, 0, 4)
                                                                            : std::string{kHidden};
}

std::string mask_plate(std::string_view plate) {
    const auto letters = base::characters(base::trim(plate));
    if (letters.size() < 7 || letters.size() > 8) { return std::string{kHidden}; }
    return std::string{letters[0]} + std::string{letters[1]} + stars(letters.size() - 3) + std::string{letters.back()};
}

std::string mask_email(std::string_view email) {
    const auto at = email.find('@');
    if (at == std::string_view::npos || at == 0 || at + 1 == email.size() || !is_ascii_alnum(email.front()) ||
        email.find('@', at + 1) != std::string_view::npos) {
        return std::string{kHidden};
    }
    return std::string{email.substr(0, 1)} + std::string{kHidden} + std::string{email.substr(at)};
}

std::string mask_address(std::string_view address) {
    std::size_t end = std::string_view::npos;
    for (const std::string_view unit : {"街道", "乡", "镇"}) {
        const auto found = address.find(unit);
        if (found != std::string_view::npos && found > 0) { end = std::min(end, found + unit.size()); }
    }
    if (end == std::string_view::npos) { return std::string{kHidden}; }
    return end == address.size() ? std::string{address} : std::string{address.substr(0, end)} + std::string{kHidden};
}

std::optional<PersonalValue> personal_value_in(std::string_view text) {
    if (!may_hold_number(text)) { return std::nullopt; }
    // Digits may be full-width, and blanks or hyphens may stand between them.
    const std::string half = base::half_width(text);
    for (const bool joined : {false, true}) {
        std::string run;
        const auto finish = [&]() -> std::optional<PersonalValue> {
            const auto found = classify(run);
            run.clear();
            return found;
        };
        for (std::size_t i = 0; i <= half.size(); ++i) {
            const char c = i < half.size() ? half[i] : '\n';
            const bool x_ends_id = (c == 'X' || c == 'x') && run.size() == 17;
            if (is_digit(c) || x_ends_id) {
                run += c;
            } else if (!joined || run.empty() || (c != ' ' && c != '-')) {
                if (const auto found = finish()) { return found; }
            }
        }
    }
    return std::nullopt;
}

}  // namespace gx::domain
