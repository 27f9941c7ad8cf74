// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/bytes.hpp"

namespace gx::domain {

/// The hash of a store ("sm3" or "sha256") in the three forms the journal needs.
///
/// Thread: const calls from any thread at the same time.
class Hasher {
public:
    virtual ~Hasher() = default;
    /// "sm3" or "sha256": the value of `hash` in checkpoints.
    virtual std::string_view name() const = 0;
    /// H(first || second); a plain digest when `second` is empty. Total.
    virtual base::Digest digest(base::ByteView first, base::ByteView second = {}) const = 0;
    /// H(0x00 || content). Source: RFC 9162 section 2.1.1. Total.
    virtual base::Digest leaf(base::ByteView content) const = 0;
    /// H(0x01 || left || right). Source: RFC 9162 section 2.1.1. Total.
    virtual base::Digest node(const base::Digest& left, const base::Digest& right) const = 0;
    /// parents[i] = node(children[2i], children[2i + 1]); children.size() >= 2 * parents.size().
    virtual void nodes(std::span<const base::Digest> children, std::span<base::Digest> parents) const {
        for (std::size_t i = 0; i < parents.size(); ++i) {
            parents[i] = node(children[2 * i], children[2 * i + 1]);
        }
    }
};

}  // namespace gx::domain
