// SPDX-License-Identifier: Apache-2.0
#include "storage/drivers/sqlite.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <vector>

#include "base/by_text.hpp"
#include "storage/drivers/write_behind.hpp"

namespace gx::storage {
namespace {

constexpr int kBusyMillis = 10'000;
constexpr std::size_t kIdleStatementsMax = 4;  ///< of one text
constexpr std::size_t kCachedTextsMax = 500;
/// Old pages of a savepoint up to this many bytes stay in memory; SQLite's own limit of 64 KiB sends those of a use case
/// that splits a page to a temporary file, and the connection keeps to it from then on. SQLite writes them out in one
/// piece, and its files take no more than 128 KiB - 1 at once.
constexpr int kSavepointBytesInMemory = 120 << 10;
static_assert(kSavepointBytesInMemory < 128 << 10);
constexpr std::string_view kUsualCache = "PRAGMA cache_size = -32768";
/// While very much is written: pages wait to be written once, and the sorter of CREATE INDEX works in so much memory.
constexpr std::string_view kLargeCache = "PRAGMA cache_size = -196608";

Error sqlite_error(sqlite3* db, int code, std::string_view what) {
    const int extended = db != nullptr ? sqlite3_extended_errcode(db) : code;
    std::string detail =
        fmt::format("{} ({}): {}", db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code), extended, what.substr(0, 200));
    switch (code & 0xFF) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return {ErrorCode::Unavailable, "store.busy", std::move(detail)};
        case SQLITE_NOMEM: return {ErrorCode::Unavailable, "store.memory", std::move(detail)};
        case SQLITE_FULL: return {ErrorCode::StorageFull, "store.full", std::move(detail)};
        case SQLITE_CONSTRAINT: return {ErrorCode::Conflict, "store.constraint", std::move(detail)};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return {ErrorCode::Corrupt, "store.corrupt", std::move(detail)};
        case SQLITE_CANTOPEN: return {ErrorCode::Unavailable, "store.cannot_open", std::move(detail)};
        case SQLITE_READONLY: return {ErrorCode::Unavailable, "store.read_only", std::move(detail)};
        case SQLITE_IOERR:
            if (db != nullptr && (sqlite3_system_errno(db) == ENOSPC || sqlite3_system_errno(db) == EDQUOT)) {
                return {ErrorCode::StorageFull, "store.full", std::move(detail)};
            }
            return {ErrorCode::Unavailable, "store.failed", std::move(detail)};
        default: return {ErrorCode::Unavailable, "store.failed", std::move(detail)};
    }
}

struct Prepared {
    sqlite3_stmt* statement = nullptr;
    std::vector<int> slots = {};  ///< slots[i] = SQLite's number of $(i + 1); 0 when the text does not use it
};

class SqliteConnection;

/// A prepared statement in use; goes back to the connection's cache at the end.
class Lease {
public:
    Lease(SqliteConnection& owner, Prepared prepared) : owner_(&owner), prepared_(std::move(prepared)) {}
    Lease(Lease&& other) noexcept : owner_(other.owner_), prepared_(std::move(other.prepared_)) { other.prepared_.statement = nullptr; }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Lease& operator=(Lease&&) = delete;
    ~Lease();

    sqlite3_stmt* get() const { return prepared_.statement; }
    /// Keep: values are copied; Borrow: the views live until the statement is done.
    enum class Lifetime { Keep, Borrow };
    int bind(std::span<const Param> params, Lifetime lifetime) const;

private:
    SqliteConnection* owner_;
    Prepared prepared_;
};

class SqliteConnection final : public Connection {
public:
    explicit SqliteConnection(sqlite3* db, std::string file) : db_(db), file_(std::move(file)) {}
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;
    ~SqliteConnection() override {
        write_behind_.reset();
        forget_idle();
        sqlite3_close_v2(db_);
    }

    Dialect dialect() const override { return Dialect::Sqlite; }
    bool usable() const override { return usable_; }

