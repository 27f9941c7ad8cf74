// SPDX-License-Identifier: Apache-2.0
#include "app/imports/header_match.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace gx::app {

using base::Error;
using base::ErrorCode;
using base::Result;

HeaderIndex::HeaderIndex(const ImportLayout& layout) : layout_(layout) {
    for (std::size_t i = 0; i < layout.columns.size(); ++i) {
        const ImportColumn& column = layout.columns[i];
        columns_.emplace(comparable_header(column.key), i);
        columns_.emplace(comparable_header(column.header.zh), i);
        columns_.emplace(comparable_header(column.header.en), i);
        for (const std::string& alias : column.aliases) { columns_.emplace(comparable_header(alias), i); }
    }
}

std::optional<std::size_t> HeaderIndex::find(std::string_view header, std::string& unit) const {
    const auto found = columns_.find(comparable_header(header, &unit));
    return found == columns_.end() ? std::nullopt : std::optional(found->second);
}

bool HeaderIndex::is_passed_over(std::string_view header) const {
    return std::ranges::find(passed_over_, comparable_header(header)) != passed_over_.end();
}

Result<std::optional<HeaderMatch>> HeaderIndex::match(const TableRow& row) const {
    std::size_t known = 0;
    std::size_t filled = 0;
    std::string unit;
    for (const Cell& cell : row.cells) {
        if (cell.kind == CellKind::Empty || base::trim(cell.text).empty()) { continue; }
        ++filled;
        known += find(cell.text, unit) ? 1U : 0U;
    }
    const std::size_t needed = std::min<std::size_t>(2, layout_.columns.size());
    if (known < needed || known * 2 < filled) { return std::optional<HeaderMatch>{}; }
    GX_TRY(HeaderMatch out, match_names(row));
    for (std::size_t i = 0; i < layout_.columns.size(); ++i) {
        if (layout_.columns[i].required && out.cell_of_column[i] == HeaderMatch::kAbsent) {
            return Error{ErrorCode::InvalidInput, "import.column_missing", layout_.columns[i].header.zh,
                         layout_.columns[i].key};
        }
    }
    return std::optional<HeaderMatch>{std::move(out)};
}

Result<HeaderMatch> HeaderIndex::match_names(const TableRow& row) const {
    HeaderMatch out;
    out.any = true;
    out.cell_of_column.assign(layout_.columns.size(), HeaderMatch::kAbsent);
    for (const ImportColumn& column : layout_.columns) { out.unit_fen.push_back(column.unit_fen); }
    for (std::uint32_t i = 0; i < row.cells.size(); ++i) {
        const std::string_view header = base::trim(row.named ? row.cells[i].name : row.cells[i].text);
        if (header.empty() || is_passed_over(header)) { continue; }
        std::string unit;
        const auto column = find(header, unit);
        const std::string where = row.named ? fmt::format("element {} {}", row.number, header.substr(0, 60))
                                            : cell_name(row.sheet, row.number, i + 1);
        if (!column) {
            if (!layout_.ignore_unknown_columns) {
                return Error{ErrorCode::InvalidInput, "import.column_unknown", std::string(header.substr(0, 60)), where};
            }
            out.unknown.emplace_back(header.substr(0, 60));
            continue;
        }
        if (out.cell_of_column[*column] != HeaderMatch::kAbsent) {
            return Error{ErrorCode::InvalidInput, "import.column_twice", std::string(header.substr(0, 60)), where};
        }
        out.cell_of_column[*column] = i;
        if (!unit.empty() && layout_.columns[*column].form == ColumnForm::Money) {
            out.unit_fen[*column] = *fen_per_unit(unit);
        }
    }
    return out;
}

}  // namespace gx::app
