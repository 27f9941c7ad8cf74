// SPDX-License-Identifier: Apache-2.0
#include "app/attachments/plain_text.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace gx::app {
namespace {

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || byte == 0x7F;
}

bool within(std::string_view bytes, std::size_t at, unsigned low, unsigned high) {
    return at < bytes.size() && static_cast<unsigned char>(bytes[at]) >= low && static_cast<unsigned char>(bytes[at]) <= high;
}

/// Length of the GB18030 character at `at`; 0 when there is none.
std::size_t character_size(std::string_view bytes, std::size_t at) {
    if (within(bytes, at, 0, 0x7F)) { return 1; }
    if (!within(bytes, at, 0x81, 0xFE)) { return 0; }
    if (within(bytes, at + 1, 0x40, 0x7E) || within(bytes, at + 1, 0x80, 0xFE)) { return 2; }
    const bool four = within(bytes, at + 1, 0x30, 0x39) && within(bytes, at + 2, 0x81, 0xFE) && within(bytes, at + 3, 0x30, 0x39);
    return four ? 4 : 0;
}

bool is_gb18030(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t size = character_size(bytes, at);
        if (size == 0) { return false; }
        at += size;
    }
    return true;
}

}  // namespace

bool is_plain_text(std::string_view bytes) {
    return std::none_of(bytes.begin(), bytes.end(), is_control) && (base::is_utf8(bytes) || is_gb18030(bytes));
}

}  // namespace gx::app
