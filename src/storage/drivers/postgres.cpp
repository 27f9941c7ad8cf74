// SPDX-License-Identifier: Apache-2.0
#include "storage/drivers/postgres.hpp"

#include <libpq-fe.h>

#include <charconv>
#include <cstring>
#include <map>
#include <vector>

namespace gx::storage {
namespace {

constexpr Oid kInt8 = 20;
constexpr Oid kText = 25;
constexpr Oid kBytea = 17;
constexpr int kBinary = 1;
constexpr std::size_t kPreparedMax = 500;
constexpr int kFetchRows = 1'000;
constexpr std::size_t kCopyChunk = 256U << 10U;

struct FreeResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using PgResult = std::unique_ptr<PGresult, FreeResult>;

Error postgres_error(PGconn* connection, const PGresult* result, std::string_view what) {
    const char* state_field = result != nullptr ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    const char* message = result != nullptr ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : nullptr;
    const char* constraint = result != nullptr ? PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME) : nullptr;
    const std::string_view state = state_field != nullptr ? state_field : "";
    // Never the detail field: it quotes the values of the row.
    std::string detail = fmt::format("{} ({}) {}: {}", message != nullptr ? message : PQerrorMessage(connection), state,
                                     constraint != nullptr ? constraint : "", what.substr(0, 200));
    if (PQstatus(connection) == CONNECTION_BAD || state.starts_with("08") || state.starts_with("57P") || state.empty()) {
        return {ErrorCode::Unavailable, "store.unreachable", std::move(detail)};
    }
    if (state == "40001" || state == "40P01" || state == "55P03") {
        return {ErrorCode::Unavailable, "store.busy", std::move(detail)};
    }
    if (state == "53100") { return {ErrorCode::StorageFull, "store.full", std::move(detail)}; }
    if (state.starts_with("23")) { return {ErrorCode::Conflict, "store.constraint", std::move(detail)}; }
    if (state == "XX001" || state == "XX002") { return {ErrorCode::Corrupt, "store.corrupt", std::move(detail)}; }
    if (state == "22021" || state == "22P05") { return {ErrorCode::InvalidInput, "store.text", std::move(detail)}; }
    if (state == "25006") { return {ErrorCode::Unavailable, "store.read_only", std::move(detail)}; }
    return {ErrorCode::Unavailable, "store.failed", std::move(detail)};
}

template <class T>
void put_big_endian(std::string& out, T value) {
    for (int shift = static_cast<int>(sizeof(T)) * 8 - 8; shift >= 0; shift -= 8) {
        out.push_back(static_cast<char>((static_cast<std::uint64_t>(value) >> static_cast<unsigned>(shift)) & 0xFFU));
    }
}

/// The parameters in libpq's form: binary, 64-bit integers big-endian.
class BoundParams {
public:
    explicit BoundParams(std::span<const Param> params) {
        numbers_.reserve(params.size() * sizeof(std::int64_t));
        for (const Param& param : params) {
            if (const auto* number = std::get_if<std::int64_t>(&param)) {
                add(kInt8, nullptr, sizeof(std::int64_t));
                values_.back() = numbers_.data() + numbers_.size();
                put_big_endian(numbers_, *number);
            } else if (const auto* text = std::get_if<std::string_view>(&param)) {
                add(kText, text->data() != nullptr ? text->data() : "", text->size());
            } else if (const auto* bytes = std::get_if<base::ByteView>(&param)) {
                add(kBytea, bytes->data() != nullptr ? reinterpret_cast<const char*>(bytes->data()) : "", bytes->size());
            } else {
                add(0, nullptr, 0);
            }
        }
    }

    int count() const { return static_cast<int>(values_.size()); }
    const Oid* types() const { return types_.data(); }
    const char* const* values() const { return values_.data(); }
    const int* lengths() const { return lengths_.data(); }
    const int* formats() const { return formats_.data(); }

private:
    void add(Oid type, const char* value, std::size_t length) {
        types_.push_back(type);
        values_.push_back(value);
        lengths_.push_back(static_cast<int>(length));
        formats_.push_back(kBinary);
    }

