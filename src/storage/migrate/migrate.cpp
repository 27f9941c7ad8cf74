// SPDX-License-Identifier: Apache-2.0
#include "storage/migrate/migrate.hpp"

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>

#include "storage/migrate/refill.hpp"

namespace gx::storage {
namespace {

constexpr std::string_view kTable =
    "CREATE TABLE IF NOT EXISTS schema_migration (version BIGINT PRIMARY KEY, name TEXT NOT NULL, "
    "checksum TEXT NOT NULL, at BIGINT NOT NULL)";
/// Any number that nothing else in the database locks.
constexpr std::string_view kPostgresLock = "SELECT pg_advisory_xact_lock(4720211382)";

/// Dialect point: SQLite compares TEXT bytewise by itself, PostgreSQL only with this collation.
std::string with_collation(std::string_view sql) {
    constexpr std::string_view kWord = "TEXT";
    const auto in_word = [&](std::size_t at) {
        return at < sql.size() && (std::isalnum(static_cast<unsigned char>(sql[at])) != 0 || sql[at] == '_');
    };
    std::string out;
    for (std::size_t at = 0; at < sql.size();) {
        if (sql.substr(at).starts_with("--")) {
            const std::size_t end = std::min(sql.find('\n', at), sql.size());
            out += sql.substr(at, end - at);
            at = end;
        } else if (sql.substr(at).starts_with(kWord) && !in_word(at + kWord.size()) && (at == 0 || !in_word(at - 1))) {
            out += "TEXT COLLATE \"C\"";
            at += kWord.size();
        } else {
            out += sql[at++];
        }
    }
    return out;
}

/// Dialect point: only SQLite numbers its rows in the order of their coming, and only it is told not to.
std::string without_words(std::string sql, std::string_view words) {
    for (std::size_t at = sql.find(words); at != std::string::npos; at = sql.find(words, at)) { sql.erase(at, words.size()); }
    return sql;
}

std::string for_dialect(const Connection& connection, std::string_view sql) {
    return connection.dialect() == Dialect::Postgres ? without_words(with_collation(sql), " WITHOUT ROWID") : std::string(sql);
}

struct Applied {
    std::string name;
    std::string checksum;
};

Result<std::map<std::int64_t, Applied>> applied_steps(Connection& connection) {
    std::map<std::int64_t, Applied> steps;
    GX_TRY(const auto rows, connection.query("SELECT version, name, checksum FROM schema_migration ORDER BY version"));
    while (true) {
        GX_TRY(const bool row, rows->next());
        if (!row) { return steps; }
        steps[rows->integer(0)] = Applied{std::string(rows->text(1)), std::string(rows->text(2))};
    }
}

Result<Done> check_applied(const std::map<std::int64_t, Applied>& applied, std::span<const Migration> migrations) {
    for (const auto& [version, step] : applied) {
        const auto known = std::find_if(migrations.begin(), migrations.end(),
                                        [&](const Migration& migration) { return migration.version == version; });
        if (known == migrations.end()) {
            return Error{ErrorCode::Conflict, "migration.unknown", fmt::format("step {} {}", version, step.name)};
        }
        if (known->checksum != step.checksum) {
            return Error{ErrorCode::Conflict, "migration.changed", fmt::format("step {} {}", version, step.name)};
        }
    }
    return Done{};
}

Result<Done> apply(Connection& connection, const Migration& step, base::Instant now) {
    GX_CHECK(connection.script(for_dialect(connection, step.sql)));
    GX_CHECK(refill(connection, step.sql));
    GX_CHECK(connection.execute("INSERT INTO schema_migration (version, name, checksum, at) VALUES ($1, $2, $3, $4)",
                                {step.version, step.name, step.checksum, now.millis()}));
    return Done{};
}

/// Takes the database for itself, looks again which step is next and runs it. Gives false when none is left.
Result<bool> run_next(Connection& connection, std::span<const Migration> migrations, base::Instant now) {
    GX_CHECK(connection.begin(Begin::Write));
    if (connection.dialect() == Dialect::Postgres) { GX_CHECK(connection.query(kPostgresLock)); }
    GX_CHECK(connection.script(for_dialect(connection, kTable)));
    GX_TRY(const auto applied, applied_steps(connection));
    GX_CHECK(check_applied(applied, migrations));
    const auto next = std::find_if(migrations.begin(), migrations.end(),
                                   [&](const Migration& step) { return !applied.contains(step.version); });
    if (next != migrations.end()) { GX_CHECK(apply(connection, *next, now)); }
    GX_CHECK(connection.commit());
    return next != migrations.end();
}

}  // namespace

Result<Done> migrate(Connection& connection, std::span<const Migration> migrations, base::Instant now) {
    GX_ASSERT(std::ranges::is_sorted(migrations, std::ranges::less_equal{}, &Migration::version));
    // A database that is up to date is left alone: no lock, no write.
    GX_TRY(const auto version, schema_version(connection));
    if (version != 0) {
        GX_TRY(const auto applied, applied_steps(connection));
        if (applied.size() == migrations.size()) { return check_applied(applied, migrations); }
    }
    while (true) {
        auto more = run_next(connection, migrations, now);
        if (!more.ok()) {
            connection.rollback();
            return std::move(more).error();
        }
        if (!*more) { return Done{}; }
    }
}

Result<Done> apply_steps(Connection& connection, std::span<const Migration> steps, base::Instant now) {
    GX_CHECK(connection.script(for_dialect(connection, kTable)));
    for (const Migration& step : steps) { GX_CHECK(apply(connection, step, now)); }
    return Done{};
}

Result<std::int64_t> schema_version(Connection& connection) {
    // Both databases answer this question from their catalogue, each from its own.
    const std::string_view exists = connection.dialect() == Dialect::Sqlite
        ? "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migration'"
        : "SELECT count(*) FROM pg_class WHERE oid = to_regclass('schema_migration')";
    GX_TRY(const auto found, connection.integer(exists));
    if (found == 0) { return std::int64_t{0}; }
    return connection.integer("SELECT coalesce(max(version), 0) FROM schema_migration");
}

}  // namespace gx::storage
