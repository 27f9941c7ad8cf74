// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.hpp"

#include <algorithm>

namespace gx::base {
namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int hex_value(char c) {
    if (c >= '0' && c <= '9') { return c - '0'; }
    if (c >= 'a' && c <= 'f') { return c - 'a' + 10; }
    if (c >= 'A' && c <= 'F') { return c - 'A' + 10; }
    return -1;
}

Error hex_invalid() { return Error{ErrorCode::InvalidInput, "hex.invalid", "not hexadecimal"}; }
Error base64_invalid() { return Error{ErrorCode::InvalidInput, "base64.invalid", "not base64"}; }

}  // namespace

std::string to_hex(ByteView bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        out.push_back(kDigits[byte >> 4U]);
        out.push_back(kDigits[byte & 15U]);
    }
    return out;
}

Result<Bytes> from_hex(std::string_view hex) {
    if (hex.size() % 2 != 0) { return hex_invalid(); }
    Bytes out;
    out.reserve(hex.size() / 2);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const int high = hex_value(hex[i]);
        const int low = hex_value(hex[i + 1]);
        if (high < 0 || low < 0) { return hex_invalid(); }
        out.push_back(static_cast<std::uint8_t>(high * 16 + low));
    }
    return out;
}

Result<Digest> digest_from_hex(std::string_view hex) {
    GX_TRY(const auto bytes, from_hex(hex));
    Digest digest{};
    if (bytes.size() != digest.size()) { return hex_invalid(); }
    std::copy(bytes.begin(), bytes.end(), digest.begin());
    return digest;
}

std::string to_base64(ByteView bytes) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t left = bytes.size() - i;
        const std::uint32_t chunk = static_cast<std::uint32_t>(bytes[i] << 16U) |
                                    (left > 1 ? static_cast<std::uint32_t>(bytes[i + 1] << 8U) : 0U) |
                                    (left > 2 ? bytes[i + 2] : 0U);
        out.push_back(kBase64[chunk >> 18U & 63U]);
        out.push_back(kBase64[chunk >> 12U & 63U]);
        out.push_back(left > 1 ? kBase64[chunk >> 6U & 63U] : '=');
        out.push_back(left > 2 ? kBase64[chunk & 63U] : '=');
    }
    return out;
}

Result<Bytes> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) { return base64_invalid(); }
    Bytes out;
    out.reserve(text.size() / 4 * 3);
    for (std::size_t i = 0; i < text.size(); i += 4) {
        std::uint32_t chunk = 0;
        std::size_t padding = 0;
        for (std::size_t j = 0; j < 4; ++j) {
            const char c = text[i + j];
            const bool last_group = i + 4 == text.size();
            if (c == '=' && last_group && j >= 2) {
                ++padding;
                chunk <<= 6U;
                continue;
            }
            const auto at = kBase64.find(c);
            if (at == std::string_view::npos || padding > 0) { return base64_invalid(); }
            chunk = chunk << 6U | static_cast<std::uint32_t>(at);
        }
        out.push_back(static_cast<std::uint8_t>(chunk >> 16U & 255U));
        if (padding < 2) { out.push_back(static_cast<std::uint8_t>(chunk >> 8U & 255U)); }
        if (padding < 1) { out.push_back(static_cast<std::uint8_t>(chunk & 255U)); }
    }
    return out;
}

}  // namespace gx::base
