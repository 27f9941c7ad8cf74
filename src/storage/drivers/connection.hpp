// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace gx::storage {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

/// Asked only at the named dialect points: column collation, head lock, bulk load, erasure clean-up, database facts.
enum class Dialect { Sqlite, Postgres };

/// A value for $1..$n. Views must live until the call returns.
using Param = std::variant<std::nullptr_t, std::int64_t, std::string_view, base::ByteView>;

/// The rows of one query, read one after the other. Columns count from 0; a view lives until the next `next`.
class Cursor {
public:
    virtual ~Cursor() = default;
    /// Moves to the next row; false after the last one.
    virtual Result<bool> next() = 0;
    virtual bool is_null(int column) const = 0;
    /// 0 for null.
    virtual std::int64_t integer(int column) const = 0;
    /// Empty for null.
    virtual std::string_view text(int column) const = 0;
    virtual base::ByteView bytes(int column) const = 0;
};

/// What a transaction is for. Read: one snapshot. Write: the right to write (SQLite: taken at once).
enum class Begin { Read, Write };

/// Columns of a bulk load.
struct BulkColumn {
    enum class Type { Integer, Text, Bytes };
    std::string_view name;
    Type type;
};

/// One connection to one database; the same SQL text on both (placeholders $1..$n, each once or more).
///
/// Errors: Unavailable "store.busy" (locked, serialisation, deadlock), "store.unreachable" (connection lost),
///         "store.failed" (anything else); StorageFull "store.full"; Conflict "store.constraint" (detail names the
///         constraint); Corrupt "store.corrupt"; InvalidInput "store.text".
/// Thread: one at a time.
class Connection {
public:
    virtual ~Connection() = default;
    virtual Dialect dialect() const = 0;
    /// False once the connection is lost; it must be thrown away then.
    virtual bool usable() const = 0;

    /// Runs one statement without rows. Gives the number of rows changed.
    virtual Result<std::int64_t> execute(std::string_view sql, std::span<const Param> params) = 0;
    /// A query with a small answer.
    virtual Result<std::unique_ptr<Cursor>> query(std::string_view sql, std::span<const Param> params) = 0;
    /// A query of any size, in bounded memory. Needs an open transaction; other statements may run meanwhile.
    virtual Result<std::unique_ptr<Cursor>> stream(std::string_view sql, std::span<const Param> params) = 0;
    /// Several statements without parameters.
    virtual Result<Done> script(std::string_view sql) = 0;

    /// Outside a transaction: the database without its write-ahead log, so that new pages are written once and not twice.
    /// Others are locked out meanwhile; while anyone else has the database open nothing changes. `false` brings the log
    /// back. A crash in between is mended by the next opening as any other. Total. Dialect point (SQLite only).
    virtual void without_log(bool /*wanted*/) {}
    /// A hint: very much is about to be written, or no longer. Total.
    virtual void bulk_writes(bool /*coming*/) {}

    /// False also after an error that ended the transaction by itself.
    virtual bool in_transaction() const = 0;
    virtual Result<Done> begin(Begin kind) = 0;
    virtual Result<Done> commit() = 0;
    /// Total: a connection that cannot roll back becomes unusable.
    virtual void rollback() = 0;
    Result<Done> savepoint() { return script("SAVEPOINT part"); }
    Result<Done> release() { return script("RELEASE SAVEPOINT part"); }
    Result<Done> rollback_to() { return script("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part"); }

    /// Adds `count` rows; `fill` puts the values of one row. All or an error.
    virtual Result<Done> insert_rows(std::string_view table, std::span<const BulkColumn> columns, std::size_t count,
                                     const std::function<void(std::size_t row, std::span<Param> values)>& fill) = 0;

    Result<std::int64_t> execute(std::string_view sql, std::initializer_list<Param> params = {}) {
        return execute(sql, std::span<const Param>(params.begin(), params.size()));
    }
    Result<std::unique_ptr<Cursor>> query(std::string_view sql, std::initializer_list<Param> params = {}) {
        return query(sql, std::span<const Param>(params.begin(), params.size()));
    }
    Result<std::unique_ptr<Cursor>> stream(std::string_view sql, std::initializer_list<Param> params = {}) {
        return stream(sql, std::span<const Param>(params.begin(), params.size()));
    }
    /// The first column of the first row. Errors: Corrupt "store.row_missing"
    Result<std::int64_t> integer(std::string_view sql, std::initializer_list<Param> params = {});
};

/// Opens connections to one database. Thread: any.
class Database {
public:
    virtual ~Database() = default;
    virtual Dialect dialect() const = 0;
    virtual Result<std::unique_ptr<Connection>> connect() = 0;
    /// The database's file, or empty when it lies on a server.
    virtual std::string file() const = 0;
};

}  // namespace gx::storage
