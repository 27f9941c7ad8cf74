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

/// " WHERE …" of a query. Column names are taken only from entity_types.hpp, values only as parameters.
///
/// Errors: InvalidInput "store.query" (unknown column, wrong number or type of values).
Result<Done> append_where(SqlText& sql, const app::EntityType& type, const app::Query& query);

/// How the rows come into their order.
enum class Ordering {
    Free,     ///< as the planner likes
    Sorted,   ///< all that fit are found first, then sorted (SQLite: its planner thinks little of how few they may be)
};
/// " ORDER BY … LIMIT … OFFSET …". An absent value sorts before all others.
/// Errors: InvalidInput "store.query"
Result<Done> append_order(SqlText& sql, const app::EntityType& type, const app::Query& query, Ordering ordering = Ordering::Free);

/// "($a, $b, …)", padded to a power of two with the last value, so that few different texts arise.
void append_list(SqlText& sql, const std::vector<Param>& values);

/// The index column, or "id", "key", "version", "seq". Errors: InvalidInput "store.query"
Result<app::ColumnType> query_column(const app::EntityType& type, std::string_view column);

}  // namespace gx::storage
