// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>

#include "http/server/message.hpp"

namespace gx::http {

/// Counters of what was served. Thread: any.
class Metrics {
public:
    void count(const Served& line);
    void count_cache_hit() { cache_hits_.fetch_add(1, std::memory_order_relaxed); }

    /// The text form that Prometheus reads.
    std::string text(std::int64_t position) const;

private:
    static constexpr std::array<std::uint64_t, 9> kBoundsMicros = {250,    1'000,   5'000,   10'000,   50'000,
                                                                   100'000, 500'000, 1'000'000, 5'000'000};
    std::array<std::atomic<std::uint64_t>, 6> by_class_{};  ///< by the status' first digit
    std::array<std::atomic<std::uint64_t>, kBoundsMicros.size() + 1> by_time_{};
    std::atomic<std::uint64_t> bytes_{0};
    std::atomic<std::uint64_t> micros_{0};
    std::atomic<std::uint64_t> cache_hits_{0};
};

}  // namespace gx::http
