// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "storage/drivers/connection.hpp"

namespace gx::storage {

/// One forward step of the schema, one SQL text for both databases.
struct Migration {
    std::int64_t version;
    std::string_view name;
    std::string_view checksum;  ///< SHA-256 of the file, hex
    std::string_view sql;
};

/// The files of migrations/ as they were at build time, ascending; a number may be missing.
std::span<const Migration> embedded_migrations();

/// Brings the schema up to the newest of `migrations`. Each step and its row of schema_migration are one transaction:
/// an interrupted run is simply run again. Several processes may run it at the same time. On PostgreSQL every TEXT
/// column gets COLLATE "C", so that both databases order bytewise.
///
/// Errors: Conflict "migration.changed" (an applied step has another checksum), "migration.unknown" (the database is
///         newer than this program); those of the connection.
Result<Done> migrate(Connection& connection, std::span<const Migration> migrations, base::Instant now);

/// Runs all of `steps` on an empty database inside the transaction that is open. For restore.
Result<Done> apply_steps(Connection& connection, std::span<const Migration> steps, base::Instant now);

/// The newest applied step; 0 for an empty database.
Result<std::int64_t> schema_version(Connection& connection);

}  // namespace gx::storage
