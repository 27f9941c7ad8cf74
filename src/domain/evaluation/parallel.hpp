// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <thread>
#include <vector>

namespace gx::domain::evaluation {

/// Runs `work(part)` for parts 0..parts-1 on up to that many threads and waits for all. Shape: 1..64 parts.
template <class Work>
void in_parallel(unsigned parts, const Work& work) {
    std::vector<std::jthread> others;
    for (unsigned part = 1; part < parts; ++part) {
        others.emplace_back([&work, part] { work(part); });
    }
    work(0U);
}

/// How many parts are worth their threads: one for each `least` pieces of work, at most `threads`.
inline unsigned worthwhile_parts(std::uint64_t pieces, std::uint64_t least, unsigned threads) {
    const std::uint64_t parts = pieces / std::max<std::uint64_t>(least, 1);
    return static_cast<unsigned>(std::clamp<std::uint64_t>(parts, 1, std::clamp(threads, 1U, 64U)));
}

}  // namespace gx::domain::evaluation
