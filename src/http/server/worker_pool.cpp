// SPDX-License-Identifier: Apache-2.0
#include "http/server/worker_pool.hpp"

#include <utility>

namespace gx::http {

WorkerPool::WorkerPool(unsigned threads, std::size_t queue_max) : queue_max_(queue_max) {
    threads_.reserve(threads);
    for (unsigned i = 0; i < threads; ++i) {
        threads_.emplace_back([this] { serve(); });
    }
}

WorkerPool::~WorkerPool() {
    {
        const std::lock_guard guard(lock_);
        ending_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) { thread.join(); }
}

bool WorkerPool::submit(std::function<void()> work) {
    {
        const std::lock_guard guard(lock_);
        if (ending_ || queue_.size() >= queue_max_) { return false; }
        queue_.push_back(std::move(work));
    }
    wake_.notify_one();
    return true;
}

void WorkerPool::serve() {
    for (;;) {
        std::function<void()> work;
        {
            std::unique_lock guard(lock_);
            wake_.wait(guard, [this] { return ending_ || !queue_.empty(); });
            if (queue_.empty()) { return; }
            work = std::move(queue_.front());
            queue_.pop_front();
        }
        work();
    }
}

}  // namespace gx::http
