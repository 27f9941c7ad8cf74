// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "storage/drivers/connection.hpp"

namespace gx::storage {

/// A connection with a read transaction open, and the size of the journal in it.
struct Snapshot {
    std::unique_ptr<Connection> connection;
    std::int64_t journal_size = 0;
};

/// A bounded set of connections for reading. Thread: any.
class ReaderPool {
    /// Gives the connection back also when the read throws.
    struct Turn {
        Turn(ReaderPool& of, std::unique_ptr<Connection> taken) : pool(of), connection(std::move(taken)) {}
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        ~Turn() { pool.give_back(std::move(connection)); }
        ReaderPool& pool;
        std::unique_ptr<Connection> connection;
    };

public:
    ReaderPool(Database& database, std::size_t connections_max) : database_(database), free_(connections_max) {
        idle_.reserve(connections_max);  // giving a connection back takes no memory
    }

    /// What was committed before this call. Errors: Unavailable "store.readers_busy" after a few seconds without a free one; those of the
    /// connection.
    Result<Snapshot> take();
    void give_back(std::unique_ptr<Connection> connection);
    /// Runs `read(connection)` in one snapshot. Errors: those of take and of `read`.
    template <class Read>
    auto run(const Read& read) -> decltype(read(std::declval<Connection&>())) {
        GX_TRY(auto taken, take());
        const Turn turn{*this, std::move(taken.connection)};
        return read(*turn.connection);
    }
    /// Closes the connections that nobody has.
    void close_idle();
    Dialect dialect() const { return database_.dialect(); }

private:
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
