// SPDX-License-Identifier: Apache-2.0
#include "storage/store/read_ops.hpp"

#include <algorithm>

#include "storage/store/entity_sql.hpp"
#include "storage/store/query_sql.hpp"

namespace gx::storage {
namespace {

constexpr std::size_t kKeysMax = 10'000;
constexpr std::size_t kDigestsMax = 100;
constexpr std::size_t kKeysPerQuery = 512;
constexpr std::int64_t kLeavesMax = 65'536;
constexpr std::string_view kEntry =
    "SELECT seq, tenant, entity, entity_id, version, action, actor, origin, at, salt, content_digest, content, entity_key "
    "FROM journal_entry ";

Result<Done> each_row(Cursor& rows, const std::function<Result<Done>(const Cursor&)>& each) {
    while (true) {
        GX_TRY(const bool row, rows.next());
        if (!row) { return Done{}; }
        GX_CHECK(each(rows));
    }
}

Result<domain::JournalEntry> decode_entry(const Cursor& row) {
    domain::JournalEntry entry;
    entry.seq = row.integer(0);
    entry.tenant = row.text(1);
    entry.entity = row.text(2);
    entry.entity_id = row.text(3);
    entry.version = row.integer(4);
    entry.action = row.text(5);
    entry.actor = row.text(6);
    entry.origin = row.text(7);
    entry.at = base::Instant::from_millis(row.integer(8));
    const base::ByteView salt = row.bytes(9);
    if (salt.size() != entry.salt.size()) {
        return Error{ErrorCode::Corrupt, "store.salt", fmt::format("entry {}", entry.seq)};
    }
    std::copy(salt.begin(), salt.end(), entry.salt.begin());
    GX_TRY(entry.content_digest, read_digest(row, 10));
    if (!row.is_null(11)) { entry.content = std::string(row.text(11)); }
    entry.entity_key = row.text(12);
    return entry;
}

Result<Done> each_entry(Cursor& rows, const ReadOps::EachEntry& each) {
    return each_row(rows, [&](const Cursor& row) -> Result<Done> {
        GX_TRY(const auto entry, decode_entry(row));
        return each(entry);
    });
}

Result<std::optional<app::Entity>> first_entity(const app::EntityType& type, Cursor& rows) {
    GX_TRY(const bool row, rows.next());
    if (!row) { return std::optional<app::Entity>{}; }
    GX_TRY(auto entity, decode_row(type, rows));
    return std::optional<app::Entity>{std::move(entity)};
}

Result<std::vector<base::Digest>> read_digests(Cursor& rows) {
    std::vector<base::Digest> digests;
    GX_CHECK(each_row(rows, [&](const Cursor& row) -> Result<Done> {
        GX_TRY(const auto digest, read_digest(row, 0));
        digests.push_back(digest);
        return Done{};
    }));
    return digests;
}

class CursorRow final : public app::RowView {
public:
    explicit CursorRow(const Cursor& row) : row_(row) {}
    bool is_null(int column) const override { return row_.is_null(column); }
    std::int64_t integer(int column) const override { return row_.integer(column); }
    std::string_view text(int column) const override { return row_.text(column); }

private:
    const Cursor& row_;
};

/// The tenant's rows in order of the natural key; all tenants when none is named.
void append_scan(SqlText& sql, std::string_view tenant) {
    if (tenant.empty()) {
        sql.text += " ORDER BY key, tenant, id";
    } else {
        sql.text += " WHERE tenant = ";
        sql.place(tenant);
        sql.text += " ORDER BY key, id";
    }
}

app::SealedValue decode_sealed(const Cursor& row) {
    const base::ByteView nonce = row.bytes(3);
    base::Bytes nonce_bytes(nonce.begin(), nonce.end());
    const base::ByteView ciphertext = row.bytes(4);
    return {.id = std::string(row.text(0)),
            .tenant = std::string(row.text(1)),
            .key_id = std::string(row.text(2)),
            .nonce = std::move(nonce_bytes),
            .ciphertext = base::Bytes(ciphertext.begin(), ciphertext.end())};
}

}  // namespace

Result<base::Digest> read_digest(const Cursor& row, int column) {
    const base::ByteView bytes = row.bytes(column);
    base::Digest digest{};
    if (bytes.size() != digest.size()) { return Error{ErrorCode::Corrupt, "store.digest"}; }
    std::copy(bytes.begin(), bytes.end(), digest.begin());
    return digest;
}

Result<std::optional<app::Entity>> ReadOps::find(std::string_view type, std::string_view tenant, std::string_view id) {
    GX_TRY(const auto* sql, entity_sql(type));
    GX_TRY(const auto rows, connection_.query(sql->select + " WHERE id = $1 AND tenant = $2", {id, tenant}));
    return first_entity(*sql->type, *rows);
}

Result<std::optional<app::Entity>> ReadOps::find_by_key(std::string_view type, std::string_view tenant,
                                                        std::string_view key) {
    GX_TRY(const auto* sql, entity_sql(type));
    GX_TRY(const auto rows, connection_.query(sql->select + " WHERE tenant = $1 AND key = $2", {tenant, key}));
    return first_entity(*sql->type, *rows);
}

Result<std::vector<app::Entity>> ReadOps::find_by_keys(std::string_view type, std::string_view tenant,
                                                       std::span<const std::string> keys) {
    GX_TRY(const auto* sql, entity_sql(type));
    if (keys.size() > kKeysMax) { return Error{ErrorCode::InvalidInput, "store.query", "too many keys"}; }
    std::vector<app::Entity> found;
    for (std::size_t from = 0; from < keys.size(); from += kKeysPerQuery) {
        std::vector<Param> values;
        for (const std::string& key : keys.subspan(from, std::min(kKeysPerQuery, keys.size() - from))) {
            values.emplace_back(std::string_view(key));
        }
        SqlText text{sql->select + " WHERE tenant = ", {}};
        text.place(tenant);
        text.text += " AND key IN ";
        append_list(text, values);
        GX_TRY(const auto rows, connection_.query(text.text, text.params));
        GX_CHECK(each_row(*rows, [&](const Cursor& row) -> Result<Done> {
            GX_TRY(auto entity, decode_row(*sql->type, row));
            found.push_back(std::move(entity));
            return Done{};
        }));
    }
    return found;
}

Result<std::vector<app::Entity>> ReadOps::list(std::string_view type, const app::Query& query) {
    GX_TRY(const auto* sql, entity_sql(type));
    SqlText text{sql->select, {}};
    GX_CHECK(append_where(text, *sql->type, query));
    GX_CHECK(append_order(text, *sql->type, query));
    GX_TRY(const auto rows, connection_.query(text.text, text.params));
    std::vector<app::Entity> found;
    GX_CHECK(each_row(*rows, [&](const Cursor& row) -> Result<Done> {
        GX_TRY(auto entity, decode_row(*sql->type, row));
        found.push_back(std::move(entity));
        return Done{};
    }));
    return found;
}

Result<std::int64_t> ReadOps::count(std::string_view type, const app::Query& query) {
    GX_TRY(const auto* sql, entity_sql(type));
    SqlText text{fmt::format("SELECT count(*) FROM {}", sql->type->table), {}};
    GX_CHECK(append_where(text, *sql->type, query));
    GX_TRY(const auto rows, connection_.query(text.text, text.params));
    GX_CHECK(rows->next());
    return rows->integer(0);
}

Result<Done> ReadOps::scan(std::string_view type, std::string_view tenant, const EachEntity& each) {
    GX_TRY(const auto* sql, entity_sql(type));
    SqlText text{sql->select, {}};
    append_scan(text, tenant);
    GX_TRY(const auto rows, connection_.stream(text.text, text.params));
    return each_row(*rows, [&](const Cursor& row) -> Result<Done> {
        GX_TRY(const auto entity, decode_row(*sql->type, row));
        return each(entity);
    });
}

Result<Done> ReadOps::scan_columns(std::string_view type, std::string_view tenant,
                                   std::span<const std::string_view> columns,
                                   const std::function<Result<Done>(const app::RowView&)>& each) {
    GX_TRY(const auto* sql, entity_sql(type));
    if (columns.empty()) { return Error{ErrorCode::InvalidInput, "store.query", "no columns"}; }
    std::string names;
    for (const std::string_view column : columns) {
        if (column != "tenant" && column != "content") { GX_CHECK(query_column(*sql->type, column)); }
        names += fmt::format("{}{}", names.empty() ? "" : ", ", column);
    }
    SqlText text{fmt::format("SELECT {} FROM {}", names, sql->type->table), {}};
    append_scan(text, tenant);
    GX_TRY(const auto rows, connection_.stream(text.text, text.params));
    return each_row(*rows, [&](const Cursor& row) { return each(CursorRow(row)); });
}

Result<Done> ReadOps::scan_at(std::string_view type, std::string_view tenant, std::int64_t size, const EachEntity& each) {
    GX_TRY(const auto* sql, entity_sql(type));
    GX_TRY(const std::int64_t now, journal_size());
    if (size < 0 || size > now) { return Error{ErrorCode::InvalidInput, "store.position", fmt::format("{}", size)}; }
    if (size == now) { return scan(type, tenant, each); }
    const std::string_view tenant_is = tenant.empty() ? "$3 = ''" : "n.tenant = $3";
    const std::string text = fmt::format(
        "SELECT j.tenant, j.entity_id, j.entity_key, j.version, j.seq, j.content FROM journal_entry j JOIN "
        "(SELECT n.entity_id AS entity_id, max(n.version) AS version FROM journal_entry n "
        "WHERE n.entity = $1 AND n.seq < $2 AND {} GROUP BY n.entity_id) newest "
        "ON j.entity_id = newest.entity_id AND j.version = newest.version "
        "WHERE j.entity = $1 AND j.content IS NOT NULL ORDER BY j.entity_key, j.tenant, j.entity_id",
        tenant_is);
    GX_TRY(const auto rows, connection_.stream(text, {type, size, tenant}));
    return each_row(*rows, [&](const Cursor& row) -> Result<Done> {
        GX_TRY(const auto entity, decode_row(*sql->type, row));
        return each(entity);
    });
}

Result<std::int64_t> ReadOps::journal_size() { return connection_.integer("SELECT size FROM journal_head WHERE one = 1"); }

Result<Done> ReadOps::entries(std::int64_t from, std::int64_t to, const EachEntry& each) {
    GX_TRY(const auto rows, connection_.stream(std::string(kEntry) + "WHERE seq >= $1 AND seq < $2 ORDER BY seq", {from, to}));
    return each_entry(*rows, each);
}

Result<std::vector<domain::JournalEntry>> ReadOps::history(std::string_view type, std::string_view id) {
    GX_TRY(const auto rows,
           connection_.query(std::string(kEntry) + "WHERE entity = $1 AND entity_id = $2 ORDER BY version", {type, id}));
    std::vector<domain::JournalEntry> found;
    GX_CHECK(each_entry(*rows, [&](const domain::JournalEntry& entry) {
        found.push_back(entry);
        return Result<Done>(Done{});
    }));
    return found;
}

Result<Done> ReadOps::entries_of_origin(std::string_view origin, const EachEntry& each) {
    // The second condition is that of the partial index.
    GX_TRY(const auto rows,
           connection_.stream(std::string(kEntry) + "WHERE origin = $1 AND origin <> '' ORDER BY seq", {origin}));
    return each_entry(*rows, each);
}

Result<std::vector<base::Digest>> ReadOps::leaf_hashes(std::int64_t from, std::int64_t count) {
    if (from < 0 || count < 0 || count > kLeavesMax) { return Error{ErrorCode::InvalidInput, "store.query", "leaves"}; }
    GX_TRY(const auto rows, connection_.query("SELECT leaf_hash FROM journal_entry WHERE seq >= $1 AND seq < $2 ORDER BY seq",
                                              {from, from + count}));
    return read_digests(*rows);
}

Result<std::vector<base::Digest>> ReadOps::tile_roots(int level, std::int64_t index, std::int64_t count) {
    if (index < 0 || count < 0 || count > kLeavesMax) { return Error{ErrorCode::InvalidInput, "store.query", "tiles"}; }
    GX_TRY(const auto rows,
           connection_.query("SELECT root FROM journal_tile WHERE level = $1 AND idx >= $2 AND idx < $3 ORDER BY idx",
                             {std::int64_t{level}, index, index + count}));
    return read_digests(*rows);
}

Result<std::vector<base::Json>> ReadOps::checkpoints() {
    GX_TRY(const auto rows, connection_.query("SELECT content FROM journal_checkpoint ORDER BY size, at"));
    std::vector<base::Json> found;
    GX_CHECK(each_row(*rows, [&](const Cursor& row) -> Result<Done> {
        GX_TRY(auto content, parse_content(row.text(0)));
        found.push_back(std::move(content));
        return Done{};
    }));
    return found;
}

Result<std::optional<app::SealedValue>> ReadOps::sealed(std::string_view id) {
    GX_TRY(const auto rows, connection_.query("SELECT id, tenant, key_id, nonce, ciphertext FROM sealed_value WHERE id = $1", {id}));
    GX_TRY(const bool row, rows->next());
    if (!row) { return std::optional<app::SealedValue>{}; }
    return std::optional<app::SealedValue>{decode_sealed(*rows)};
}

Result<Done> ReadOps::scan_sealed(const std::function<Result<Done>(const app::SealedValue&)>& each) {
    GX_TRY(const auto rows, connection_.stream("SELECT id, tenant, key_id, nonce, ciphertext FROM sealed_value ORDER BY id"));
    return each_row(*rows, [&](const Cursor& row) { return each(decode_sealed(row)); });
}

Result<std::vector<std::string>> ReadOps::find_lookups(std::string_view tenant, std::string_view scope,
                                                       std::span<const std::string> digests) {
    if (digests.size() > kDigestsMax) { return Error{ErrorCode::InvalidInput, "store.query", "too many digests"}; }
    std::vector<std::string> ids;
    if (digests.empty()) { return ids; }
    std::vector<Param> values;
    for (const std::string& digest : digests) { values.emplace_back(std::string_view(digest)); }
    SqlText text{"SELECT DISTINCT id FROM sealed_lookup WHERE tenant = ", {}};
    text.place(tenant);
    text.text += " AND scope = ";
    text.place(scope);
    text.text += " AND digest IN ";
    append_list(text, values);
    text.text += fmt::format(" ORDER BY id LIMIT {}", kKeysMax);
    GX_TRY(const auto rows, connection_.query(text.text, text.params));
    GX_CHECK(each_row(*rows, [&](const Cursor& row) -> Result<Done> {
        ids.emplace_back(row.text(0));
        return Done{};
    }));
    return ids;
}

Result<Done> ReadOps::scan_lookups(const std::function<Result<Done>(const app::SealedLookup&)>& each) {
    GX_TRY(const auto rows, connection_.stream("SELECT tenant, scope, id, sealed_id, key_id, digest FROM sealed_lookup ORDER BY tenant, scope, id"));
    return each_row(*rows, [&](const Cursor& row) {
        return each({.tenant = std::string(row.text(0)), .scope = std::string(row.text(1)), .id = std::string(row.text(2)),
                     .sealed_id = std::string(row.text(3)), .key_id = std::string(row.text(4)), .digest = std::string(row.text(5))});
    });
}

}  // namespace gx::storage
