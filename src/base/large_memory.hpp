// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace gx::base {

/// Memory for large columns: on huge pages where the system gives them, and kept for the next taker instead of going back to
/// the system page by page, up to a limit. Under a sanitizer it is the usual heap.
///
/// Units: bytes. `give` takes what `take` gave, with the same size. Errors: std::bad_alloc. Thread: any.
class LargeMemory {
public:
    /// Smaller pieces are left to the heap.
    static constexpr std::size_t kLeast = std::size_t{1} << 20U;
    /// The most that is kept without a user.
    static constexpr std::size_t kKeptMax = std::size_t{160} << 20U;

    static void* take(std::size_t bytes);
    static void give(void* at, std::size_t bytes) noexcept;
    /// Hands all that is kept back to the system.
    static void release() noexcept;
    static std::size_t kept() noexcept;
};

}  // namespace gx::base