    using Connection::execute;
    using Connection::query;
    using Connection::stream;
    Result<std::int64_t> execute(std::string_view sql, std::span<const Param> params) override;
    Result<std::unique_ptr<Cursor>> query(std::string_view sql, std::span<const Param> params) override;
    Result<std::unique_ptr<Cursor>> stream(std::string_view sql, std::span<const Param> params) override {
        return query(sql, params);
    }
    Result<Done> script(std::string_view sql) override;
    bool in_transaction() const override { return sqlite3_get_autocommit(db_) == 0; }
    Result<Done> begin(Begin kind) override { return run(kind == Begin::Write ? "BEGIN IMMEDIATE" : "BEGIN"); }
    Result<Done> commit() override { return run("COMMIT"); }
    void rollback() override {
        if (in_transaction() && !run("ROLLBACK").ok()) { usable_ = false; }
    }
    Result<Done> insert_rows(std::string_view table, std::span<const BulkColumn> columns, std::size_t count,
                             const std::function<void(std::size_t, std::span<Param>)>& fill) override;

    void without_log(bool wanted) override {
        sqlite3_busy_timeout(db_, wanted ? 0 : kBusyMillis);
        static_cast<void>(script(wanted ? "PRAGMA journal_mode = TRUNCATE" : "PRAGMA journal_mode = WAL").ok());
        sqlite3_busy_timeout(db_, kBusyMillis);
    }
    void bulk_writes(bool coming) override {
        if (coming == (write_behind_ != nullptr)) { return; }
        write_behind_ = coming ? std::make_unique<WriteBehind>(file_) : nullptr;
        static_cast<void>(script(coming ? kLargeCache : kUsualCache).ok());
    }

    void give_back(Prepared prepared);
    Error failure(int code, std::string_view what) { return sqlite_error(db_, code, what); }

private:
    void forget_idle();
    Result<Lease> prepare(std::string_view sql);
    /// One statement without parameters, prepared once.
    Result<Done> run(std::string_view sql) {
        GX_CHECK(execute(sql));
        return Done{};
    }

    sqlite3* db_;
    std::string file_;
    std::unique_ptr<WriteBehind> write_behind_;
    bool usable_ = true;
    base::ByText<std::vector<Prepared>> idle_;
};

Lease::~Lease() {
    if (prepared_.statement != nullptr) { owner_->give_back(std::move(prepared_)); }
}

int Lease::bind(std::span<const Param> params, Lifetime lifetime) const {
    const auto destructor = lifetime == Lifetime::Keep ? SQLITE_TRANSIENT : SQLITE_STATIC;
    for (std::size_t i = 0; i < params.size() && i < prepared_.slots.size(); ++i) {
        const int slot = prepared_.slots[i];
        if (slot == 0) { continue; }
        int code = SQLITE_OK;
        if (const auto* number = std::get_if<std::int64_t>(&params[i])) {
            code = sqlite3_bind_int64(get(), slot, *number);
        } else if (const auto* text = std::get_if<std::string_view>(&params[i])) {
            code = sqlite3_bind_text64(get(), slot, text->data() != nullptr ? text->data() : "", text->size(),
                                       destructor, SQLITE_UTF8);
        } else if (const auto* bytes = std::get_if<base::ByteView>(&params[i])) {
            code = bytes->empty() ? sqlite3_bind_zeroblob(get(), slot, 0)
                                  : sqlite3_bind_blob64(get(), slot, bytes->data(), bytes->size(), destructor);
        } else {
            code = sqlite3_bind_null(get(), slot);
        }
        if (code != SQLITE_OK) { return code; }
    }
    return SQLITE_OK;
}

void SqliteConnection::give_back(Prepared prepared) {
    sqlite3_reset(prepared.statement);
    sqlite3_clear_bindings(prepared.statement);
    const std::string_view sql = sqlite3_sql(prepared.statement);
    auto idle = idle_.find(sql);
    if (idle == idle_.end()) {
        if (idle_.size() >= kCachedTextsMax) { forget_idle(); }
        idle = idle_.emplace(sql, std::vector<Prepared>{}).first;
    }
    if (idle->second.size() >= kIdleStatementsMax) {
        sqlite3_finalize(prepared.statement);
    } else {
        idle->second.push_back(std::move(prepared));
    }
}

