// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "storage/drivers/connection.hpp"

namespace gx::storage {

/// A SQLite file, or a private throw-away database for ":memory:".
Result<std::unique_ptr<Database>> open_sqlite(const std::string& path);
Result<std::unique_ptr<Database>> open_postgres(const std::string& conninfo);
/// "sqlite:FILE" or "postgresql://…" (also "postgres://…"). Nothing is connected yet.
///
/// Errors: InvalidInput "store.address"; those of the driver.
Result<std::unique_ptr<Database>> open_database(const std::string& address);

}  // namespace gx::storage
