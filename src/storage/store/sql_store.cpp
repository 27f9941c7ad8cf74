// SPDX-License-Identifier: Apache-2.0
#include "storage/store/sql_store.hpp"

#include <chrono>

#include "storage/migrate/migrate.hpp"
#include "storage/store/read_ops.hpp"
#include "storage/store/side_tables.hpp"
#include "storage/store/sql_work.hpp"

namespace gx::storage {
namespace {

constexpr std::size_t kReadersMax = 16;
constexpr std::chrono::milliseconds kLookEvery{100};
constexpr std::string_view kHashSetting = "journal.hash";

/// A snapshot that gives its connection back to the pool.
class SqlReader final : public ReadPort<app::Reader> {
public:
    SqlReader(std::shared_ptr<ReaderPool> pool, Snapshot snapshot)
        : ReadPort(*snapshot.connection), pool_(std::move(pool)), held_(std::move(snapshot.connection)) {}
    SqlReader(const SqlReader&) = delete;
    SqlReader& operator=(const SqlReader&) = delete;

private:
    std::shared_ptr<ReaderPool> pool_;
    Borrowed held_;
};

/// Empty in a store that has not been opened yet.
Result<std::string> stored_hash(Connection& connection) {
    GX_TRY(const auto rows, connection.query("SELECT value FROM setting WHERE tenant = '' AND name = $1", {kHashSetting}));
    GX_TRY(const bool row, rows->next());
    return row ? std::string(rows->text(0)) : std::string();
}

/// The hash a store was begun with never changes. Only the first opening writes.
Result<Done> check_hash(Connection& connection, std::string_view name) {
    GX_TRY(auto stored, stored_hash(connection));
    if (stored.empty()) {
        GX_CHECK(connection.execute("INSERT INTO setting (tenant, name, value) VALUES ('', $1, $2) ON CONFLICT DO NOTHING",
                                    {kHashSetting, name}));
        GX_TRY(stored, stored_hash(connection));
    }
    if (stored != name) { return Error{ErrorCode::Conflict, "store.hash_differs", fmt::format("{} / {}", stored, name)}; }
    return Done{};
}

}  // namespace

Result<std::unique_ptr<SqlStore>> SqlStore::open(std::unique_ptr<Database> database, const domain::Hasher& hasher,
                                                 app::Random& random) {
    std::int64_t size = 0;
    {
        GX_TRY(const auto connection, database->connect());
        GX_TRY(const auto version, schema_version(*connection));
        const auto newest = embedded_migrations().back().version;
        if (version < newest) { return Error{ErrorCode::Conflict, "migration.pending", fmt::format("schema {} of {}; run gongxin migrate", version, newest)}; }
        if (version > newest) { return Error{ErrorCode::Conflict, "migration.unknown", fmt::format("{}", version)}; }
        auto checked = check_hash(*connection, hasher.name());
        if (!checked.ok()) { return std::move(checked).error(); }
        GX_TRY(size, connection->integer("SELECT size FROM journal_head WHERE one = 1"));
    }
    return std::unique_ptr<SqlStore>(new SqlStore(std::move(database), hasher, random, size));
}

Result<std::unique_ptr<SqlStore>> SqlStore::prepare(std::unique_ptr<Database> database, const domain::Hasher& hasher,
                                                    app::Random& random, base::Instant now) {
    {
        GX_TRY(const auto connection, database->connect());
        GX_CHECK(migrate(*connection, embedded_migrations(), now));
    }
    return open(std::move(database), hasher, random);
}

SqlStore::SqlStore(std::unique_ptr<Database> database, const domain::Hasher& hasher, app::Random& random, std::int64_t size)
    : database_(std::move(database)), hasher_(hasher), position_(size),
      readers_(std::make_shared<ReaderPool>(*database_, kReadersMax)), views_(readers_), obligation_rows_(views_, database_->dialect()),
      todo_rows_(readers_), case_rows_(readers_),
      writer_(std::make_unique<GroupCommit>(*database_, views_, hasher, random,
                                            [this](std::int64_t committed, bool erased) {
                                                advance(committed);
                                                if (erased) { overwrite_freed_ = true; }
                                            })),
      watcher_([this] { watch(); }) {}

SqlStore::~SqlStore() {
    writer_.reset();
    {
        const std::lock_guard lock(stop_mutex_);
        stopping_ = true;
    }
    stop_.notify_all();
    watcher_.join();
}

Result<std::unique_ptr<app::Reader>> SqlStore::reader() {
    GX_TRY(auto snapshot, readers_->take());
    return std::unique_ptr<app::Reader>(std::make_unique<SqlReader>(readers_, std::move(snapshot)));
}

Result<Done> SqlStore::write(const app::WriteContext& context, const std::function<Result<Done>(app::Work&)>& work) {
    return writer_->run(context, work);
}

void SqlStore::write_later(app::WriteContext context, std::function<Result<Done>(app::Work&)> work, Written written) {
    writer_->submit(std::move(context), std::move(work), std::move(written));
}

void SqlStore::use_alone(bool alone) {
    const std::lock_guard lock(look_mutex_);
    alone_ = alone;
    if (alone) {
        look_connection_.reset();
        views_.renew();
        readers_->close_idle();
    }
    writer_->without_log(alone);
}

void SqlStore::advance(std::int64_t size) {
    std::int64_t seen = position_.load(std::memory_order_relaxed);
    while (seen < size && !position_.compare_exchange_weak(seen, size, std::memory_order_acq_rel)) {}
}

void SqlStore::watch() {
    std::unique_lock lock(stop_mutex_);
    while (!stopping_) {
        lock.unlock();
        look();
        lock.lock();
        stop_.wait_for(lock, kLookEvery, [&] { return stopping_; });
    }
    lock.unlock();
    if (overwrite_freed_) { look(); }
}

/// Learns what other processes wrote, ends views that are kept for nobody, and overwrites what an erasure left behind: SQLite's old pages in the
/// write-ahead log, PostgreSQL's dead rows. Whatever fails is tried again at the next look.
void SqlStore::look() {
    const std::lock_guard lock(look_mutex_);
    if (alone_) { return; }
    auto& connection = look_connection_;
    auto& data_version = look_version_;
    if (!connection || !connection->usable()) {
        auto fresh = database_->connect();
        if (!fresh.ok()) { return; }
        connection = std::move(fresh).value();
        data_version = -1;
    }
    bool changed = true;
    if (database_->dialect() == Dialect::Sqlite) {
        const auto version = connection->integer("PRAGMA data_version");
        changed = version.ok() && *version != data_version;
        if (version.ok()) { data_version = *version; }
    }
    std::int64_t size = -1;
    if (changed) {
        const auto found = connection->integer("SELECT size FROM journal_head WHERE one = 1");
        if (found.ok()) { size = *found; }
    }
    // First the views, then the position: whoever knows the position reads what it speaks of.
    views_.renew();
    advance(size);
    if (overwrite_freed_.exchange(false)) {
        const KeptViews::Pause pause(views_);
        const auto done = database_->dialect() == Dialect::Sqlite
            ? connection->integer("PRAGMA wal_checkpoint(TRUNCATE)")
            : [&]() -> Result<std::int64_t> {
                  GX_CHECK(connection->script("VACUUM (FULL) sealed_value"));
                  return std::int64_t{0};
              }();
        if (!done.ok() || *done != 0) { overwrite_freed_ = true; }
    }
}

Result<std::optional<app::RememberedAnswer>> SqlStore::recall(app::Reader& reader, std::string_view tenant,
                                                              std::string_view account, std::string_view key) {
    GX_TRY(const auto rows, side_connection(reader).query("SELECT request_digest, answer, at FROM idempotency "
                                                          "WHERE tenant = $1 AND account = $2 AND request_key = $3",
                                                          {tenant, account, key}));
    GX_TRY(const bool row, rows->next());
    if (!row) { return std::optional<app::RememberedAnswer>{}; }
    return std::optional<app::RememberedAnswer>{app::RememberedAnswer{.tenant = std::string(tenant),
                                                                      .account = std::string(account),
                                                                      .key = std::string(key),
                                                                      .request_digest = std::string(rows->text(0)),
                                                                      .answer = std::string(rows->text(1)),
                                                                      .at = base::Instant::from_millis(rows->integer(2))}};
}

Result<Done> SqlStore::remember(app::Work& work, const app::RememberedAnswer& answer) {
    auto added = side_part(work).execute(
        "INSERT INTO idempotency (tenant, account, request_key, request_digest, answer, at) VALUES ($1, $2, $3, $4, $5, $6)",
        {std::string_view(answer.tenant), std::string_view(answer.account), std::string_view(answer.key),
         std::string_view(answer.request_digest), std::string_view(answer.answer), answer.at.millis()});
    if (!added.ok() && added.error().reason == "store.constraint") {
        return Error{ErrorCode::Conflict, "store.key_taken", added.error().detail};
    }
    GX_CHECK(std::move(added));
    return Done{};
}

Result<std::int64_t> SqlStore::forget(app::Work& work, base::Instant before) {
    return side_part(work).execute("DELETE FROM idempotency WHERE at < $1", {before.millis()});
}

}  // namespace gx::storage
