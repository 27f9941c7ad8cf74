// SPDX-License-Identifier: Apache-2.0
#include "base/date.hpp"

#include <chrono>

namespace gx::base {
namespace {

namespace ch = std::chrono;

constexpr std::int64_t kMillisPerDay = 86'400'000;
constexpr std::int64_t kShanghaiOffsetMillis = 8 * 3'600'000;

ch::year_month_day civil(std::int32_t days) {
    return ch::year_month_day{ch::sys_days{ch::days{days}}};
}

bool digits(std::string_view text, int& out) {
    out = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') { return false; }
        out = out * 10 + (c - '0');
    }
    return !text.empty();
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
    const std::int64_t q = a / b;
    return (a % b != 0 && (a < 0) != (b < 0)) ? q - 1 : q;
}

Error invalid_date(std::string_view text) {
    return Error{ErrorCode::InvalidInput, "date.invalid", fmt::format("not a day: \"{}\"", text)};
}

}  // namespace

Result<Date> Date::make(int year, unsigned month, unsigned day) {
    const ch::year_month_day ymd{ch::year{year}, ch::month{month}, ch::day{day}};
    if (year < 1 || year > 9999 || !ymd.ok()) {
        return Error{ErrorCode::InvalidInput, "date.invalid", fmt::format("no such day: {}-{}-{}", year, month, day)};
    }
    return Date{static_cast<std::int32_t>(ch::sys_days{ymd}.time_since_epoch().count())};
}

Result<Date> Date::parse(std::string_view iso) {
    int year = 0;
    int month = 0;
    int day = 0;
    if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-' || !digits(iso.substr(0, 4), year) ||
        !digits(iso.substr(5, 2), month) || !digits(iso.substr(8, 2), day)) {
        return invalid_date(iso);
    }
    return make(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

int Date::year() const { return static_cast<int>(civil(days_).year()); }
unsigned Date::month() const { return static_cast<unsigned>(civil(days_).month()); }
unsigned Date::day_of_month() const { return static_cast<unsigned>(civil(days_).day()); }

int Date::weekday() const noexcept {
    return static_cast<int>(ch::weekday{ch::sys_days{ch::days{days_}}}.iso_encoding());
}

std::string Date::iso() const {
    const auto ymd = civil(days_);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                       static_cast<unsigned>(ymd.day()));
}

Date Date::plus_months(int n) const {
    const auto ymd = civil(days_);
    const ch::year_month target = ch::year_month{ymd.year(), ymd.month()} + ch::months{n};
    const auto last = ch::year_month_day_last{target.year(), ch::month_day_last{target.month()}}.day();
    const ch::year_month_day moved{target.year(), target.month(), ymd.day() > last ? last : ymd.day()};
    return Date{static_cast<std::int32_t>(ch::sys_days{moved}.time_since_epoch().count())};
}

Result<Instant> Instant::parse(std::string_view iso) {
    const auto fail = [&] {
        return Error{ErrorCode::InvalidInput, "instant.invalid", fmt::format("not an instant: \"{}\"", iso)};
    };
    int hour = 0;
    int minute = 0;
    int second = 0;
    int milli = 0;
    const bool plain = iso.size() == 20 && iso[19] == 'Z';
    const bool with_millis = iso.size() == 24 && iso[19] == '.' && iso[23] == 'Z' && digits(iso.substr(20, 3), milli);
    if ((!plain && !with_millis) || iso[10] != 'T' || iso[13] != ':' || iso[16] != ':' ||
        !digits(iso.substr(11, 2), hour) || !digits(iso.substr(14, 2), minute) || !digits(iso.substr(17, 2), second) ||
        hour > 23 || minute > 59 || second > 59) {
        return fail();
    }
    const auto day = Date::parse(iso.substr(0, 10));
    if (!day) { return fail(); }
    return Instant{day->days() * kMillisPerDay + ((hour * 60 + minute) * 60 + second) * 1000LL + milli};
}

std::string Instant::iso() const {
    const std::int64_t day = floor_div(millis_, kMillisPerDay);
    const std::int64_t rest = millis_ - day * kMillisPerDay;
    return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", Date::from_days(static_cast<std::int32_t>(day)).iso(),
                       rest / 3'600'000, rest / 60'000 % 60, rest / 1000 % 60, rest % 1000);
}

Date Instant::civil_day() const {
    return Date::from_days(static_cast<std::int32_t>(floor_div(millis_ + kShanghaiOffsetMillis, kMillisPerDay)));
}

}  // namespace gx::base
