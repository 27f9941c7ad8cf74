// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace gx::domain::warning {

/// Rows are tested in blocks of this many lanes: the columns of a block fit the first-level cache.
inline constexpr std::uint32_t kLanes = 512;
inline constexpr std::uint32_t kMaskWords = kLanes / 64;
static_assert(kLanes % 64 == 0);

/// One bit a lane: the lanes of a block for which something holds.
using Mask = std::array<std::uint64_t, kMaskWords>;

inline bool none(const Mask& mask) {
    std::uint64_t any = 0;
    for (const std::uint64_t word : mask) { any |= word; }
    return any == 0;
}

/// The first `count` lanes.
inline Mask first_lanes(std::uint32_t count) {
    Mask mask{};
    for (std::uint32_t w = 0; w < kMaskWords; ++w) {
        const std::uint32_t left = count > 64 * w ? count - 64 * w : 0;
        mask[w] = left >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << left) - 1;
    }
    return mask;
}

/// Tests of a block of kLanes values, as one bit each.
///
/// Shape: every pointer leads to kLanes values, of any alignment; low <= high.
struct LaneTests {
    void (*narrow_within)(const std::int32_t* values, std::int32_t low, std::int32_t high, Mask& out);
    /// low <= a - b <= high. Shape: values are null (the smallest one) or within ±2^30; a difference with null is not within.
    void (*difference_within)(const std::int32_t* a, const std::int32_t* b, std::int32_t low, std::int32_t high, Mask& out);
    void (*wide_within)(const std::int64_t* values, std::int64_t low, std::int64_t high, Mask& out);
    void (*code8_is)(const std::uint8_t* codes, std::uint8_t code, Mask& out);
    void (*code16_is)(const std::uint16_t* codes, std::uint16_t code, Mask& out);
};

/// Plain C++, for any processor.
const LaneTests& plain_lane_tests();
/// The fastest that this processor runs; the same answers as the plain ones.
const LaneTests& lane_tests();

}  // namespace gx::domain::warning
