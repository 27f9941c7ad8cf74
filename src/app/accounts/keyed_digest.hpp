// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::app {

/// Digests that only somebody with the key can make: H(key || H(text)). The inner hash keeps a text from being made longer.
///
/// Thread: any.
class KeyedDigest {
public:
    KeyedDigest(const domain::Hasher& hasher, base::Bytes key) : hasher_(hasher), key_(std::move(key)) {}
    /// Total.
    base::Digest of(std::string_view text) const { return hasher_.digest(key_, hasher_.digest(base::as_bytes(text))); }
    std::string hex(std::string_view text) const { return base::to_hex(of(text)); }

private:
    const domain::Hasher& hasher_;
    base::Bytes key_;
};

}  // namespace gx::app
