// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.hpp"

namespace gx::base {

/// XXH64 with seed 0 over whole stripes: finds what disks and torn writes do, not what an attacker does.
///
/// Shape: every `add` but the last gives a multiple of kStripe bytes.
class Checksum {
public:
    static constexpr std::size_t kStripe = 32;

    void add(ByteView bytes);
    /// Of all bytes so far.
    std::uint64_t value() const;

private:
    std::array<std::uint64_t, 4> lanes_{0x60EA27EEADC0B5D6ULL, 0xC2B2AE3D27D4EB4FULL, 0, 0x61C8864E7A143579ULL};
    std::array<std::uint8_t, kStripe> rest_{};
    std::size_t rest_size_ = 0;
    std::uint64_t size_ = 0;
};

}  // namespace gx::base
