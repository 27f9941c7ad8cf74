// SPDX-License-Identifier: Apache-2.0
#include "storage/store/sql_work.hpp"

#include <algorithm>

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

Result<Done> SqlWork::put(const app::Entity& next, std::string_view action) { return put_many({&next, 1}, action); }

Result<Done> SqlWork::put_many(std::span<const app::Entity> next, std::string_view action) {
    while (!next.empty()) {
        if (failure_) { return *failure_; }
        ReadySet set;
        set.entities = next.first(std::min(next.size(), kRowsAtOnce));
        const auto encoded = encode(set, journal_.hasher(), [this] { return journal_.next_salt(); });
        if (!encoded.ok()) { return guard(encoded); }
        GX_CHECK(write_set(set, action));
        next = next.subspan(set.entities.size());
    }
    return Done{};
}

/// Makes sets ready beside the writer. Positions are counted on from where the journal stood when the load began.
class SqlLoad final : public app::BulkLoad {
public:
    SqlLoad(SqlWork& work, JournalWriter& journal, const app::WriteContext& context, std::string action)
        : work_(work), hasher_(journal.hasher()), random_(journal.random()), context_(context), action_(std::move(action)),
          next_seq_(journal.next_seq()) {}

    Result<std::unique_ptr<app::ReadyEntities>> ready(std::vector<app::Entity> next) override {
        auto set = std::make_unique<ReadySet>();
        set->owned = std::move(next);
        set->entities = set->owned;
        const base::Bytes salts = random_.bytes(sizeof(domain::Salt) * set->owned.size());
        std::size_t used = 0;
        GX_CHECK(encode(*set, hasher_, [&] {
            domain::Salt salt{};
            std::copy_n(salts.begin() + static_cast<std::ptrdiff_t>(used), salt.size(), salt.begin());
            used += salt.size();
            return salt;
        }));
        if (next_seq_ >= 0) {
            set->first_seq = next_seq_;
            set->leaves = hash_leaves(*set, hasher_, context_, action_, next_seq_);
            next_seq_ += static_cast<std::int64_t>(set->owned.size());
        }
        return std::unique_ptr<app::ReadyEntities>(std::move(set));
    }
    Result<Done> write(const app::ReadyEntities& set) override {
        return work_.write_set(dynamic_cast<const ReadySet&>(set), action_);
    }

private:
    SqlWork& work_;
    const domain::Hasher& hasher_;
    app::Random& random_;
    const app::WriteContext& context_;
    std::string action_;
    std::int64_t next_seq_;
};

std::unique_ptr<app::BulkLoad> SqlWork::bulk(std::string action) {
    return std::make_unique<SqlLoad>(*this, journal_, context_, std::move(action));
}

Result<Done> SqlWork::write_set(const ReadySet& set, std::string_view action) {
    if (failure_) { return *failure_; }
    const auto run = [&]() -> Result<Done> {
        GX_CHECK(journal_.flush_if_locked(connection()));
        GX_CHECK(write_rows(set));
        return journal(set, action);
    };
    return guard(run());
}

/// Runs of new entities of one type go in together; the order of all is kept.
Result<Done> SqlWork::write_rows(const ReadySet& set) {
    std::size_t begin = 0;
    while (begin < set.entities.size()) {
        std::size_t end = begin;
        while (end < set.entities.size() && end - begin < kRowsAtOnce && set.entities[end].version == 1 &&
               set.rows[end].sql == set.rows[begin].sql) {
            ++end;
        }
        if (end == begin) {
            GX_CHECK(change(set, begin));
            ++begin;
        } else {
            GX_CHECK(add_new(set, begin, end));
            begin = end;
        }
    }
    return Done{};
}

Result<Done> SqlWork::finish() {
    if (failure_) { return Done{}; }  // the part is not kept
    return index_pause_.resume_all(connection());
}

Result<Done> SqlWork::before_read(std::string_view type) {
    const app::EntityType* known = app::find_entity_type(type);
    if (known == nullptr || !index_pause_.paused(known->table)) { return Done{}; }
    return guard(index_pause_.resume(connection(), known->table));
}