    std::string numbers_;
    std::vector<Oid> types_;
    std::vector<const char*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

/// Rows of a result held in memory.
class ResultRows {
public:
    explicit ResultRows(PgResult result) : result_(std::move(result)) {}
    bool next() { return ++row_ < PQntuples(result_.get()); }
    int size() const { return PQntuples(result_.get()); }
    bool is_null(int column) const { return PQgetisnull(result_.get(), row_, column) != 0; }
    std::string_view text(int column) const {
        return {PQgetvalue(result_.get(), row_, column), static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
    }
    std::int64_t integer(int column) const {
        if (is_null(column)) { return 0; }
        const std::string_view bytes = text(column);
        GX_ASSERT(bytes.size() == 8 || bytes.size() == 4 || bytes.size() == 2);
        std::uint64_t value = (static_cast<unsigned char>(bytes[0]) & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
        for (const char byte : bytes) { value = (value << 8U) | static_cast<unsigned char>(byte); }
        return static_cast<std::int64_t>(value);
    }

private:
    PgResult result_;
    int row_ = -1;
};

class PostgresConnection final : public Connection {
public:
    explicit PostgresConnection(PGconn* connection) : connection_(connection) {}
    PostgresConnection(const PostgresConnection&) = delete;
    PostgresConnection& operator=(const PostgresConnection&) = delete;
    ~PostgresConnection() override { PQfinish(connection_); }

    Dialect dialect() const override { return Dialect::Postgres; }
    bool usable() const override { return usable_ && PQstatus(connection_) == CONNECTION_OK; }

    using Connection::execute;
    using Connection::query;
    using Connection::stream;
    Result<std::int64_t> execute(std::string_view sql, std::span<const Param> params) override;
    Result<std::unique_ptr<Cursor>> query(std::string_view sql, std::span<const Param> params) override;
    Result<std::unique_ptr<Cursor>> stream(std::string_view sql, std::span<const Param> params) override;
    Result<Done> script(std::string_view sql) override;
    bool in_transaction() const override {
        const auto status = PQtransactionStatus(connection_);
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
    }
    Result<Done> begin(Begin kind) override {
        return script(kind == Begin::Write ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    }
    Result<Done> commit() override;
    void rollback() override {
        if (PQtransactionStatus(connection_) != PQTRANS_IDLE && !script("ROLLBACK").ok()) { usable_ = false; }
    }
    Result<Done> insert_rows(std::string_view table, std::span<const BulkColumn> columns, std::size_t count,
                             const std::function<void(std::size_t, std::span<Param>)>& fill) override;

    /// Runs a statement that is not worth preparing, with rows in binary form.
    Result<PgResult> run(const std::string& sql, std::span<const Param> params);

private:
    Result<PgResult> run_prepared(std::string_view sql, std::span<const Param> params);
    Result<PgResult> checked(PgResult result, std::string_view sql);

    PGconn* connection_;
    bool usable_ = true;
    std::map<std::string, std::string, std::less<>> prepared_;
    std::int64_t cursors_ = 0;
};

Result<PgResult> PostgresConnection::checked(PgResult result, std::string_view sql) {
    const auto status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_COPY_IN) { return result; }
    return postgres_error(connection_, result.get(), sql);
}

Result<PgResult> PostgresConnection::run(const std::string& sql, std::span<const Param> params) {
    const BoundParams bound(params);
    return checked(PgResult(PQexecParams(connection_, sql.c_str(), bound.count(), bound.types(), bound.values(),
                                         bound.lengths(), bound.formats(), kBinary)),
                   sql);
}

Result<PgResult> PostgresConnection::run_prepared(std::string_view sql, std::span<const Param> params) {
    const BoundParams bound(params);
    auto found = prepared_.find(sql);
    if (found == prepared_.end()) {
        if (prepared_.size() >= kPreparedMax) {
            GX_CHECK(script("DEALLOCATE ALL"));
            prepared_.clear();
        }
        const std::string name = fmt::format("gx_{}", prepared_.size());
        const std::string text(sql);
        GX_CHECK(checked(PgResult(PQprepare(connection_, name.c_str(), text.c_str(), bound.count(), bound.types())), sql));
        found = prepared_.emplace(text, name).first;
    }
    return checked(PgResult(PQexecPrepared(connection_, found->second.c_str(), bound.count(), bound.values(),
                                           bound.lengths(), bound.formats(), kBinary)),
                   sql);
}

Result<std::int64_t> PostgresConnection::execute(std::string_view sql, std::span<const Param> params) {
    GX_TRY(const auto result, run_prepared(sql, params));
    const std::string_view text = PQcmdTuples(result.get());
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

Result<Done> PostgresConnection::script(std::string_view sql) {
    const std::string text(sql);
    GX_CHECK(checked(PgResult(PQexec(connection_, text.c_str())), sql));
    return Done{};
}

Result<Done> PostgresConnection::commit() {
    GX_TRY(const auto result, checked(PgResult(PQexec(connection_, "COMMIT")), "COMMIT"));
    // A transaction that failed before is answered with ROLLBACK, not with an error.
    if (std::string_view(PQcmdStatus(result.get())) != "COMMIT") {
        return Error{ErrorCode::Unavailable, "store.failed", "the transaction had failed before COMMIT"};
    }
    return Done{};
}

class HeldCursor final : public Cursor {
public:
    explicit HeldCursor(PgResult result) : rows_(std::move(result)) {}
    Result<bool> next() override { return rows_.next(); }
    bool is_null(int column) const override { return rows_.is_null(column); }
    std::int64_t integer(int column) const override { return rows_.integer(column); }
    std::string_view text(int column) const override { return rows_.text(column); }
    base::ByteView bytes(int column) const override { return base::as_bytes(rows_.text(column)); }

private:
    ResultRows rows_;
};

/// A cursor on the server: other statements may run between its fetches.
class ServerCursor final : public Cursor {
public:
    ServerCursor(PostgresConnection& connection, std::string name)
        : connection_(connection), name_(std::move(name)),
          fetch_(fmt::format("FETCH FORWARD {} FROM {}", kFetchRows, name_)), rows_(PgResult(nullptr)) {}
    ServerCursor(const ServerCursor&) = delete;
    ServerCursor& operator=(const ServerCursor&) = delete;
    ~ServerCursor() override {
        // After an error inside the transaction this fails too, and the rollback closes the cursor.
        if (connection_.usable()) { static_cast<void>(connection_.script("CLOSE " + name_).ok()); }
    }

    Result<bool> next() override {
        if (rows_.next()) { return true; }
        if (last_) { return false; }
        GX_TRY(auto result, connection_.run(fetch_, {}));
        rows_ = ResultRows(std::move(result));
        last_ = rows_.size() < kFetchRows;
        return rows_.next();
    }
    bool is_null(int column) const override { return rows_.is_null(column); }
    std::int64_t integer(int column) const override { return rows_.integer(column); }
    std::string_view text(int column) const override { return rows_.text(column); }
    base::ByteView bytes(int column) const override { return base::as_bytes(rows_.text(column)); }

private:
    PostgresConnection& connection_;
    std::string name_;
    std::string fetch_;
    ResultRows rows_;
    bool last_ = false;
};

Result<std::unique_ptr<Cursor>> PostgresConnection::query(std::string_view sql, std::span<const Param> params) {
    GX_TRY(auto result, run_prepared(sql, params));
    return std::unique_ptr<Cursor>(std::make_unique<HeldCursor>(std::move(result)));
}

Result<std::unique_ptr<Cursor>> PostgresConnection::stream(std::string_view sql, std::span<const Param> params) {
    std::string name = fmt::format("gx_cursor_{}", cursors_++);
    GX_CHECK(run(fmt::format("DECLARE {} NO SCROLL CURSOR FOR {}", name, sql), params));
    return std::unique_ptr<Cursor>(std::make_unique<ServerCursor>(*this, std::move(name)));
}

void put_copy_value(std::string& out, const Param& value) {
    const auto put = [&](std::string_view bytes) {
        put_big_endian(out, static_cast<std::int32_t>(bytes.size()));
        out += bytes;
    };
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        put_big_endian(out, std::int32_t{8});
        put_big_endian(out, *number);
    } else if (const auto* text = std::get_if<std::string_view>(&value)) {
        put(*text);
    } else if (const auto* bytes = std::get_if<base::ByteView>(&value)) {
        put(base::as_text(*bytes));
    } else {
        put_big_endian(out, std::int32_t{-1});
    }
}

Result<Done> PostgresConnection::insert_rows(std::string_view table, std::span<const BulkColumn> columns,
                                             std::size_t count,
                                             const std::function<void(std::size_t, std::span<Param>)>& fill) {
    if (count == 0) { return Done{}; }
    std::string names;
    for (std::size_t i = 0; i < columns.size(); ++i) { names += fmt::format("{}{}", i == 0 ? "" : ", ", columns[i].name); }
    const std::string sql = fmt::format("COPY {} ({}) FROM STDIN (FORMAT binary)", table, names);
    GX_CHECK(checked(PgResult(PQexec(connection_, sql.c_str())), sql));
    std::string out("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
    std::vector<Param> values(columns.size());
    bool sent = true;
    for (std::size_t row = 0; row < count && sent; ++row) {
        fill(row, values);
        put_big_endian(out, static_cast<std::int16_t>(columns.size()));
        for (const Param& value : values) { put_copy_value(out, value); }
        if (out.size() >= kCopyChunk) {
            sent = PQputCopyData(connection_, out.data(), static_cast<int>(out.size())) == 1;
            out.clear();
        }
    }
    put_big_endian(out, std::int16_t{-1});
    sent = sent && PQputCopyData(connection_, out.data(), static_cast<int>(out.size())) == 1;
    sent = sent && PQputCopyEnd(connection_, nullptr) == 1;
    Result<Done> outcome = Done{};
    if (!sent) { outcome = postgres_error(connection_, nullptr, sql); }
    while (PgResult result{PQgetResult(connection_)}) {
        if (outcome.ok() && PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
            outcome = postgres_error(connection_, result.get(), sql);
        }
        if (PQstatus(connection_) == CONNECTION_BAD) { break; }
    }
    return outcome;
}

void ignore_notice(void*, const char*) {}

class PostgresDatabase final : public Database {
public:
    explicit PostgresDatabase(std::string conninfo) : conninfo_(std::move(conninfo)) {}
    Dialect dialect() const override { return Dialect::Postgres; }
    std::string file() const override { return {}; }

    Result<std::unique_ptr<Connection>> connect() override {
        // Earlier keywords are defaults that the connection text may override.
        const char* const keywords[] = {"connect_timeout", "tcp_user_timeout", "application_name", "dbname", nullptr};
        const char* const values[] = {"5", "10000", "gongxin", conninfo_.c_str(), nullptr};
        PGconn* raw = PQconnectdbParams(keywords, values, 1);
        auto connection = std::make_unique<PostgresConnection>(raw);
        if (PQstatus(raw) != CONNECTION_OK) { return postgres_error(raw, nullptr, "connect"); }
        PQsetNoticeProcessor(raw, ignore_notice, nullptr);
        GX_CHECK(connection->script("SET client_encoding = 'UTF8'; SET lock_timeout = '30s'; SET bytea_output = 'hex'"));
        return std::unique_ptr<Connection>(std::move(connection));
    }

private:
    std::string conninfo_;
};

}  // namespace

std::unique_ptr<Database> postgres_database(const std::string& conninfo) {
    return std::make_unique<PostgresDatabase>(conninfo);
}

}  // namespace gx::storage