void SqliteConnection::forget_idle() {
    for (auto& [sql, statements] : idle_) {
        for (auto& old : statements) { sqlite3_finalize(old.statement); }
    }
    idle_.clear();
}

Result<Lease> SqliteConnection::prepare(std::string_view sql) {
    const auto found = idle_.find(sql);
    if (found != idle_.end() && !found->second.empty()) {
        Prepared prepared = std::move(found->second.back());
        found->second.pop_back();
        return Lease(*this, std::move(prepared));
    }
    Prepared prepared;
    const int code = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                        &prepared.statement, nullptr);
    if (code != SQLITE_OK) { return failure(code, sql); }
    GX_ASSERT(prepared.statement != nullptr);
    // SQLite numbers "$2 … $1" by first appearance, so each place is looked up by its name.
    const int count = sqlite3_bind_parameter_count(prepared.statement);
    for (int slot = 1; slot <= count; ++slot) {
        const char* name = sqlite3_bind_parameter_name(prepared.statement, slot);
        GX_ASSERT(name != nullptr && name[0] == '$');
        const int position = std::atoi(name + 1);
        GX_ASSERT(position >= 1 && position <= 32'766);
        if (prepared.slots.size() < static_cast<std::size_t>(position)) {
            prepared.slots.resize(static_cast<std::size_t>(position), 0);
        }
        prepared.slots[static_cast<std::size_t>(position) - 1] = slot;
    }
    return Lease(*this, std::move(prepared));
}

class SqliteCursor final : public Cursor {
public:
    SqliteCursor(SqliteConnection& connection, Lease lease) : connection_(connection), lease_(std::move(lease)) {}

    Result<bool> next() override {
        const int code = sqlite3_step(lease_.get());
        if (code == SQLITE_ROW) { return true; }
        if (code == SQLITE_DONE) { return false; }
        return connection_.failure(code, sqlite3_sql(lease_.get()));
    }
    bool is_null(int column) const override { return sqlite3_column_type(lease_.get(), column) == SQLITE_NULL; }
    std::int64_t integer(int column) const override { return sqlite3_column_int64(lease_.get(), column); }
    std::string_view text(int column) const override {
        const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(lease_.get(), column));
        if (data == nullptr) { return {}; }
        return {data, static_cast<std::size_t>(sqlite3_column_bytes(lease_.get(), column))};
    }
    base::ByteView bytes(int column) const override {
        const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(lease_.get(), column));
        if (data == nullptr) { return {}; }
        return {data, static_cast<std::size_t>(sqlite3_column_bytes(lease_.get(), column))};
    }

private:
    SqliteConnection& connection_;
    Lease lease_;
};

Result<std::int64_t> SqliteConnection::execute(std::string_view sql, std::span<const Param> params) {
    GX_TRY(const auto lease, prepare(sql));
    int code = lease.bind(params, Lease::Lifetime::Borrow);
    if (code == SQLITE_OK) { code = sqlite3_step(lease.get()); }
    if (code != SQLITE_DONE && code != SQLITE_ROW) { return failure(code, sql); }
    return std::int64_t{sqlite3_changes(db_)};
}

Result<std::unique_ptr<Cursor>> SqliteConnection::query(std::string_view sql, std::span<const Param> params) {
    GX_TRY(auto lease, prepare(sql));
    if (const int code = lease.bind(params, Lease::Lifetime::Keep); code != SQLITE_OK) { return failure(code, sql); }
    return std::unique_ptr<Cursor>(std::make_unique<SqliteCursor>(*this, std::move(lease)));
}

Result<Done> SqliteConnection::script(std::string_view sql) {
    const std::string text(sql);
    const int code = sqlite3_exec(db_, text.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) { return failure(code, sql); }
    return Done{};
}

