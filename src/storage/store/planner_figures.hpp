// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/drivers/connection.hpp"

namespace gx::storage {

/// Figures about rows for SQLite's planner, from a sample of each index; PostgreSQL gathers its own. A sample begins at the first
/// tenant and sees no other, so how many rows a tenant has is counted as if all had the same.
///
/// Connections opened afterwards use them. Cost: milliseconds, whatever the size.
/// Errors: those of the connection.
Result<Done> gather_planner_figures(Connection& connection);

}  // namespace gx::storage
