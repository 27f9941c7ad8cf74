// SPDX-License-Identifier: Apache-2.0
#include "app/accounts/password_rules.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "base/unicode.hpp"

namespace gx::app {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kTypedBytesMax = 4'096;
constexpr std::size_t kOwnCharactersMin = 6;  ///< that remain when the words everybody tries are taken out
constexpr std::size_t kContextWordMin = 3;
constexpr std::string_view kAlphabet = "abcdefghjkmnpqrstuvwxyz23456789";
constexpr std::size_t kOneTimeLength = 20;
constexpr std::size_t kGroup = 5;

Error refuse(const char* reason) { return {ErrorCode::InvalidInput, reason, {}, "/body/next"}; }

int classes_of(std::string_view password) {
    bool lower = false;
    bool upper = false;
    bool digit = false;
    bool other = false;
    for (const char c : password) {
        if (c >= 'a' && c <= 'z') { lower = true; }
        else if (c >= 'A' && c <= 'Z') { upper = true; }
        else if (c >= '0' && c <= '9') { digit = true; }
        else { other = true; }
    }
    return static_cast<int>(lower) + static_cast<int>(upper) + static_cast<int>(digit) + static_cast<int>(other);
}

/// Also what only adds a year or a mark to a common one, and one character or a pair over and over.
bool is_common(const std::string& lower, const PasswordRules& rules) {
    if (rules.common.contains(lower)) { return true; }
    const auto last = std::find_if(lower.rbegin(), lower.rend(), [](char c) { return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z'); });
    const std::string stem(lower.begin(), last.base());
    if (stem.size() != lower.size() && rules.common.contains(stem)) { return true; }
    const auto characters = base::characters(lower);
    const std::set<std::string_view> different(characters.begin(), characters.end());
    return different.size() < 3;
}

void take_out(std::string& text, std::string_view word) {
    if (base::code_points(word) < kContextWordMin && word.size() < 6) { return; }
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word)) { text.erase(at, word.size()); }
}

}  // namespace

Result<std::string> password_text(std::string_view typed) {
    if (typed.size() > kTypedBytesMax) { return refuse("password.too_long"); }
    if (!base::is_utf8(typed)) { return Error{ErrorCode::InvalidInput, "text.not_utf8", {}, "/body/next"}; }
    return base::nfc(typed);
}

Result<Done> check_password(std::string_view password, std::string_view sign_in_name, const PasswordRules& rules) {
    const std::size_t length = base::code_points(password);
    if (length < rules.length_min) { return refuse("password.too_short"); }
    if (length > rules.length_max) { return refuse("password.too_long"); }
    if (classes_of(password) < rules.classes_min) { return refuse("password.classes"); }
    std::string rest = base::ascii_lower(password);
    if (is_common(rest, rules)) { return refuse("password.common"); }
    take_out(rest, sign_in_name);
    for (const std::string& word : rules.context) { take_out(rest, word); }
    if (base::code_points(rest) < std::min(kOwnCharactersMin, length)) { return refuse("password.context"); }
    return Done{};
}

bool is_due(const std::optional<base::Date>& changed_on, base::Date today, const PasswordRules& rules) {
    if (!changed_on) { return true; }
    return rules.age_days_max > 0 && base::days_between(*changed_on, today) > rules.age_days_max;
}

std::string one_time_password(base::ByteView random) {
    // A byte beyond the last whole multiple would make the first letters likelier.
    const std::size_t fair = 256 / kAlphabet.size() * kAlphabet.size();
    std::string text;
    std::size_t taken = 0;
    for (const std::uint8_t byte : random) {
        if (byte >= fair || taken == kOneTimeLength) { continue; }
        if (taken > 0 && taken % kGroup == 0) { text.push_back('-'); }
        text.push_back(kAlphabet[byte % kAlphabet.size()]);
        ++taken;
    }
    GX_ASSERT(taken == kOneTimeLength);
    return text;
}

}  // namespace gx::app
