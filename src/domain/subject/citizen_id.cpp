// SPDX-License-Identifier: Apache-2.0
#include "domain/subject/citizen_id.hpp"

#include <algorithm>
#include <array>

#include "domain/subject/uscc.hpp"

namespace gx::domain {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kRawBytesMax = 200;
constexpr int kOfficialAgeMin = 16;
constexpr int kOfficialAgeMax = 100;

Error refuse(const char* reason) { return Error{ErrorCode::InvalidInput, reason}; }

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int number_at(std::string_view text, std::size_t from, std::size_t count) {
    int value = 0;
    for (const char c : text.substr(from, count)) { value = value * 10 + (c - '0'); }
    return value;
}

/// MOD 11-2 over 17 digits.
char check_of(std::string_view seventeen) {
    constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    constexpr std::string_view kChecks = "10X98765432";
    int sum = 0;
    for (std::size_t i = 0; i < kWeights.size(); ++i) { sum += (seventeen[i] - '0') * kWeights[i]; }
    return kChecks[static_cast<std::size_t>(sum % 11)];
}

}  // namespace

Result<CitizenId> CitizenId::parse(std::string_view raw, base::Date today) {
    if (raw.size() > kRawBytesMax) { return refuse("citizen_id.length"); }
    std::string text = normalise_code(raw);
    const bool old_form = text.size() == 15;
    if (text.size() != 18 && !old_form) { return refuse("citizen_id.length"); }
    if (old_form) {
        if (!all_digits(text)) { return refuse("citizen_id.character"); }
        text.insert(6, "19");
        text.push_back(check_of(text));
    }
    const char last = text[17];
    if (!all_digits(std::string_view(text).substr(0, 17)) || !(last == 'X' || (last >= '0' && last <= '9'))) {
        return refuse("citizen_id.character");
    }
    const auto born_on = base::Date::make(number_at(text, 6, 4), static_cast<unsigned>(number_at(text, 10, 2)),
                                          static_cast<unsigned>(number_at(text, 12, 2)));
    if (!born_on.ok()) { return refuse("citizen_id.birth_date"); }
    if (*born_on > today) { return refuse("citizen_id.in_future"); }
    if (last != check_of(text)) { return refuse("citizen_id.check"); }
    return CitizenId(std::move(text), *born_on);
}

int CitizenId::age_on(base::Date day) const {
    const bool before_birthday = std::pair{day.month(), day.day_of_month()} <
                                 std::pair{born_on_.month(), born_on_.day_of_month()};
    return day.year() - born_on_.year() - (before_birthday ? 1 : 0);
}

bool CitizenId::province_known() const {
    constexpr std::array kProvinces = {"11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34",
                                       "35", "36", "37", "41", "42", "43", "44", "45", "46", "50", "51", "52",
                                       "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83", "91"};
    return std::find(kProvinces.begin(), kProvinces.end(), division_code().substr(0, 2)) != kProvinces.end();
}

Result<base::Done> CitizenId::check_official_age(base::Date day) const {
    const int age = age_on(day);
    if (age < kOfficialAgeMin || age > kOfficialAgeMax) { return refuse("citizen_id.age"); }
    return base::Done{};
}

}  // namespace gx::domain
