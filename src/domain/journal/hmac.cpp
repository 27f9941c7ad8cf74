// SPDX-License-Identifier: Apache-2.0
#include "domain/journal/hmac.hpp"

#include <algorithm>
#include <array>

namespace gx::domain {

base::Digest hmac(const Hasher& hasher, base::ByteView key, base::ByteView message) {
    constexpr std::size_t kBlock = 64;
    std::array<std::uint8_t, kBlock> inner{};
    if (key.size() > kBlock) {
        const base::Digest short_key = hasher.digest(key);
        std::ranges::copy(short_key, inner.begin());
    } else {
        std::ranges::copy(key, inner.begin());
    }
    std::array<std::uint8_t, kBlock> outer = inner;
    for (auto& byte : inner) { byte ^= 0x36; }
    for (auto& byte : outer) { byte ^= 0x5C; }
    const base::Digest first = hasher.digest(inner, message);
    return hasher.digest(outer, first);
}

}  // namespace gx::domain
