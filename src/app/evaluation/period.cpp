// SPDX-License-Identifier: Apache-2.0
#include "app/evaluation/period.hpp"

#include <algorithm>

namespace gx::app {

using base::Date;
using base::Error;
using base::ErrorCode;
using base::Result;

Result<domain::evaluation::Horizon> horizon_of(std::string_view period, std::optional<Date> as_of, Date today) {
    const Error bad{ErrorCode::InvalidInput, "evaluation.period_invalid", std::string{period}, "period"};
    const bool quarter = period.size() == 6 && period[4] == 'Q' && period[5] >= '1' && period[5] <= '4';
    if (period.size() != 4 && !quarter) { return bad; }
    int year = 0;
    for (const char c : period.substr(0, 4)) {
        if (c < '0' || c > '9') { return bad; }
        year = year * 10 + (c - '0');
    }
    if (year < 2000 || year > 2100) { return bad; }
    const unsigned first_month = quarter ? static_cast<unsigned>(period[5] - '1') * 3 + 1 : 1;
    GX_TRY(const Date from, Date::make(year, first_month, 1));
    const Date to = from.plus_months(quarter ? 3 : 12).plus_days(-1);
    const Date day = as_of ? *as_of : std::min(to, today);
    if (day < from) { return Error{ErrorCode::InvalidInput, "evaluation.as_of_before_period", day.iso(), "as_of"}; }
    return domain::evaluation::Horizon{.as_of = day, .from = from, .to = to, .period = std::string{period}};
}

}  // namespace gx::app
