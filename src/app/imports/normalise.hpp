// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "app/ports/table.hpp"
#include "base/date.hpp"
#include "base/result.hpp"

namespace gx::app {

/// Where a cell comes from, as far as its meaning depends on it.
struct CellOrigin {
    bool spreadsheet = false;       ///< numbers passed through binary floating point on their way here
    bool counts_from_1904 = false;
};

/// The text without blanks at both ends; `scratch` holds it when it had to be changed (tabs and line ends inside become
/// one blank).
/// Errors: InvalidInput "import.control_character": other control characters and bidirectional overrides.
base::Result<std::string_view> clean_text(std::string_view text, std::string& scratch);

/// A day written 2025-01-03, 2025-1-3, 2025/1/3, 2025.1.3, 20250103, 2025年1月3日, also with a time after it, or the
/// day number of a spreadsheet.
/// Errors: InvalidInput "import.date_format", "import.date_impossible"
base::Result<base::Date> read_day(const Cell& cell, CellOrigin origin);

/// An amount in fen: separators, full-width digits, a currency mark and a unit of its own ("3.5万元") are understood.
/// Errors: InvalidInput "import.money_format", "import.money_fraction", "import.money_range"
base::Result<std::int64_t> read_money(const Cell& cell, CellOrigin origin, std::int64_t fen_per_unit);

/// A whole number. Errors: InvalidInput "import.number_format"
base::Result<std::int64_t> read_int(const Cell& cell, CellOrigin origin);

/// "3.25" or "3.25%" as basis points (325). Errors: InvalidInput "import.percent_format"
base::Result<std::int64_t> read_percent(const Cell& cell, CellOrigin origin);

/// 是, 否, true, false, yes, no, y, n, 1, 0, √, ×. Errors: InvalidInput "import.bool_format"
base::Result<bool> read_bool(const Cell& cell);

/// A number's digits without exponent, rounded half up to 15 significant digits when it comes from a spreadsheet
/// (more digits are the noise of binary floating point). Errors: InvalidInput "import.number_format"
base::Result<std::string> plain_number(std::string_view digits, CellOrigin origin);

}  // namespace gx::app
