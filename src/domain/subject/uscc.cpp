// SPDX-License-Identifier: Apache-2.0
#include "domain/subject/uscc.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace gx::domain {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::size_t kRawBytesMax = 200;

/// Registering body and kind. Source: GB 32100-2015 table 1; DOMAIN 2.1 (54 and 55 are unsure, so they only count here)
constexpr std::array kCategories = {
    "11", "12", "13", "19", "21", "29", "31", "32", "33", "34", "35", "39", "41", "49", "51", "52", "53", "54",
    "55", "59", "61", "62", "69", "71", "72", "79", "81", "89", "91", "92", "93", "A1", "A9", "N1", "N2", "N3",
    "N9", "Y1"};

Error refuse(const char* reason) { return Error{ErrorCode::InvalidInput, reason}; }

bool is_dash_or_blank(std::string_view character) {
    constexpr std::array<std::string_view, 13> kLeftOut = {
        " ",            "\t",           "\r",           "\n",           "-",            "\xC2\xA0",     "\xE2\x80\x90",
        "\xE2\x80\x91", "\xE2\x80\x92", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x88\x92", "\xEF\xBB\xBF"};
    return std::find(kLeftOut.begin(), kLeftOut.end(), character) != kLeftOut.end();
}

}  // namespace

std::string normalise_code(std::string_view raw) {
    if (!base::is_utf8(raw)) { return std::string(raw); }
    const std::string half = base::half_width(raw);
    std::string out;
    for (const auto character : base::characters(half)) {
        if (!is_dash_or_blank(character)) { out += character; }
    }
    return base::ascii_upper(out);
}

char organisation_check(std::string_view eight) {
    constexpr std::array<int, 8> kWeights = {3, 7, 9, 10, 5, 8, 4, 2};
    if (eight.size() != kWeights.size()) { return '\0'; }
    int sum = 0;
    for (std::size_t i = 0; i < eight.size(); ++i) {
        const char c = eight[i];
        const bool digit = c >= '0' && c <= '9';
        if (!digit && (c < 'A' || c > 'Z')) { return '\0'; }
        sum += (digit ? c - '0' : c - 'A' + 10) * kWeights[i];
    }
    const int rest = 11 - sum % 11;
    if (rest == 10) { return 'X'; }
    return rest == 11 ? '0' : static_cast<char>('0' + rest);
}

Result<std::string> parse_organisation_code(std::string_view raw) {
    if (raw.size() > kRawBytesMax) { return refuse("organisation_code.length"); }
    std::string code = normalise_code(raw);
    if (code.size() != 9) { return refuse("organisation_code.length"); }
    const char check = organisation_check(std::string_view(code).substr(0, 8));
    if (check == '\0') { return refuse("organisation_code.character"); }
    if (code[8] != check) { return refuse("organisation_code.check"); }
    return code;
}

Result<Uscc> Uscc::parse(std::string_view raw) {
    if (raw.size() > kRawBytesMax) { return refuse("uscc.length"); }
    std::string code = normalise_code(raw);
    if (code.size() != 18) { return refuse("uscc.length"); }
    // C18 = (31 - sum of Ci * Wi mod 31) mod 31, Wi = 3^(i-1) mod 31
    std::size_t sum = 0;
    std::size_t weight = 1;
    for (std::size_t i = 0; i < 18; ++i) {
        const std::size_t value = kAlphabet.find(code[i]);
        if (value == std::string_view::npos) { return refuse("uscc.character"); }
        if (i == 17) {
            if (value != (31 - sum % 31) % 31) { return refuse("uscc.check"); }
            break;
        }
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    if (code.substr(8, 9) == "000000000") { return refuse("uscc.all_zero"); }
    return Uscc(std::move(code));
}

std::vector<std::string> Uscc::warnings() const {
    std::vector<std::string> found;
    if (organisation_check(organisation_code().substr(0, 8)) != organisation_code().back()) {
        found.emplace_back("uscc.organisation_check");
    }
    if (std::find(kCategories.begin(), kCategories.end(), category()) == kCategories.end()) {
        found.emplace_back("uscc.category_unknown");
    }
    return found;
}

}  // namespace gx::domain
