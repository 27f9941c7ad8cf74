// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "storage/drivers/connection.hpp"

namespace gx::storage {

class ReaderPool;
/// A connection of a pool, which must outlive it: goes back by itself. Never throws.
struct GiveBack {
    ReaderPool* pool = nullptr;
    void operator()(Connection* connection) const noexcept;
};
using Borrowed = std::unique_ptr<Connection, GiveBack>;

/// A connection with a read transaction open, and the size of the journal in it.
struct Snapshot {
    Borrowed connection;
    std::int64_t journal_size = 0;
};

/// A bounded set of connections for reading. Thread: any.
class ReaderPool {
public:
    ReaderPool(Database& database, std::size_t connections_max) : database_(database), free_(connections_max) {
        idle_.reserve(connections_max);  // giving a connection back takes no memory
    }

    /// What was committed before this call. Errors: Unavailable "store.readers_busy" after a few seconds without a free one; those of the
    /// connection.
    Result<Snapshot> take();
    /// Closes the connections that nobody has.
    void close_idle();

private:
    friend struct GiveBack;
    void give_back(std::unique_ptr<Connection> connection);
    Result<Done> wait_for_free();
    std::unique_ptr<Connection> idle_one();
    Result<Snapshot> idle_or_new();

    Database& database_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::size_t free_;
    std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace gx::storage
