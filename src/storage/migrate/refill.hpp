// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "storage/drivers/connection.hpp"

namespace gx::storage {

/// Derives the index columns of all rows anew, for the entity types that a migration names in lines "-- refill: type type …":
/// a step that adds an index column fills it for the rows that are there, from their content, on both databases alike.
///
/// Shape:  within the migration's transaction; a thousand rows in memory.
/// Errors: InvalidInput "store.unknown_type"; Corrupt "store.content", "entity.column_type"; those of the connection.
Result<Done> refill(Connection& connection, std::string_view migration);

}  // namespace gx::storage
