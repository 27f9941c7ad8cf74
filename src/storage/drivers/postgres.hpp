// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "storage/drivers/connection.hpp"

namespace gx::storage {

/// A PostgreSQL database named by a libpq connection text ("postgresql://…" or "host=… dbname=…").
///
/// Errors: none here; `connect` gives Unavailable "store.unreachable".
std::unique_ptr<Database> postgres_database(const std::string& conninfo);

}  // namespace gx::storage
