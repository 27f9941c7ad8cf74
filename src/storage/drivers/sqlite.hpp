// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "storage/drivers/connection.hpp"

namespace gx::storage {

/// How hard a commit is made durable.
enum class Sync {
    Full,  ///< every commit survives a power cut
    Off,   ///< for throw-away databases
};

/// A SQLite database in a file: WAL, foreign keys, overwritten deletes, no trusted schema. The file is created (mode
/// 0600) when absent.
///
/// Errors: Unavailable "store.cannot_open"; Corrupt "store.corrupt" (not a database).
Result<std::unique_ptr<Database>> sqlite_database(const std::string& file, Sync sync = Sync::Full);

/// A private SQLite database in a temporary folder (in memory where the system has /dev/shm), removed with the
/// returned object. It behaves as the file does: snapshots, several connections.
Result<std::unique_ptr<Database>> sqlite_temporary_database();

}  // namespace gx::storage
