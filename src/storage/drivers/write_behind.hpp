// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace gx::storage {

/// Has the kernel begin to write what a large transaction has put into the database's files, so that the disk works
/// while rows are still coming and the sync at the commit finds little left. Durability stays the sync's matter.
///
/// It uses the descriptors that SQLite holds: a second one, once closed, would take SQLite's file locks away.
/// Thread: made and ended on the connection's thread, which must be open all the while.
class WriteBehind {
public:
    explicit WriteBehind(const std::string& database_file);
    WriteBehind(const WriteBehind&) = delete;
    WriteBehind& operator=(const WriteBehind&) = delete;
    ~WriteBehind();

private:
    void run();

    std::vector<int> descriptors_;  ///< not owned
    std::mutex mutex_;
    std::condition_variable stop_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace gx::storage
