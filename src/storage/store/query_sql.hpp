// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/ports/entity_types.hpp"
#include "app/ports/store.hpp"
#include "storage/drivers/connection.hpp"

namespace gx::storage {

/// A statement under construction: text with $n and the values; views live in the caller's query.
struct SqlText {
    std::string text;
    std::vector<Param> params;

    /// Appends the next placeholder.
    void place(Param value);
};

/// What SQLite's planner, which knows too little of how rows lie, is kept from beginning with: a column in an expression leads to no
/// index.
struct Hidden {
    bool tenant = false;
    bool order = false;             ///< all rows that fit are found first, then sorted
    std::string_view column = {};   ///< of conditions; SQLite only
};

/// " WHERE …" of a query. Column names are taken only from entity_types.hpp, values only as parameters.
///
/// Errors: InvalidInput "store.query" (unknown column, wrong number or type of values).
Result<Done> append_where(SqlText& sql, const app::EntityType& type, const app::Query& query, const Hidden& hidden = {});

/// " ORDER BY … LIMIT … OFFSET …". An absent value sorts before all others.
/// Errors: InvalidInput "store.query"
Result<Done> append_order(SqlText& sql, const app::EntityType& type, const app::Query& query, const Hidden& hidden = {});

/// "($a, $b, …)", padded to a power of two with the last value, so that few different texts arise.
void append_list(SqlText& sql, const std::vector<Param>& values);

/// The index column, or "id", "key", "version", "seq". Errors: InvalidInput "store.query"
Result<app::ColumnType> query_column(const app::EntityType& type, std::string_view column);

}  // namespace gx::storage
