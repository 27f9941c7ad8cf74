// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gx::app {

/// How a cell is shown. The content of a text cell is never read as a formula.
enum class CellStyle : std::uint8_t {
    Plain,
    Title,
    Note,
    Header,
    RequiredHeader,
    Example,
    Fault,      ///< highlighted: the cell that is wrong
    Reason,
    Watermark,
};

/// One cell to be written.
///
/// Shape: a Number's text is written digit by digit as given; a Text is stored as text whatever it begins with.
struct CellOut {
    enum class Kind : std::uint8_t { Text, Number } kind = Kind::Text;
    std::string text = {};
    CellStyle style = CellStyle::Plain;
    std::string comment = {};  ///< shown when the cell is pointed at; empty: none

    static CellOut of(std::string text, CellStyle style = CellStyle::Plain) {
        return {.kind = Kind::Text, .text = std::move(text), .style = style, .comment = {}};
    }
    static CellOut number(std::string digits) {
        return {.kind = Kind::Number, .text = std::move(digits), .style = CellStyle::Plain, .comment = {}};
    }
};

/// A column of a sheet to be written.
struct ColumnOut {
    std::uint32_t width = 16;           ///< characters
    bool as_text = true;                ///< cell format "@": typed digits stay text
    std::vector<std::string> choices = {};  ///< drop-down; empty: none
};

/// A sheet to be written. Shape: `columns` at most 200; `freeze_rows` stay in sight when scrolling.
struct SheetOut {
    std::string name = {};
    std::vector<ColumnOut> columns = {};
    std::uint32_t freeze_rows = 0;
    std::uint32_t first_data_row = 0;  ///< drop-downs reach from here (row number from 0) down
};

/// A workbook or CSV written row by row in bounded memory. Sheets are written one after the other, rows downwards.
class TableWriter {
public:
    virtual ~TableWriter() = default;
    /// True when the format holds one sheet of bare rows: no titles, notes or drop-downs (CSV).
    virtual bool is_plain() const = 0;
    /// Errors: Unavailable "file.not_written"; InvalidInput "xlsx.sheet_name"
    virtual base::Result<base::Done> begin_sheet(const SheetOut& sheet) = 0;
    /// Errors: Unavailable "file.not_written"; TooLarge "xlsx.too_many_rows", "xlsx.cell_too_long"
    virtual base::Result<base::Done> row(std::span<const CellOut> cells) = 0;
    /// A row of one cell, joined across `columns` columns where the format can do so.
    virtual base::Result<base::Done> wide_row(const CellOut& cell, std::uint32_t columns) = 0;
    /// Completes the file; nothing is there under its name before. Errors: StorageFull or Unavailable "file.not_written"
    virtual base::Result<base::Done> finish() = 0;
};

/// Opens writers. The format follows the end of the name: ".xlsx" or ".csv".
class TableWriters {
public:
    virtual ~TableWriters() = default;
    /// Errors: InvalidInput "file.format_unknown"; Unavailable "file.not_written"
    virtual base::Result<std::unique_ptr<TableWriter>> open(const std::string& path) = 0;
};

}  // namespace gx::app
