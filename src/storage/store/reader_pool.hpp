// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "storage/drivers/connection.hpp"

namespace gx::storage {

/// A bounded set of connections for reading. Thread: any.
class ReaderPool {
public:
    ReaderPool(Database& database, std::size_t connections_max) : database_(database), free_(connections_max) {}

    /// A connection with a read transaction open whose snapshot is fixed.
    /// Errors: Unavailable "store.readers_busy" after a few seconds without a free one; those of the connection.
    Result<std::unique_ptr<Connection>> take();
    /// A connection without a transaction: for a read of one statement, which is a snapshot by itself. Errors: as take.
    Result<std::unique_ptr<Connection>> borrow();
    void give_back(std::unique_ptr<Connection> connection);
    /// Closes the connections that nobody has.
    void close_idle();

private:
    Result<Done> wait_for_free();
    std::unique_ptr<Connection> idle_one();
    Result<std::unique_ptr<Connection>> idle_or_new();

    Database& database_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::size_t free_;
    std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace gx::storage
