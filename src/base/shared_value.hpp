// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace gx::base {

/// A value that is replaced as a whole while others read it: each keeps what it took. In place of std::atomic<std::shared_ptr>, whose
/// load in GCC 12 leaves its lock without release order, which ThreadSanitizer rightly reports.
///
/// Thread: any. Cost: an uncontended lock and a reference count.
template <class T>
class SharedValue {
public:
    SharedValue() = default;
    explicit SharedValue(std::shared_ptr<const T> value) : value_(std::move(value)) {}

    std::shared_ptr<const T> load() const {
        const std::lock_guard guard(lock_);
        return value_;
    }
    void store(std::shared_ptr<const T> value) {
        {
            const std::lock_guard guard(lock_);
            value_.swap(value);
        }
        // The old value, where nobody else has it, ends here and outside the lock.
    }

private:
    mutable std::mutex lock_;
    std::shared_ptr<const T> value_;
};

}  // namespace gx::base