Result<Done> SqlWork::add_new(const ReadySet& set, std::size_t begin, std::size_t end) {
    const EntitySql& sql = *set.rows[begin].sql;
    index_pause_.note_rows(connection(), sql.type->table, end - begin);
    const std::int64_t seq = journal_.next_seq();
    GX_CHECK(never_seen(sql, set.entities.subspan(begin, end - begin)));
    std::size_t last = begin;
    const auto fill = [&](std::size_t i, std::span<Param> to) {
        last = begin + i;
        std::ranges::copy(set.params_of(last), to.begin());
        to[kSeqPlace] = seq < 0 ? seq : seq + static_cast<std::int64_t>(last);
    };
    if (end - begin == 1) {
        std::vector<Param> values(sql.columns.size());
        fill(0, values);
        auto added = connection().execute(sql.insert, std::span<const Param>(values));
        if (!added.ok()) { return row_error(connection(), std::move(added).error(), sql, set.entities[last]); }
        return Done{};
    }
    auto added = connection().insert_rows(sql.type->table, sql.columns, end - begin, fill);
    if (!added.ok()) { return row_error(connection(), std::move(added).error(), sql, set.entities[last]); }
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

Result<Done> SqlWork::change(const ReadySet& set, std::size_t at) {
    const EntitySql& sql = *set.rows[at].sql;
    const app::Entity& next = set.entities[at];
    const auto params = set.params_of(at);
    std::vector<Param> values(params.begin(), params.end());
    const std::int64_t seq = journal_.next_seq();
    values[kSeqPlace] = seq < 0 ? seq : seq + static_cast<std::int64_t>(at);
    auto changed = connection().execute(sql.update, std::span<const Param>(values));
    if (!changed.ok()) { return row_error(connection(), std::move(changed).error(), sql, next); }
    if (*changed != 1) { return version_mismatch(next); }
    return Done{};
}

Result<Done> SqlWork::journal(const ReadySet& set, std::string_view action) {
    const std::int64_t seq = journal_.next_seq();
    if (seq >= 0) {
        const bool hashed = set.first_seq == seq;
        const auto leaves = hashed ? std::vector<base::Digest>{} : hash_leaves(set, journal_.hasher(), context_, action, seq);
        auto written = journal_.write_set(connection(), set, context_, action, hashed ? set.leaves : leaves);
        if (!written.ok() && written.error().reason == "store.constraint") {
            // Only an id that the journal has seen before comes here.
            return Error{ErrorCode::VersionMismatch, "store.version", written.error().detail};
        }
        return written;
    }
    for (std::size_t i = 0; i < set.entities.size(); ++i) {
        const app::Entity& next = set.entities[i];
        domain::JournalEntry entry;
        entry.tenant = next.tenant;
        entry.entity = next.type;
        entry.entity_id = next.id;
        entry.version = next.version;
        entry.action = action;
        entry.actor = context_.actor.account;
        entry.origin = context_.origin;
        entry.at = context_.at;
        entry.salt = set.rows[i].salt;
        entry.content = set.rows[i].content;
        entry.content_digest = set.rows[i].content_digest;
        entry.entity_key = std::get<std::string_view>(set.params_of(i)[kKeyPlace]);
        journal_.add(std::move(entry), set.rows[i].sql->type->table);
    }
    return journal_.relieve(connection());
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
        entry.salt = journal_.next_salt();
        entry.content_digest = domain::content_digest(journal_.hasher(), entry.salt, std::nullopt);
        journal_.add(std::move(entry), sql->type->table);
        return journal_.relieve(connection());
    };
    return guard(run());
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
        GX_CHECK(execute("DELETE FROM sealed_lookup WHERE sealed_id = $1", {std::string_view(id)}));
    }
    erased_ = erased_ || !ids.empty();
    return Done{};
}

Result<Done> SqlWork::set_lookup(const app::SealedLookup& lookup) {
    const std::string_view tenant = lookup.tenant;
    const std::string_view scope = lookup.scope;
    const std::string_view id = lookup.id;
    if (lookup.sealed_id.empty()) {
        GX_CHECK(execute("DELETE FROM sealed_lookup WHERE tenant = $1 AND scope = $2 AND id = $3", {tenant, scope, id}));
        return Done{};
    }
    GX_CHECK(execute("INSERT INTO sealed_lookup (tenant, scope, id, sealed_id, key_id, digest) VALUES ($1, $2, $3, $4, $5, $6) "
                     "ON CONFLICT (tenant, scope, id) DO UPDATE SET sealed_id = excluded.sealed_id, key_id = excluded.key_id, "
                     "digest = excluded.digest",
                     {tenant, scope, id, std::string_view(lookup.sealed_id), std::string_view(lookup.key_id),
                      std::string_view(lookup.digest)}));
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
