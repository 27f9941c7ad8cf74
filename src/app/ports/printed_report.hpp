// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/date.hpp"

namespace gx::app {

/// A column of a table in a report. Shape: widths of a table are shares of its breadth; their sum is what they are shares of.
struct ReportColumn {
    std::string title;
    std::uint32_t width = 1;
    bool number = false;  ///< set to the right
};

/// A row of a table. Shape: as many cells as the table has columns.
struct ReportRow {
    std::vector<std::string> cells;
    bool strong = false;  ///< a heading or a sum among the rows
};

/// Shape: columns 1..12; rows 0..2000, a table without rows shows `when_empty` alone.
struct ReportTable {
    std::string title;
    std::vector<ReportColumn> columns;
    std::vector<ReportRow> rows;
    std::string when_empty = {};
};

/// A report on A4 pages: heading, facts beside each other, tables, notes and a code that leads to the place where it can be
/// checked. Every text is as it is printed.
///
/// Shape:  facts 0..24; tables 0..20; notes 0..20; `code` at most 300 bytes, empty: no code.
/// Units:  `day` dates the file itself; the same report gives the same bytes.
struct PrintedReport {
    std::string title;
    std::string subtitle = {};
    std::vector<std::pair<std::string, std::string>> headline = {};  ///< the few that are set large
    std::vector<std::pair<std::string, std::string>> facts = {};
    std::vector<ReportTable> tables = {};
    std::vector<std::string> notes = {};
    std::string code = {};
    std::string code_note = {};
    std::string footer = {};
    std::string author = {};
    std::string mark = {};  ///< stands in the head margin of every page: that this is a demonstration
    base::Date day;
};

}  // namespace gx::app
