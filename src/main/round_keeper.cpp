// SPDX-License-Identifier: Apache-2.0
#include "main/round_keeper.hpp"

#include <chrono>

namespace gx::main {
namespace {

constexpr std::chrono::milliseconds kTurn{1'000};
constexpr std::chrono::milliseconds kPauseAfterFault{10'000};

}  // namespace

void RoundKeeper::start() { thread_ = std::thread([this] { keep(); }); }

void RoundKeeper::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) { thread_.join(); }
}

void RoundKeeper::keep() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        bool sound = true;
        if (const auto ran = rounds_.run_due(); !ran.ok()) {
            log_("round", ran.error());
            sound = false;
        }
        if (const auto sent = deliver_.run(); !sent.ok()) {
            log_("outbox", sent.error());
            sound = false;
        }
        lock.lock();
        wake_.wait_for(lock, sound ? kTurn : kPauseAfterFault, [this] { return stopping_; });
    }
}

}  // namespace gx::main
