// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "storage/drivers/connection.hpp"

namespace gx::tests {

/// What goes wrong next. Each counts down with every failure given.
struct Faults {
    std::atomic<int> commits{0};   ///< COMMIT fails
    std::atomic<int> writes{0};    ///< execute and insert_rows find the disk full
    std::atomic<int> connects{0};  ///< the database cannot be reached

    static bool due(std::atomic<int>& count) {
        int left = count.load();
        while (left > 0 && !count.compare_exchange_weak(left, left - 1)) {}
        return left > 0;
    }
};

/// A connection that fails when told to.
class FaultyConnection final : public storage::Connection {
public:
    FaultyConnection(std::unique_ptr<storage::Connection> inner, Faults& faults) : inner_(std::move(inner)), faults_(faults) {}

    storage::Dialect dialect() const override { return inner_->dialect(); }
    bool usable() const override { return inner_->usable(); }
    bool in_transaction() const override { return inner_->in_transaction(); }
    using Connection::execute;
    using Connection::query;
    using Connection::stream;
    base::Result<std::int64_t> execute(std::string_view sql, std::span<const storage::Param> params) override {
        if (Faults::due(faults_.writes)) { return full(); }
        return inner_->execute(sql, params);
    }
    base::Result<std::unique_ptr<storage::Cursor>> query(std::string_view sql,
                                                         std::span<const storage::Param> params) override {
        return inner_->query(sql, params);
    }
    base::Result<std::unique_ptr<storage::Cursor>> stream(std::string_view sql,
                                                          std::span<const storage::Param> params) override {
        return inner_->stream(sql, params);
    }
    base::Result<base::Done> script(std::string_view sql) override { return inner_->script(sql); }
    base::Result<base::Done> begin(storage::Begin kind) override { return inner_->begin(kind); }
    base::Result<base::Done> commit() override {
        if (Faults::due(faults_.commits)) { return base::Error{base::ErrorCode::Unavailable, "store.failed", "injected"}; }
        return inner_->commit();
    }
    void rollback() override { inner_->rollback(); }
    base::Result<base::Done> insert_rows(std::string_view table, std::span<const storage::BulkColumn> columns,
                                         std::size_t count,
                                         const std::function<void(std::size_t, std::span<storage::Param>)>& fill) override {
        if (Faults::due(faults_.writes)) { return full(); }
        return inner_->insert_rows(table, columns, count, fill);
    }

private:
    static base::Error full() { return {base::ErrorCode::StorageFull, "store.full", "injected"}; }

    std::unique_ptr<storage::Connection> inner_;
    Faults& faults_;
};

/// A database whose connections fail when told to.
class FaultyDatabase final : public storage::Database {
public:
    FaultyDatabase(std::unique_ptr<storage::Database> inner, Faults& faults) : inner_(std::move(inner)), faults_(faults) {}
    storage::Dialect dialect() const override { return inner_->dialect(); }
    std::string file() const override { return inner_->file(); }
    base::Result<std::unique_ptr<storage::Connection>> connect() override {
        if (Faults::due(faults_.connects)) { return base::Error{base::ErrorCode::Unavailable, "store.unreachable", "injected"}; }
        GX_TRY(auto connection, inner_->connect());
        return std::unique_ptr<storage::Connection>(std::make_unique<FaultyConnection>(std::move(connection), faults_));
    }

private:
    std::unique_ptr<storage::Database> inner_;
    Faults& faults_;
};

}  // namespace gx::tests
