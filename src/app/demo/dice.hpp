// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "app/ports/world.hpp"

namespace gx::app::demo {

/// A seeded sequence of numbers (splitmix64): same seed, same sequence, on every machine. Not for secrets.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15ULL;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31U);
    }
    /// low..high, both included.
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
    }
    /// True in `percent` of a hundred throws.
    bool chance(std::int64_t percent) { return between(1, 100) <= percent; }

private:
    std::uint64_t state_;
};

/// Entity ids of a demonstration: shaped as UUIDv7 with a fixed time, drawn from a seed.
class SeededIds : public IdSource {
public:
    explicit SeededIds(std::uint64_t seed) : dice_(seed ^ 0x1D5ULL) {}
    std::string next_id() override {
        const std::uint64_t a = dice_.next();
        const std::uint64_t b = dice_.next();
        ++count_;
        return fmt::format("{:08x}-{:04x}-7{:03x}-{:04x}-{:012x}", 0x01930000U + (count_ >> 16U), count_ & 0xFFFFU,
                           a & 0xFFFU, 0x8000U | (a >> 12U & 0x3FFFU), b & 0xFFFFFFFFFFFFULL);
    }

private:
    Dice dice_;
    std::uint32_t count_ = 0;
};

}  // namespace gx::app::demo
