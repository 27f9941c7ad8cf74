// SPDX-License-Identifier: Apache-2.0
#include "storage/store/reader_pool.hpp"

#include <chrono>

namespace gx::storage {
namespace {

constexpr std::chrono::seconds kWait{5};

/// The first read fixes the snapshot on both databases.
Result<Done> begin_snapshot(Connection& connection) {
    GX_CHECK(connection.begin(Begin::Read));
    GX_CHECK(connection.integer("SELECT size FROM journal_head WHERE one = 1"));
    return Done{};
}

}  // namespace

Result<Done> ReaderPool::wait_for_free() {
    std::unique_lock lock(mutex_);
    if (!returned_.wait_for(lock, kWait, [&] { return free_ > 0; })) {
        return Error{ErrorCode::Unavailable, "store.readers_busy"};
    }
    --free_;
    return Done{};
}

std::unique_ptr<Connection> ReaderPool::idle_one() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) { return nullptr; }
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
}

Result<std::unique_ptr<Connection>> ReaderPool::take() {
    GX_CHECK(wait_for_free());
    auto connection = idle_or_new();
    if (!connection.ok()) { give_back(nullptr); }
    return connection;
}

Result<std::unique_ptr<Connection>> ReaderPool::borrow() {
    GX_CHECK(wait_for_free());
    auto idle = idle_one();
    // A server may have gone away under an idle connection; a file does not.
    if (idle && (idle->dialect() == Dialect::Sqlite || idle->integer("SELECT 1").ok())) { return idle; }
    auto connection = database_.connect();
    if (!connection.ok()) { give_back(nullptr); }
    return connection;
}

Result<std::unique_ptr<Connection>> ReaderPool::idle_or_new() {
    auto connection = idle_one();
    // An idle connection may have died with its server: one more try with a fresh one.
    if (connection && begin_snapshot(*connection).ok()) { return connection; }
    GX_TRY(connection, database_.connect());
    GX_CHECK(begin_snapshot(*connection));
    return connection;
}

void ReaderPool::give_back(std::unique_ptr<Connection> connection) {
    if (connection && connection->in_transaction()) { connection->rollback(); }
    {
        const std::lock_guard lock(mutex_);
        ++free_;
        if (connection && connection->usable()) { idle_.push_back(std::move(connection)); }
    }
    returned_.notify_one();
}

void ReaderPool::close_idle() {
    const std::lock_guard lock(mutex_);
    idle_.clear();
}

}  // namespace gx::storage
