// SPDX-License-Identifier: Apache-2.0
#include "storage/doctor/doctor.hpp"

#include <filesystem>

#include "storage/backup/catalogue.hpp"
#include "storage/migrate/migrate.hpp"

namespace gx::storage {
namespace {

constexpr std::size_t kFaultsMax = 100;

std::int64_t file_bytes(const std::string& path) {
    std::error_code missing;
    const auto size = std::filesystem::file_size(path, missing);
    return missing ? -1 : static_cast<std::int64_t>(size);
}

Result<std::string> first_text(Connection& connection, std::string_view sql) {
    GX_TRY(const auto rows, connection.query(sql));
    GX_TRY(const bool row, rows->next());
    return row ? std::string(rows->text(0)) : std::string();
}

Result<Done> examine_sqlite(Connection& connection, const std::string& file, DoctorFacts& facts) {
    GX_TRY(const auto version, first_text(connection, "SELECT sqlite_version()"));
    facts.database = "SQLite " + version;
    facts.database_bytes = file_bytes(file);
    facts.log_bytes = file_bytes(file + "-wal");
    std::error_code unknown;
    const auto space = std::filesystem::space(file, unknown);
    if (!unknown) { facts.free_bytes = static_cast<std::int64_t>(space.available); }
    GX_TRY(const auto rows, connection.query("PRAGMA integrity_check(100)"));
    while (facts.database_faults.size() < kFaultsMax) {
        GX_TRY(const bool row, rows->next());
        if (!row) { break; }
        if (rows->text(0) != "ok") { facts.database_faults.emplace_back(rows->text(0)); }
    }
    return Done{};
}

/// PostgreSQL has no check of its own for everyone: each table is read to its end, which its page checks see.
Result<Done> examine_postgres(Connection& connection, DoctorFacts& facts) {
    GX_TRY(facts.database, first_text(connection, "SELECT 'PostgreSQL ' || current_setting('server_version')"));
    GX_TRY(facts.database_bytes, connection.integer("SELECT pg_database_size(current_database())"));
    GX_TRY(const auto tables, table_shapes(connection));
    for (const TableShape& table : tables) {
        const auto counted = connection.integer(fmt::format("SELECT count(t.*) FROM {} t", table.name));
        if (!counted.ok()) {
            if (counted.error().code != ErrorCode::Corrupt) { return counted.error(); }
            facts.database_faults.push_back(fmt::format("{}: {}", table.name, counted.error().detail));
        }
    }
    return Done{};
}

}  // namespace

Result<DoctorFacts> examine(Database& database) {
    GX_TRY(const auto connection, database.connect());
    DoctorFacts facts;
    facts.schema_newest = embedded_migrations().back().version;
    GX_CHECK(database.dialect() == Dialect::Sqlite ? examine_sqlite(*connection, database.file(), facts)
                                                   : examine_postgres(*connection, facts));
    GX_TRY(facts.schema_version, schema_version(*connection));
    if (facts.schema_version == 0) { return facts; }
    GX_CHECK(connection->begin(Begin::Read));
    GX_TRY(facts.journal_head, connection->integer("SELECT size FROM journal_head WHERE one = 1"));
    GX_TRY(facts.journal_entries, connection->integer("SELECT count(*) FROM journal_entry"));
    connection->rollback();
    return facts;
}

}  // namespace gx::storage
