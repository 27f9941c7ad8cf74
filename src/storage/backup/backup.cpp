// SPDX-License-Identifier: Apache-2.0
#include "storage/backup/backup.hpp"

#include "storage/backup/blob_records.hpp"
#include "storage/backup/records.hpp"
#include "storage/blobs/database_blobs.hpp"
#include "storage/blobs/open_blobs.hpp"
#include "storage/migrate/migrate.hpp"

namespace gx::storage {
namespace {

constexpr std::string_view kJournal = "journal_entry";

Held held(const Cursor& row, int column, BulkColumn::Type type) {
    if (row.is_null(column)) { return nullptr; }
    switch (type) {
        case BulkColumn::Type::Integer: return row.integer(column);
        case BulkColumn::Type::Text: return std::string(row.text(column));
        case BulkColumn::Type::Bytes: {
            const base::ByteView bytes = row.bytes(column);
            return base::Bytes(bytes.begin(), bytes.end());
        }
    }
    return nullptr;
}

void put_value(std::string& out, const Held& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        record::put_integer(out, *number);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        record::put_bytes(out, *text);
    } else if (const auto* bytes = std::get_if<base::Bytes>(&value)) {
        record::put_bytes(out, base::as_text(*bytes));
    } else {
        record::put_null(out);
    }
}

/// Gives the number of rows.
Result<std::int64_t> write_table(Connection& connection, const TableShape& shape, BlockWriter& out, JournalProof& proof) {
    GX_CHECK(out.write(record::json_record(record::kTable, record::describe(shape))));
    const bool journal = shape.name == kJournal;
    GX_TRY(const auto rows, connection.stream(fmt::format("SELECT {} FROM {}{}", shape.names(), shape.name,
                                                          journal ? " ORDER BY seq" : "")));
    std::vector<Held> values(shape.columns.size());
    std::string text;
    std::int64_t count = 0;
    while (true) {
        GX_TRY(const bool row, rows->next());
        if (!row) { return count; }
        text.clear();
        record::begin_row(text);
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = held(*rows, static_cast<int>(i), shape.columns[i].type);
            put_value(text, values[i]);
        }
        if (journal) { GX_CHECK(proof.take(shape, values, "backup.journal_unsound")); }
        GX_CHECK(out.write(text));
        ++count;
    }
}

Result<BackupFacts> write_snapshot(Connection& connection, const domain::Hasher& hasher, app::BlobStore& blobs,
                                   BlockWriter& out, base::Instant now) {
    BackupFacts facts;
    facts.hash = hasher.name();
    facts.created_at = now;
    GX_TRY(facts.size, connection.integer("SELECT size FROM journal_head WHERE one = 1"));
    GX_TRY(facts.schema_version, schema_version(connection));
    GX_TRY(const auto tables, table_shapes(connection));
    GX_CHECK(out.open());
    GX_CHECK(out.write(record::json_record(
        record::kHead, base::Json::object().set("created", now.iso()).set("schema_version", facts.schema_version))));
    JournalProof proof(hasher);
    for (const TableShape& table : tables) {
        // Bytes of files are written before the entities that name them, so this snapshot's are all there.
        GX_TRY(const auto rows, table.name == kBlobTable ? write_blobs(connection, hasher, blobs, table, out)
                                                         : write_table(connection, table, out, proof));
        facts.rows += rows;
    }
    if (proof.size() != facts.size) {
        return Error{ErrorCode::Corrupt, "backup.journal_unsound", "size", fmt::format("entry {}", proof.size())};
    }
    facts.root = proof.root();
    GX_CHECK(out.write(record::json_record(record::kEnd, base::Json::object()
                                                             .set("size", facts.size)
                                                             .set("root", base::to_hex(facts.root))
                                                             .set("rows", facts.rows))));
    GX_CHECK(out.finish());
    return facts;
}

}  // namespace

Result<BackupFacts> backup(Database& database, const domain::Hasher& hasher, const std::string& file, base::Instant now) {
    GX_TRY(const auto connection, database.connect());
    GX_CHECK(connection->begin(Begin::Read));
    BlockWriter out(hasher, file);
    const auto blobs = open_blobs(database, hasher);
    auto facts = write_snapshot(*connection, hasher, *blobs, out, now);
    connection->rollback();
    return facts;
}

Result<std::string> backup_hash(const std::string& file) { return BlockReader::hash_name(file); }

}  // namespace gx::storage
