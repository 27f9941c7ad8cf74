// SPDX-License-Identifier: Apache-2.0
#include "storage/store/sql_work.hpp"

#include <algorithm>

#include "storage/store/halves.hpp"
#include "storage/store/query_sql.hpp"

namespace gx::storage {
namespace {

constexpr std::size_t kRowsAtOnce = 1'000;

Error version_mismatch(const app::Entity& entity) {
    return {ErrorCode::VersionMismatch, "store.version", fmt::format("{} {} {}", entity.type, entity.id, entity.version)};
}

/// SQLite names the columns of a broken constraint, PostgreSQL the index: both hold the word "key" only for that one.
bool is_key_index(const Error& error, std::string_view table) {
    return error.detail.find(fmt::format("{}.key", table)) != std::string::npos ||
           error.detail.find(fmt::format("{}_by_key", table)) != std::string::npos;
}

/// What a refused row means: the key is taken, or else the id is.
Error row_error(Connection& connection, Error error, const EntitySql& sql, const app::Entity& entity) {
    if (error.reason != "store.constraint") { return error; }
    if (!is_key_index(error, sql.type->table)) { return version_mismatch(entity); }
    if (connection.dialect() == Dialect::Sqlite && entity.version == 1) {
        // A row may break both constraints; PostgreSQL looks at the id first, SQLite need not.
        const auto same_id = connection.integer(fmt::format("SELECT count(*) FROM {} WHERE id = $1", sql.type->table),
                                                {std::string_view(entity.id)});
        if (same_id.ok() && *same_id != 0) { return version_mismatch(entity); }
    }
    return {ErrorCode::Conflict, "store.key_taken", std::move(error.detail)};
}

}  // namespace

Result<Done> SqlWork::guard(Result<Done> outcome) {
    wrote_ = true;
    if (!outcome.ok() && !failure_) { failure_ = outcome.error(); }
    return outcome;
}

Result<std::int64_t> SqlWork::execute(std::string_view sql, std::initializer_list<Param> params) {
    if (failure_) { return *failure_; }
    auto outcome = connection().execute(sql, params);
    GX_CHECK(guard(outcome.ok() ? Result<Done>(Done{}) : Result<Done>(outcome.error())));
    return outcome;
}

Result<Done> SqlWork::put(const app::Entity& next, std::string_view action) {
    if (failure_) { return *failure_; }
    return guard(put_one(next, action));
}

Result<Done> SqlWork::put_one(const app::Entity& next, std::string_view action) {
    GX_TRY(const auto* sql, entity_sql(next.type));
    GX_CHECK(next.version == 1 ? add_new(*sql, {&next, 1}, action) : change(*sql, next, action));
    return journal_.relieve(connection());
}

Result<Done> SqlWork::put_many(std::span<const app::Entity> next, std::string_view action) {
    if (failure_) { return *failure_; }
    // Runs of new entities of one type go in together; the order of all is kept.
    while (!next.empty()) {
        std::size_t run = 0;
        while (run < next.size() && run < kRowsAtOnce && next[run].version == 1 && next[run].type == next[0].type) { ++run; }
        if (run < 2) {
            GX_CHECK(guard(put_one(next.front(), action)));
            run = 1;
        } else {
            auto sql = entity_sql(next.front().type);
            if (!sql.ok()) { return guard(std::move(sql).error()); }
            GX_CHECK(guard(add_new(**sql, next.first(run), action)));
            GX_CHECK(guard(journal_.relieve(connection())));
        }
        next = next.subspan(run);
    }
    return Done{};
}

Result<Done> SqlWork::add_new(const EntitySql& sql, std::span<const app::Entity> next, std::string_view action) {
    std::vector<std::optional<Result<EntityRow>>> encoded(next.size());
    in_halves(next.size(), [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) { encoded[i] = encode_row(*sql.type, next[i]); }
    });
    std::vector<EntityRow> rows;
    rows.reserve(next.size());
    for (auto& row : encoded) {
        if (!row->ok()) { return std::move(*row).error(); }
        rows.push_back(std::move(*row).value());
    }
    const std::int64_t seq = journal_.next_seq();
    const auto seq_of = [&](std::size_t i) { return seq < 0 ? seq : seq + static_cast<std::int64_t>(i); };
    GX_CHECK(never_seen(sql, next));
    if (next.size() == 1) {
        std::vector<Param> values(sql.columns.size());
        fill_params(next.front(), rows.front(), seq, values);
        auto added = connection().execute(sql.insert, std::span<const Param>(values));
        if (!added.ok()) { return row_error(connection(), std::move(added).error(), sql, next.front()); }
    } else {
        std::size_t last = 0;
        auto added = connection().insert_rows(sql.type->table, sql.columns, next.size(), [&](std::size_t i, std::span<Param> to) {
            last = i;
            fill_params(next[i], rows[i], seq_of(i), to);
        });
        if (!added.ok()) { return row_error(connection(), std::move(added).error(), sql, next[last]); }
    }
    for (std::size_t i = 0; i < next.size(); ++i) { journal(sql, next[i], std::move(rows[i]), action); }
    return Done{};
}

