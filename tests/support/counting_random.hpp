// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>

#include "app/ports/world.hpp"

namespace gx::tests {

/// Bytes that count up. Thread: any.
class CountingRandom final : public app::Random {
public:
    base::Bytes bytes(std::size_t count) override {
        base::Bytes out(count);
        std::uint64_t at = next_.fetch_add(1);
        for (std::uint8_t& byte : out) { byte = static_cast<std::uint8_t>((at += 0x9e3779b97f4a7c15ULL) >> 56U); }
        return out;
    }

private:
    std::atomic<std::uint64_t> next_{1};
};

}  // namespace gx::tests
