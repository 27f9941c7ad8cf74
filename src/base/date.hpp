// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gx::base {

/// A civil day in Asia/Shanghai (fixed UTC+8), never an instant.
///
/// Units: days since 1970-01-01, years 0001 to 9999.
class Date {
public:
    constexpr Date() = default;
    static constexpr Date from_days(std::int32_t days_since_1970) { return Date{days_since_1970}; }
    /// Errors: InvalidInput "date.invalid" when there is no such day.
    static Result<Date> make(int year, unsigned month, unsigned day);
    /// Reads exactly "YYYY-MM-DD". Errors: InvalidInput "date.invalid"
    static Result<Date> parse(std::string_view iso);

    constexpr std::int32_t days() const noexcept { return days_; }
    int year() const;
    unsigned month() const;
    unsigned day_of_month() const;
    /// 1 = Monday … 7 = Sunday.
    int weekday() const noexcept;
    std::string iso() const;

    constexpr Date plus_days(std::int32_t n) const { return Date{days_ + n}; }
    /// The same day number `n` months on; the last day of that month when it has no such day
    /// (2026-01-31 + 1 M = 2026-02-28). Source: DOMAIN 3.0 "months".
    Date plus_months(int n) const;
    constexpr auto operator<=>(const Date&) const = default;

private:
    constexpr explicit Date(std::int32_t days) : days_(days) {}
    std::int32_t days_ = 0;
};

constexpr std::int32_t days_between(Date from, Date to) { return to.days() - from.days(); }

/// A point in time, UTC. Units: milliseconds since 1970-01-01T00:00:00Z.
class Instant {
public:
    constexpr Instant() = default;
    static constexpr Instant from_millis(std::int64_t millis) { return Instant{millis}; }
    /// Reads "YYYY-MM-DDTHH:MM:SS[.mmm]Z". Errors: InvalidInput "instant.invalid"
    static Result<Instant> parse(std::string_view iso);

    constexpr std::int64_t millis() const noexcept { return millis_; }
    /// "2026-01-02T03:04:05.678Z"
    std::string iso() const;
    /// The civil day in Asia/Shanghai that holds this instant.
    Date civil_day() const;
    constexpr auto operator<=>(const Instant&) const = default;

private:
    constexpr explicit Instant(std::int64_t millis) : millis_(millis) {}
    std::int64_t millis_ = 0;
};

}  // namespace gx::base
