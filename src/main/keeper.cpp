// SPDX-License-Identifier: Apache-2.0
#include "main/keeper.hpp"

#include <malloc.h>

#include <chrono>

#include <spdlog/spdlog.h>

namespace gx::main {
namespace {

constexpr std::chrono::milliseconds kTurn{1000};
constexpr int kTurnsBetweenCheckpoints = 600;  // ten minutes
constexpr int kTurnsBetweenTrims = 600;

void log_failure(const char* what, const base::Error& error) {
    spdlog::warn(R"({{"event":"{}","reason":"{}"}})", what, error.reason);
}

}  // namespace

base::Result<base::Done> Keeper::prepare() {
    GX_TRY(const auto reader, store_.reader());
    GX_TRY(const auto known, reader->checkpoints());
    if (!known.empty()) { signed_size_ = known.back().int_at("size").value_or(-1); }
    turns_since_signed_ = kTurnsBetweenCheckpoints;
    return sign_when_due();
}

base::Result<base::Done> Keeper::sign_when_due() {
    const std::int64_t size = store_.position();
    if (size == signed_size_ || size == 0 || turns_since_signed_ < kTurnsBetweenCheckpoints) { return base::Done{}; }
    turns_since_signed_ = 0;
    GX_TRY(const auto made, checkpoints_.run({.origin = origin_}, actor_));
    signed_size_ = static_cast<std::int64_t>(made.size);
    return base::Done{};
}

void Keeper::start() { thread_ = std::thread([this] { keep(); }); }

void Keeper::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) { thread_.join(); }
}

void Keeper::keep() {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, kTurn, [this] { return stopping_; })) {
        lock.unlock();
        ++turns_since_signed_;
        if (const auto done = sign_when_due(); !done) { log_failure("checkpoint.sign", done.error()); }
        if (--turns_until_trim_ == 0) {
            turns_until_trim_ = kTurnsBetweenTrims;
            malloc_trim(0);
        }
        lock.lock();
    }
}

}  // namespace gx::main