Result<Done> SqliteConnection::insert_rows(std::string_view table, std::span<const BulkColumn> columns,
                                           std::size_t count,
                                           const std::function<void(std::size_t, std::span<Param>)>& fill) {
    std::string names;
    std::string places;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        names += fmt::format("{}{}", i == 0 ? "" : ", ", columns[i].name);
        places += fmt::format("{}${}", i == 0 ? "" : ", ", i + 1);
    }
    const std::string sql = fmt::format("INSERT INTO {} ({}) VALUES ({})", table, names, places);
    GX_TRY(const auto lease, prepare(sql));
    std::vector<Param> values(columns.size());
    for (std::size_t row = 0; row < count; ++row) {
        fill(row, values);
        int code = lease.bind(values, Lease::Lifetime::Borrow);
        if (code == SQLITE_OK) { code = sqlite3_step(lease.get()); }
        if (code != SQLITE_DONE) { return failure(code, sql); }
        sqlite3_reset(lease.get());
    }
    return Done{};
}

class SqliteDatabase final : public Database {
public:
    SqliteDatabase(std::string file, Sync sync, std::string remove_folder)
        : file_(std::move(file)), sync_(sync), remove_folder_(std::move(remove_folder)) {}
    SqliteDatabase(const SqliteDatabase&) = delete;
    SqliteDatabase& operator=(const SqliteDatabase&) = delete;
    ~SqliteDatabase() override {
        std::error_code ignored;
        if (!remove_folder_.empty()) { std::filesystem::remove_all(remove_folder_, ignored); }
    }

    Dialect dialect() const override { return Dialect::Sqlite; }
    std::string file() const override { return file_; }
    Result<std::unique_ptr<Connection>> connect() override;

private:
    std::string file_;
    Sync sync_;
    std::string remove_folder_;
};

int configure_library() {
    // The count of bytes in use, which nobody asks for, takes one lock of the process for each small piece of memory.
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) | sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, kSavepointBytesInMemory);
}

Result<std::unique_ptr<Connection>> SqliteDatabase::connect() {
    // Before the library's first use; later it would be refused.
    static const int configured = configure_library();
    static_cast<void>(configured);
    sqlite3* db = nullptr;
    const int code = sqlite3_open_v2(file_.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    if (code != SQLITE_OK) {
        Error error = sqlite_error(db, code, file_);
        sqlite3_close_v2(db);
        return error;
    }
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, kBusyMillis);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    auto connection = std::make_unique<SqliteConnection>(db, file_);
    GX_CHECK(connection->script("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; "
                                "PRAGMA mmap_size = 2147418112; PRAGMA temp_store = FILE"));
    GX_CHECK(connection->script(kUsualCache));
    GX_CHECK(connection->script(sync_ == Sync::Full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF"));
    return std::unique_ptr<Connection>(std::move(connection));
}

}  // namespace

Result<std::unique_ptr<Database>> sqlite_database(const std::string& file, Sync sync) {
    const int handle = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (handle < 0) {
        const int reason = errno;
        return Error{reason == ENOSPC ? ErrorCode::StorageFull : ErrorCode::Unavailable,
                     reason == ENOSPC ? "store.full" : "store.cannot_open",
                     fmt::format("{}: {}", file, std::strerror(reason))};
    }
    ::close(handle);
    return std::unique_ptr<Database>(std::make_unique<SqliteDatabase>(file, sync, ""));
}

Result<std::unique_ptr<Database>> sqlite_temporary_database() {
    std::error_code missing;
    const bool memory = std::filesystem::is_directory("/dev/shm", missing);
    std::string folder = memory ? "/dev/shm/gx-store-XXXXXX" : "/tmp/gx-store-XXXXXX";
    if (::mkdtemp(folder.data()) == nullptr) {
        return Error{ErrorCode::Unavailable, "store.cannot_open", fmt::format("{}: {}", folder, std::strerror(errno))};
    }
    const std::string file = folder + "/store.db";
    ::close(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    return std::unique_ptr<Database>(std::make_unique<SqliteDatabase>(file, Sync::Off, folder));
}

}  // namespace gx::storage
