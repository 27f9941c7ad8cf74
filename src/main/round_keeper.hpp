// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>

#include "app/notices/deliver_notices.hpp"
#include "app/rounds/rounds.hpp"

namespace gx::main {

/// Runs the rounds that are due and empties the outbox, each second, in a thread of its own.
///
/// Thread: start and stop by one thread.
class RoundKeeper {
public:
    using Log = std::function<void(std::string_view event, const base::Error& error)>;
    RoundKeeper(app::Rounds& rounds, app::DeliverNotices& deliver, Log log) : rounds_(rounds), deliver_(deliver), log_(std::move(log)) {}
    ~RoundKeeper() { stop(); }
    RoundKeeper(const RoundKeeper&) = delete;
    RoundKeeper& operator=(const RoundKeeper&) = delete;

    void start();
    void stop();

private:
    void keep();

    app::Rounds& rounds_;
    app::DeliverNotices& deliver_;
    Log log_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace gx::main
