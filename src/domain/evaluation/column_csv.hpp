// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "domain/evaluation/fact_set.hpp"

namespace gx::domain::evaluation {

/// How one CSV file becomes columns, as a layout file of the law pack says.
///
/// Shape: `role` is what the rows are: bodies, divisions or facts of bodies. Columns that no entry names are skipped.
struct ColumnLayout {
    enum class Role { Facts, Bodies, Divisions } role = Role::Facts;
    struct Entry {
        std::string header;
        ColumnDef column;
    };
    std::string table;
    std::string file;
    std::string key;       ///< header of the row's own key
    bool whole_keys = false;  ///< the keys of facts are whole numbers
    std::string body;      ///< facts: header of the body's key
    std::string division;  ///< bodies: header of the division's key; may be empty
    std::string parent;    ///< divisions: header of the parent's key
    std::string name;      ///< bodies: header of the name; may be empty
    std::vector<Entry> columns;

    /// Errors: InvalidInput "layout.field" with the JSON pointer.
    static base::Result<ColumnLayout> from_json(const base::Json& json);
};

/// Reads CSV texts (UTF-8, header line, RFC 4180 quoting, LF or CRLF; empty = null) into a fact set, on `threads`
/// threads. Bodies and divisions are numbered by their keys.
///
/// Errors: InvalidInput "columns.header_missing", "columns.value", "columns.count", "columns.unknown_body",
///         "columns.unknown_division", "evaluation.duplicate_key", with "file:line" in `where`.
base::Result<FactSet> load_columns(const std::vector<ColumnLayout>& layouts,
                                   const std::map<std::string, std::string_view>& texts, unsigned threads);

}  // namespace gx::domain::evaluation
