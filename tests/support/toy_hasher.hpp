// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string_view>

#include "domain/journal/hasher.hpp"

namespace gx::support {

/// A hash for tests of trees and journals: fast and well mixed, of no cryptographic worth. The real ones are tested in
/// src/crypto.
class ToyHasher final : public domain::Hasher {
public:
    std::string_view name() const override { return "sm3"; }

    base::Digest digest(base::ByteView first, base::ByteView second) const override {
        State state = start(7);
        mix(state, first);
        mix(state, second);
        return finish(state);
    }
    base::Digest leaf(base::ByteView content) const override {
        State state = start(0);
        mix(state, content);
        return finish(state);
    }
    base::Digest node(const base::Digest& left, const base::Digest& right) const override {
        State state = start(1);
        mix(state, left);
        mix(state, right);
        return finish(state);
    }

private:
    using State = std::array<std::uint64_t, 4>;

    static State start(std::uint64_t kind) {
        return {kind + 1, kind + 0x9E3779B97F4A7C15U, kind + 0xC2B2AE3D27D4EB4FU, kind + 0x165667B19E3779F9U};
    }
    static void mix(State& state, base::ByteView bytes) {
        for (std::size_t at = 0; at < bytes.size(); at += 8) {
            const std::size_t size = std::min<std::size_t>(8, bytes.size() - at);
            std::uint64_t word = size << 56U;  // only a last, short word can show its length
            if (size == 8) { word = 0; }
            std::uint64_t read = 0;
            std::memcpy(&read, bytes.data() + at, size);
            word ^= read;
            state[0] = std::rotl((state[0] ^ word) * 0x9E3779B97F4A7C15U, 29);
            state[1] = std::rotl((state[1] + word) * 0xC2B2AE3D27D4EB4FU, 31);
            state[2] = std::rotl((state[2] ^ (word + state[0])) * 0x165667B19E3779F9U, 27);
            state[3] = std::rotl((state[3] + (word ^ state[1])) * 0xD6E8FEB86659FD93U, 33);
        }
        state[0] += bytes.size();
        state[2] ^= state[0];
    }
    static base::Digest finish(State state) {
        base::Digest out{};
        for (std::size_t i = 0; i < out.size(); ++i) {
            std::uint64_t& lane = state[i / 8];
            if (i % 8 == 0) {
                lane ^= lane >> 33U;
                lane *= 0xFF51AFD7ED558CCDU;
                lane ^= lane >> 29U;
            }
            out[i] = static_cast<std::uint8_t>(lane >> (8 * (i % 8)));
        }
        return out;
    }
};

}  // namespace gx::support
