// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "base/json.hpp"

namespace gx::app {

/// Marks the text as UTF-8 for spreadsheets.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// One line of a CSV file: the columns' names.
void append_csv_header(std::string& out, std::span<const std::string> columns);
/// One line: the row's members by column; what a spreadsheet would take for a formula gets a leading apostrophe. Total.
void append_csv_row(std::string& out, const base::Json& row, std::span<const std::string> columns);

}  // namespace gx::app
