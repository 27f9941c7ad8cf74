// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <thread>

namespace gx::storage {

/// Calls work(begin, end) over 0..count, the second half on another thread when there is enough of it. `work` touches
/// only its own range. Total when `work` is.
template <class Work>
void in_halves(std::size_t count, const Work& work) {
    constexpr std::size_t kWorthwhile = 512;
    if (count < kWorthwhile) {
        work(std::size_t{0}, count);
        return;
    }
    std::thread other([&] { work(count / 2, count); });
    work(std::size_t{0}, count / 2);
    other.join();
}

}  // namespace gx::storage
