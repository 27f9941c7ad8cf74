// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "app/journal/make_checkpoint.hpp"
#include "app/ports/store.hpp"

namespace gx::main {

/// Signs a checkpoint when entries have come since the last one, at most one in ten minutes, and gives memory that bursts
/// left back to the system.
///
/// Thread: start and stop by one thread.
class Keeper {
public:
    Keeper(app::MakeCheckpoint& checkpoints, app::Store& store, std::string origin, app::Actor actor)
        : checkpoints_(checkpoints), store_(store), origin_(std::move(origin)), actor_(std::move(actor)) {}
    ~Keeper() { stop(); }
    Keeper(const Keeper&) = delete;
    Keeper& operator=(const Keeper&) = delete;

    /// Before the first request: a checkpoint of what is there exists.
    base::Result<base::Done> prepare();
    void start();
    void stop();

private:
    void keep();
    base::Result<base::Done> sign_when_due();

    app::MakeCheckpoint& checkpoints_;
    app::Store& store_;
    std::string origin_;
    app::Actor actor_;
    std::int64_t signed_size_ = -1;
    int turns_since_signed_ = 0;
    int turns_until_trim_ = 20;  ///< soon after the start, when the read model stands
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace gx::main
