// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "storage/drivers/connection.hpp"

namespace gx::storage {

/// A table as the database itself describes it.
struct TableShape {
    struct Column {
        std::string name;
        BulkColumn::Type type;
    };
    std::string name;
    std::vector<Column> columns;

    /// For insert_rows; views into this shape.
    std::vector<BulkColumn> bulk() const;
    /// "a, b, c"
    std::string names() const;
};

/// All tables of the store but schema_migration, by name. Columns in the order of the table.
/// Errors: Corrupt "store.column_type" for a type that no migration uses.
Result<std::vector<TableShape>> table_shapes(Connection& connection);

}  // namespace gx::storage
