// SPDX-License-Identifier: Apache-2.0
#include "app/imports/row_values.hpp"
#include "domain/publication/masks.hpp"

namespace gx::app {
namespace {

// Source: GB 32100-2015; DOMAIN 2.1
bool good_uscc(std::string_view code) {
    constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    if (code.size() != 18) { return false; }
    std::size_t sum = 0;
    std::size_t weight = 1;
    for (std::size_t i = 0; i < 17; ++i) {
        const std::size_t value = kAlphabet.find(code[i]);
        if (value == std::string_view::npos) { return false; }
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    return kAlphabet[(31 - sum % 31) % 31] == code[17];
}

bool good_id_number(std::string_view number, base::Date) {
    return domain::personal_value_in(number) == domain::PersonalValue::IdNumber;
}

bool holds_personal_value(std::string_view text) { return domain::personal_value_in(text).has_value(); }

}  // namespace

IdentifierChecks identifier_checks() {
    return {.uscc = good_uscc, .id_number = good_id_number, .holds_personal_value = holds_personal_value};
}

}  // namespace gx::app
