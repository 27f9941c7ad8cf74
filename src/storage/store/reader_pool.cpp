// SPDX-License-Identifier: Apache-2.0
#include "storage/store/reader_pool.hpp"

#include <chrono>

namespace gx::storage {
namespace {

constexpr std::chrono::seconds kWait{5};

/// The first read fixes the snapshot on both databases.
Result<std::int64_t> begin_snapshot(Connection& connection) {
    GX_CHECK(connection.begin(Begin::Read));
    return connection.integer("SELECT size FROM journal_head WHERE one = 1");
}

}  // namespace

void GiveBack::operator()(Connection* connection) const noexcept { pool->give_back(std::unique_ptr<Connection>(connection)); }

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

Result<Snapshot> ReaderPool::take() {
    GX_CHECK(wait_for_free());
    auto snapshot = idle_or_new();
    if (!snapshot.ok()) { give_back(nullptr); }
    return snapshot;
}

Result<Snapshot> ReaderPool::idle_or_new() {
    auto connection = idle_one();
    // An idle connection may have died with its server: one more try with a fresh one.
    if (connection) {
        if (const auto size = begin_snapshot(*connection); size.ok()) { return Snapshot{Borrowed(connection.release(), {this}), *size}; }
    }
    GX_TRY(connection, database_.connect());
    GX_TRY(const auto size, begin_snapshot(*connection));
    return Snapshot{Borrowed(connection.release(), {this}), size};
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
