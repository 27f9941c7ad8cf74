// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/drivers/connection.hpp"

namespace gx::storage {

/// What an operator wants to know of a store's health. `verify` proves the content; this looks at the vessel.
///
/// Shape: `database_faults` at most 100, empty when the database finds itself sound. Units: bytes; -1 = not known.
struct DoctorFacts {
    std::string database;  ///< "SQLite 3.40.1", "PostgreSQL 15.18"
    std::int64_t schema_version = 0;
    std::int64_t schema_newest = 0;  ///< of this program
    std::int64_t journal_head = 0;
    std::int64_t journal_entries = 0;
    std::int64_t database_bytes = -1;
    std::int64_t log_bytes = -1;   ///< SQLite's write-ahead log
    std::int64_t free_bytes = -1;  ///< of the disk the file lies on
    std::vector<std::string> database_faults;

    /// Nothing to worry about but the disk.
    bool sound() const {
        return database_faults.empty() && journal_head == journal_entries && schema_version == schema_newest;
    }
};

/// Errors: those of the connection. A store without schema gives schema_version 0 and no journal.
Result<DoctorFacts> examine(Database& database);

}  // namespace gx::storage
