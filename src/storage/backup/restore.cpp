// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <functional>

#include "storage/backup/backup.hpp"
#include "storage/backup/records.hpp"
#include "storage/drivers/sqlite.hpp"
#include "storage/migrate/migrate.hpp"
#include "storage/store/journal_writer.hpp"

namespace gx::storage {
namespace {

constexpr std::size_t kRowsAtOnce = 500;

/// Where the rows of a backup go; a check sends them nowhere.
struct Sink {
    std::function<Result<Done>(std::int64_t schema_version)> begin;
    std::function<Result<Done>(const TableShape& shape, const std::vector<std::vector<Held>>& rows)> rows;
};

Result<BackupFacts> read_backup(const std::string& file, const domain::Hasher& hasher, const Sink& sink) {
    BlockReader in(hasher, file);
    GX_CHECK(in.open());
    BackupFacts facts;
    facts.hash = hasher.name();
    const auto malformed = [&](const char* what) { return Error{ErrorCode::Corrupt, "backup.malformed", what, in.where()}; };
    JournalProof proof(hasher);
    TableShape shape;
    std::vector<std::vector<Held>> rows;
    bool begun = false;
    const auto pass_on = [&]() -> Result<Done> {
        if (!rows.empty()) { GX_CHECK(sink.rows(shape, rows)); }
        rows.clear();
        return Done{};
    };
    while (true) {
        GX_TRY(const char kind, record::read_kind(in));
        if (begun == (kind == record::kHead)) { return malformed("order of records"); }
        if (kind == record::kRow) {
            if (shape.columns.empty()) { return malformed("row without table"); }
            GX_TRY(auto row, record::read_row(in, shape));
            if (shape.name == "journal_entry") { GX_CHECK(proof.take(shape, row, "backup.entry")); }
            rows.push_back(std::move(row));
            ++facts.rows;
            if (rows.size() >= kRowsAtOnce) { GX_CHECK(pass_on()); }
        } else if (kind == record::kTable) {
            GX_CHECK(pass_on());
            GX_TRY(const auto description, record::read_json(in));
            GX_TRY(shape, record::shape_of(description, in));
        } else if (kind == record::kHead) {
            GX_TRY(const auto head, record::read_json(in));
            const auto created = base::Instant::parse(head.text_or_empty("created"));
            if (!created.ok() || !head.int_at("schema_version")) { return malformed("head"); }
            facts.created_at = *created;
            facts.schema_version = *head.int_at("schema_version");
            begun = true;
            GX_CHECK(sink.begin(facts.schema_version));
        } else if (kind == record::kEnd) {
            GX_CHECK(pass_on());
            GX_TRY(const auto end, record::read_json(in));
            GX_CHECK(in.expect_end());
            facts.size = proof.size();
            facts.root = proof.root();
            if (end.int_at("size") != facts.size || end.text_or_empty("root") != base::to_hex(facts.root) ||
                end.int_at("rows") != facts.rows) {
                return Error{ErrorCode::Corrupt, "backup.root", "size, root or number of rows", in.where()};
            }
            return facts;
        } else {
            return malformed("kind of record");
        }
    }
}

/// The tables of the backup must be those of its schema, or rows would be lost without a word.
Result<Done> insert(Connection& connection, const std::vector<TableShape>& tables, const TableShape& shape,
                    const std::vector<std::vector<Held>>& rows) {
    const auto known = std::find_if(tables.begin(), tables.end(), [&](const auto& table) { return table.name == shape.name; });
    if (known == tables.end()) { return Error{ErrorCode::Corrupt, "backup.malformed", "unknown table " + shape.name}; }
    const std::vector<BulkColumn> columns = shape.bulk();
    return connection.insert_rows(shape.name, columns, rows.size(), [&](std::size_t i, std::span<Param> to) {
        for (std::size_t c = 0; c < to.size(); ++c) {
            const Held& value = rows[i][c];
            if (const auto* number = std::get_if<std::int64_t>(&value)) {
                to[c] = *number;
            } else if (const auto* text = std::get_if<std::string>(&value)) {
                to[c] = std::string_view(*text);
            } else if (const auto* bytes = std::get_if<base::Bytes>(&value)) {
                to[c] = base::ByteView(*bytes);
            } else {
                to[c] = nullptr;
            }
        }
    });
}

/// The stored tree must give the proved root too.
Result<Done> check_tree(Connection& connection, const domain::Hasher& hasher, const BackupFacts& facts) {
    GX_TRY(const auto size, connection.integer("SELECT size FROM journal_head WHERE one = 1"));
    if (size != facts.size) { return Error{ErrorCode::Corrupt, "backup.root", "journal_head"}; }
    GX_TRY(const auto tree, load_frontier(connection, hasher, size));
    if (tree.root(hasher) != facts.root) { return Error{ErrorCode::Corrupt, "backup.root", "journal_tile"}; }
    return Done{};
}

Result<BackupFacts> load(const std::string& file, Connection& connection, const domain::Hasher& hasher, base::Instant now) {
    GX_TRY(const auto present, schema_version(connection));
    if (present != 0) { return Error{ErrorCode::Conflict, "restore.target_exists"}; }
    GX_CHECK(connection.begin(Begin::Write));
    std::vector<TableShape> tables;
    const Sink sink{
        .begin = [&](std::int64_t version) -> Result<Done> {
            const auto all = embedded_migrations();
            if (version < 1) { return Error{ErrorCode::Corrupt, "backup.malformed", "schema version"}; }
            if (version > all.back().version) {
                return Error{ErrorCode::Conflict, "migration.unknown", fmt::format("step {}", version)};
            }
            GX_CHECK(apply_steps(connection, all.first(static_cast<std::size_t>(
                std::ranges::count_if(all, [&](const Migration& step) { return step.version <= version; }))), now));
            GX_TRY(tables, table_shapes(connection));
            // What the migrations put in by themselves comes back from the backup.
            for (const TableShape& table : tables) { GX_CHECK(connection.script("DELETE FROM " + table.name)); }
            return Done{};
        },
        .rows = [&](const TableShape& shape, const auto& rows) { return insert(connection, tables, shape, rows); },
    };
    GX_TRY(const auto facts, read_backup(file, hasher, sink));
    GX_CHECK(check_tree(connection, hasher, facts));
    GX_CHECK(connection.commit());
    GX_CHECK(migrate(connection, embedded_migrations(), now));
    return facts;
}

void remove_database(const std::string& path) {
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) { ::unlink((path + suffix).c_str()); }
}

/// Gives the finished file its name; never over one that came into being meanwhile.
Result<Done> show(const std::string& aside, const std::string& target) {
    if (::renameat2(AT_FDCWD, aside.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) != 0) {
        if (errno == EEXIST) { return Error{ErrorCode::Conflict, "restore.target_exists", target}; }
        return Error{ErrorCode::Unavailable, "restore.not_written", std::strerror(errno)};
    }
    return sync_folder_of(target);
}

Result<BackupFacts> load_aside(const std::string& file, const std::string& aside, const domain::Hasher& hasher,
                               base::Instant now) {
    GX_TRY(const auto database, sqlite_database(aside));
    GX_TRY(const auto connection, database->connect());
    GX_TRY(const auto facts, load(file, *connection, hasher, now));
    GX_TRY(const auto busy, connection->integer("PRAGMA wal_checkpoint(TRUNCATE)"));
    if (busy != 0) { return Error{ErrorCode::Unavailable, "store.busy", aside}; }
    return facts;
}

}  // namespace

