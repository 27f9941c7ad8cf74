// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/drivers/connection.hpp"

namespace gx::storage {

/// Figures about rows for SQLite's planner, from a sample of each index; PostgreSQL gathers its own. A sample sees a thousand rows
/// and takes a tenant for no more, so each tenant is given an even share of the rows. All connections use the figures afterwards.
///
/// Cost: one short write, whatever the size.
/// Errors: those of the connection.
Result<Done> gather_planner_figures(Connection& connection);

}  // namespace gx::storage
