// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <new>
#include <utility>
#include <vector>

#include "base/large_memory.hpp"

namespace gx::base {

/// An allocator whose new elements are not set to 0, on LargeMemory: for numbers that are written right after `resize`, by
/// whichever thread fills them.
template <class T>
struct PlainAllocator {
    using value_type = T;
    PlainAllocator() = default;
    template <class U>
    explicit PlainAllocator(const PlainAllocator<U>&) noexcept {}

    T* allocate(std::size_t count) {
        if (count > static_cast<std::size_t>(-1) / sizeof(T)) { throw std::bad_array_new_length{}; }
        return static_cast<T*>(LargeMemory::take(count * sizeof(T)));
    }
    void deallocate(T* at, std::size_t count) noexcept { LargeMemory::give(at, count * sizeof(T)); }
    bool operator==(const PlainAllocator&) const = default;

    template <class U, class... Values>
    void construct(U* at, Values&&... values) {
        if constexpr (sizeof...(Values) == 0) {
            ::new (static_cast<void*>(at)) U;
        } else {
            ::new (static_cast<void*>(at)) U(std::forward<Values>(values)...);
        }
    }
};

/// A vector of numbers; `resize` leaves the new ones unset, `assign` and `resize(n, value)` set them.
template <class T>
using PlainVector = std::vector<T, PlainAllocator<T>>;

}  // namespace gx::base
