// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "base/date.hpp"
#include "base/result.hpp"
#include "domain/evaluation/fact_set.hpp"

namespace gx::app {

/// The horizon of a period: "2025" is the calendar year, "2025Q3" its third quarter (trial run).
///
/// Shape:  years 2000..2100. Without `as_of` the period's last day, or `today` when that is earlier.
/// Errors: InvalidInput "evaluation.period_invalid", "evaluation.as_of_before_period"
/// Source: DOMAIN 5.2 (period: calendar year; quarterly trial run)
base::Result<domain::evaluation::Horizon> horizon_of(std::string_view period, std::optional<base::Date> as_of,
                                                     base::Date today);

}  // namespace gx::app
