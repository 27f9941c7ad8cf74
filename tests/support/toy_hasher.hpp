// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
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
        for (const std::uint8_t byte : bytes) {
            for (std::size_t lane = 0; lane < state.size(); ++lane) {
                state[lane] = (state[lane] ^ (byte + lane)) * 0x100000001B3U;
                state[lane] = std::rotl(state[lane], 23);
            }
        }
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
