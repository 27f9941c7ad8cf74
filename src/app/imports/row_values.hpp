// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/imports/header_match.hpp"
#include "app/imports/import_layout.hpp"
#include "app/imports/import_result.hpp"
#include "app/imports/normalise.hpp"
#include "base/by_text.hpp"
#include "base/date.hpp"

namespace gx::app {

/// One cell after reading.
struct ColumnValue {
    bool given = false;
    std::string text;          ///< as it enters a key: cleaned text, ISO day, code
    std::int64_t number = 0;   ///< fen, basis points, whole number, days, 0/1
    base::Json structure;      ///< Json columns only
};

struct KnownEntity;

/// A row between reading and writing.
struct ReadRow {
    std::string sheet;
    std::uint32_t number = 0;
    std::vector<std::string> raw;        ///< by column of the layout, as in the file
    std::vector<ColumnValue> values;     ///< by column of the layout; empty when the row could not be read at all
    std::vector<const KnownEntity*> references;  ///< by column, once found; as `values`
    std::vector<CellFault> faults;
    std::shared_ptr<const HeaderMatch> header;
    bool later = false;                  ///< waits for a row further down
};

/// Checks on identifiers that the domain owns; each answers whether the text is right.
struct IdentifierChecks {
    bool (*uscc)(std::string_view code);
    bool (*id_number)(std::string_view number, base::Date today);
    bool (*holds_personal_value)(std::string_view text);
};

/// The checks of domain/subject and domain/publication.
IdentifierChecks identifier_checks();

/// Reads and checks the cells of rows by a layout. Every fault is found, up to 20 a row; the store is not asked.
class RowParser {
public:
    RowParser(const ImportLayout& layout, CellOrigin origin, base::Date today);

    /// True when the row repeats the example of the template word for word.
    bool is_example(const TableRow& row, const HeaderMatch& header) const;
    /// Puts the row into `out`, whatever it held. Total: what is wrong lands in `faults`.
    void parse(const TableRow& row, const std::shared_ptr<const HeaderMatch>& header, ReadRow& out) const;

private:
    void read_cell(std::size_t column, const Cell& cell, ReadRow& out) const;
    void read_text(const ImportColumn& column, const Cell& cell, ColumnValue& value, const char*& reason) const;
    void read_form(const ImportColumn& column, const Cell& cell, std::int64_t unit_fen, ColumnValue& value,
                   std::string& reason) const;
    void check_between(ReadRow& row) const;
    void add(ReadRow& row, std::size_t column, std::string reason) const;

    using Choices = base::ByText<std::size_t>;

    const CodeChoice* choice(std::size_t column, std::string_view text) const;

    const ImportLayout& layout_;
    CellOrigin origin_;
    base::Date today_;
    IdentifierChecks checks_;
    std::vector<Choices> choices_;  ///< by column: code or label -> choice
};

/// Fills "{column}" with the values' texts. Total: absent values give "".
std::string fill_template(const ImportLayout& layout, std::string_view text, const std::vector<ColumnValue>& values);

}  // namespace gx::app