Result<Done> SqlWork::never_seen(const EntitySql& sql, std::span<const app::Entity> next) {
    // Where positions are known the journal's own unique index says so when the part is written. Elsewhere it would
    // say so only at the end, to all parts at once.
    if (journal_.next_seq() >= 0) { return Done{}; }
    std::vector<Param> ids;
    for (const app::Entity& entity : next) { ids.emplace_back(std::string_view(entity.id)); }
    SqlText text{"SELECT count(*) FROM journal_entry WHERE version = 1 AND entity = ", {}};
    text.place(sql.type->name);
    text.text += " AND entity_id IN ";
    append_list(text, ids);
    GX_TRY(const auto rows, connection().query(text.text, text.params));
    GX_CHECK(rows->next());
    if (rows->integer(0) != 0) { return version_mismatch(next.front()); }
    return Done{};
}

Result<Done> SqlWork::change(const EntitySql& sql, const app::Entity& next, std::string_view action) {
    GX_TRY(auto row, encode_row(*sql.type, next));
    std::vector<Param> values(sql.columns.size());
    fill_params(next, row, journal_.next_seq(), values);
    auto changed = connection().execute(sql.update, std::span<const Param>(values));
    if (!changed.ok()) { return row_error(connection(), std::move(changed).error(), sql, next); }
    if (*changed != 1) { return version_mismatch(next); }
    journal(sql, next, std::move(row), action);
    return Done{};
}

Result<Done> SqlWork::remove(const app::Entity& current, std::string_view action) {
    if (failure_) { return *failure_; }
    const auto run = [&]() -> Result<Done> {
        GX_TRY(const auto* sql, entity_sql(current.type));
        GX_TRY(const auto removed, connection().execute(sql->remove, {std::string_view(current.tenant),
                                                                      std::string_view(current.id), current.version}));
        if (removed != 1) { return version_mismatch(current); }
        domain::JournalEntry entry;
        entry.tenant = current.tenant;
        entry.entity = current.type;
        entry.entity_id = current.id;
        entry.version = current.version + 1;
        entry.action = action;
        entry.actor = context_.actor.account;
        entry.origin = context_.origin;
        entry.at = context_.at;
        entry.entity_key = current.key;
        journal_.add(std::move(entry), sql->type->table);
        return journal_.relieve(connection());
    };
    return guard(run());
}

void SqlWork::journal(const EntitySql& sql, const app::Entity& next, EntityRow row, std::string_view action) {
    domain::JournalEntry entry;
    entry.tenant = next.tenant;
    entry.entity = next.type;
    entry.entity_id = next.id;
    entry.version = next.version;
    entry.action = action;
    entry.actor = context_.actor.account;
    entry.origin = context_.origin;
    entry.at = context_.at;
    entry.content = std::move(row.content);
    entry.entity_key = std::move(row.key);
    journal_.add(std::move(entry), sql.type->table);
}

Result<Done> SqlWork::add_sealed(const app::SealedValue& value) {
    auto added = execute("INSERT INTO sealed_value (id, tenant, key_id, nonce, ciphertext) VALUES ($1, $2, $3, $4, $5)",
                         {std::string_view(value.id), std::string_view(value.tenant), std::string_view(value.key_id),
                          base::ByteView(value.nonce), base::ByteView(value.ciphertext)});
    if (!added.ok() && added.error().reason == "store.constraint") {
        return Error{ErrorCode::Conflict, "store.sealed_exists", value.id};
    }
    GX_CHECK(std::move(added));
    return Done{};
}

Result<Done> SqlWork::replace_sealed(const app::SealedValue& value) {
    GX_TRY(const auto changed,
           execute("UPDATE sealed_value SET key_id = $2, nonce = $3, ciphertext = $4 WHERE id = $1 AND tenant = $5",
                   {std::string_view(value.id), std::string_view(value.key_id), base::ByteView(value.nonce),
                    base::ByteView(value.ciphertext), std::string_view(value.tenant)}));
    if (changed != 1) { return guard(Error{ErrorCode::NotFound, "sealed.unknown", value.id}); }
    erased_ = true;
    return Done{};
}

Result<Done> SqlWork::delete_sealed(std::span<const std::string> ids) {
    for (const std::string& id : ids) {
        GX_CHECK(execute("DELETE FROM sealed_value WHERE id = $1", {std::string_view(id)}));
    }
    erased_ = erased_ || !ids.empty();
    return Done{};
}

Result<Done> SqlWork::add_checkpoint(const base::Json& checkpoint) {
    const auto size = checkpoint.int_at("size");
    const auto time = base::Instant::parse(checkpoint.text_or_empty("time"));
    if (!size || !time.ok()) { return guard(Error{ErrorCode::InvalidInput, "store.checkpoint"}); }
    const std::string content = base::canonical(checkpoint);
    auto added = execute("INSERT INTO journal_checkpoint (size, at, content) VALUES ($1, $2, $3)",
                         {*size, time->millis(), std::string_view(content)});
    if (!added.ok() && added.error().reason == "store.constraint") {
        return Error{ErrorCode::Conflict, "store.checkpoint_exists", content};
    }
    GX_CHECK(std::move(added));
    return Done{};
}

}  // namespace gx::storage
