// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/result.hpp"

namespace gx::domain {

/// A citizen identity number of 18 characters that is right in form, date and check character. Personal: never logged,
/// never in a content; errors carry no digits of it.
///
/// Source: GB 11643-1999; DOMAIN 2.2
class CitizenId {
public:
    /// Reads 18 characters or the old 15 digits (which become 19xx with a check character).
    /// Errors: InvalidInput "citizen_id.length", "citizen_id.character", "citizen_id.birth_date" (no such day),
    ///         "citizen_id.in_future", "citizen_id.check"
    static base::Result<CitizenId> parse(std::string_view raw, base::Date today);

    const std::string& str() const { return text_; }
    base::Date born_on() const { return born_on_; }
    /// Whole years on `day`. Total.
    int age_on(base::Date day) const;
    std::string_view division_code() const { return std::string_view(text_).substr(0, 6); }
    /// Divisions are withdrawn over the years: false is only worth a warning.
    bool province_known() const;

    /// Errors: InvalidInput "citizen_id.age" (under 16 or over 100 on `day`)
    base::Result<base::Done> check_official_age(base::Date day) const;

    bool operator==(const CitizenId&) const = default;

private:
    CitizenId(std::string text, base::Date born_on) : text_(std::move(text)), born_on_(born_on) {}
    std::string text_;
    base::Date born_on_;
};

}  // namespace gx::domain
