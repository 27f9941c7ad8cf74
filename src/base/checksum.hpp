// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include "base/bytes.hpp"

namespace gx::base {

/// XXH64 with seed 0, piece by piece: finds what disks and torn writes do, not what an attacker does. Total.
class Checksum {
public:
    Checksum();
    void add(ByteView bytes);
    /// Of all bytes so far.
    std::uint64_t value() const;

private:
    struct Free {
        void operator()(void* state) const;
    };
    std::unique_ptr<void, Free> state_;
};

/// The same of bytes that lie together. Total.
std::uint64_t checksum64(ByteView bytes);

}  // namespace gx::base
