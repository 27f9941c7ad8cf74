// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace gx::http {

/// A fixed number of threads over a bounded queue.
/// Thread: `submit` from any thread.
class WorkerPool {
public:
    WorkerPool(unsigned threads, std::size_t queue_max);
    /// Finishes what is queued, then ends.
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// False when the queue is full; the work was not taken then. `work` must not throw.
    bool submit(std::function<void()> work);

private:
    void serve();

    std::mutex lock_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> queue_;
    std::size_t queue_max_;
    bool ending_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace gx::http