Result<BackupFacts> check_backup(const std::string& file, const domain::Hasher& hasher) {
    return read_backup(file, hasher, {.begin = [](std::int64_t) -> Result<Done> { return Done{}; },
                                      .rows = [](const TableShape&, const auto&) -> Result<Done> { return Done{}; }});
}

Result<BackupFacts> restore_to_database(const std::string& file, Database& target, const domain::Hasher& hasher,
                                        base::Instant now) {
    GX_TRY(const auto connection, target.connect());
    auto facts = load(file, *connection, hasher, now);
    if (!facts.ok()) { connection->rollback(); }
    return facts;
}

Result<BackupFacts> restore_to_sqlite(const std::string& file, const std::string& target, const domain::Hasher& hasher,
                                      base::Instant now) {
    std::error_code ignored;
    if (std::filesystem::exists(target, ignored)) { return Error{ErrorCode::Conflict, "restore.target_exists", target}; }
    // A quick look first, so that a missing file leaves no trace.
    GX_CHECK(BlockReader(hasher, file).open());
    const std::string aside = target + ".restoring";
    remove_database(aside);
    auto facts = load_aside(file, aside, hasher, now);
    if (facts.ok()) {
        auto shown = show(aside, target);
        if (!shown.ok()) { facts = std::move(shown).error(); }
    }
    remove_database(aside);
    return facts;
}

}  // namespace gx::storage
