// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gx::base {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
/// SM3 and SHA-256 both give 32 bytes.
using Digest = std::array<std::uint8_t, 32>;

inline ByteView as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Lower-case hexadecimal.
std::string to_hex(ByteView bytes);
/// Errors: InvalidInput "hex.invalid"
Result<Bytes> from_hex(std::string_view hex);
/// Errors: InvalidInput "hex.invalid" also when it is not 32 bytes.
Result<Digest> digest_from_hex(std::string_view hex);
/// Standard alphabet with padding (RFC 4648 section 4).
std::string to_base64(ByteView bytes);
/// Errors: InvalidInput "base64.invalid"
Result<Bytes> from_base64(std::string_view text);

}  // namespace gx::base
