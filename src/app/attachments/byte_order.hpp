// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gx::app {

/// Reads numbers of `size` bytes within a file; 0 where the file ends before. Total.
inline std::uint32_t number_be(std::string_view bytes, std::size_t at, std::size_t size) {
    if (at > bytes.size() || bytes.size() - at < size) { return 0; }
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) { value = (value << 8U) | static_cast<unsigned char>(bytes[at + i]); }
    return value;
}
inline std::uint32_t number_le(std::string_view bytes, std::size_t at, std::size_t size) {
    if (at > bytes.size() || bytes.size() - at < size) { return 0; }
    std::uint32_t value = 0;
    for (std::size_t i = size; i > 0; --i) { value = (value << 8U) | static_cast<unsigned char>(bytes[at + i - 1]); }
    return value;
}

}  // namespace gx::app
