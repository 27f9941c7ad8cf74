// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gx::app {

/// What a cell held in its file. CSV knows only Empty and Text.
enum class CellKind : std::uint8_t {
    Empty,
    Text,
    Number,     ///< the digits exactly as stored: "45658", "1.5E+20"
    Bool,       ///< "true" or "false"
    Fault,      ///< a spreadsheet error such as #REF!
    Structure,  ///< a JSON array or object, as canonical JSON text
};

/// One cell. Shape: `text` is well-formed UTF-8; `name` is the member's name in a JSON row, else empty.
struct Cell {
    std::string_view text = {};
    std::string_view name = {};
    CellKind kind = CellKind::Empty;
};

/// One row of a table. All views stay valid until the next call of `TableReader::next`.
///
/// Shape: `number` counts from 1 as a spreadsheet shows it (blank rows count); cells[0] is column A; trailing empty
///        cells may be missing. When `named`, the cells carry their names and their order means nothing.
struct TableRow {
    std::string_view sheet = {};  ///< empty for CSV and JSON
    std::uint32_t number = 0;
    bool named = false;
    std::span<const Cell> cells = {};
};

/// What every reader refuses to go beyond.
struct TableLimits {
    std::uint32_t columns_max = 200;
    std::uint32_t rows_max = 1'048'576;      ///< of one sheet or of one JSON file; CSV from the command line may set more
    std::uint32_t row_bytes_max = 1U << 20U;
    std::uint64_t file_bytes_max = 4ULL << 30U;
};

/// Rows of a table from outside, one after the other, in bounded memory.
class TableReader {
public:
    virtual ~TableReader() = default;

    /// Puts the next row that is not blank into `row`; false after the last one. A failed reader stays failed.
    /// Errors: InvalidInput or TooLarge with a reason "file.…", "csv.…", "json.…", "xlsx.…"; `where` is the cell, row
    ///         or entry.
    virtual base::Result<bool> next(TableRow& row) = 0;
    /// True when day numbers of this workbook count from 1904.
    virtual bool counts_from_1904() const { return false; }
    /// Names of sheets that are not read (hidden ones, charts).
    virtual std::vector<std::string> skipped_sheets() const { return {}; }
};

/// "C7", "AA10", "Sheet1!C7". Units: row and column from 1.
std::string cell_name(std::string_view sheet, std::uint32_t row, std::uint32_t column);

}  // namespace gx::app
