// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/imports/import_layout.hpp"
#include "app/ports/table.hpp"

namespace gx::app {

/// Which cell of a row belongs to which column of the layout.
struct HeaderMatch {
    static constexpr std::uint32_t kAbsent = UINT32_MAX;
    std::vector<std::uint32_t> cell_of_column;   ///< by column of the layout; kAbsent when the file has none
    std::vector<std::int64_t> unit_fen;          ///< by column: fen per unit, a unit in the header counts more
    std::vector<std::string> unknown;            ///< headers that belong to no column
    bool any = false;
};

/// Finds the columns of a file by Chinese header, English header, alias or key, in any order.
class HeaderIndex {
public:
    explicit HeaderIndex(const ImportLayout& layout);

    /// Reads a row as a header; nothing when too few of its cells are known headers (it is a title or a note).
    /// Errors: InvalidInput "import.column_twice", "import.column_unknown", "import.column_missing"; where: the cell
    base::Result<std::optional<HeaderMatch>> match(const TableRow& row) const;
    /// The columns that a named row has. Errors: InvalidInput "import.column_unknown", "import.column_twice"
    base::Result<HeaderMatch> match_names(const TableRow& row) const;
    /// True for columns that our own workbooks add (reason, row number); they are passed over.
    void pass_over(const std::string& header) { passed_over_.push_back(comparable_header(header)); }

private:
    std::optional<std::size_t> find(std::string_view header, std::string& unit) const;
    bool is_passed_over(std::string_view header) const;

    const ImportLayout& layout_;
    std::unordered_map<std::string, std::size_t> columns_;
    std::vector<std::string> passed_over_;
};

}  // namespace gx::app
