// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include <cstdint>

namespace gx::base {
namespace {

/// Length of the well-formed sequence that starts at `at`; 0 when it is not well-formed.
std::size_t sequence_size(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) -> std::uint32_t {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const std::uint32_t lead = byte(at);
    if (lead < 0x80) { return 1; }
    if (lead >= 0xC2 && lead <= 0xDF) { return tail(at + 1) ? 2 : 0; }
    if (lead >= 0xE0 && lead <= 0xEF) {
        const std::uint32_t second = byte(at + 1);
        if (lead == 0xE0 && second < 0xA0) { return 0; }
        if (lead == 0xED && second > 0x9F) { return 0; }
        return tail(at + 1) && tail(at + 2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const std::uint32_t second = byte(at + 1);
        if (lead == 0xF0 && second < 0x90) { return 0; }
        if (lead == 0xF4 && second > 0x8F) { return 0; }
        return tail(at + 1) && tail(at + 2) && tail(at + 3) ? 4 : 0;
    }
    return 0;
}

constexpr std::string_view kIdeographicSpace = "\xE3\x80\x80";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

bool is_utf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t size = sequence_size(text, at);
        if (size == 0) { return false; }
        at += size;
    }
    return true;
}

std::size_t code_points(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) { count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0; }
    return count;
}

std::string_view trim(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    bool moved = true;
    while (moved && !text.empty()) {
        moved = false;
        if (blank(text.front())) { text.remove_prefix(1); moved = true; continue; }
        if (blank(text.back())) { text.remove_suffix(1); moved = true; continue; }
        if (text.starts_with(kIdeographicSpace) || text.starts_with(kByteOrderMark)) {
            text.remove_prefix(3);
            moved = true;
        } else if (text.ends_with(kIdeographicSpace)) {
            text.remove_suffix(3);
            moved = true;
        }
    }
    return text;
}

std::string half_width(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const std::string_view character : characters(text)) {
        if (character == kIdeographicSpace) {
            out.push_back(' ');
            continue;
        }
        if (character.size() == 3 && character[0] == '\xEF') {
            const auto second = static_cast<unsigned char>(character[1]);
            const auto third = static_cast<unsigned char>(character[2]);
            const unsigned point = 0xF000U | (second & 0x3FU) << 6U | (third & 0x3FU);
            if (point >= 0xFF01U && point <= 0xFF5EU) {
                out.push_back(static_cast<char>(point - 0xFEE0U));
                continue;
            }
        }
        out.append(character);
    }
    return out;
}

std::string ascii_upper(std::string_view text) {
    std::string out(text);
    for (char& c : out) { if (c >= 'a' && c <= 'z') { c = static_cast<char>(c - 32); } }
    return out;
}

std::string ascii_lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) { if (c >= 'A' && c <= 'Z') { c = static_cast<char>(c + 32); } }
    return out;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    std::size_t start = 0;
    for (std::size_t at = text.find(separator); at != std::string_view::npos; at = text.find(separator, start)) {
        parts.push_back(text.substr(start, at - start));
        start = at + 1;
    }
    parts.push_back(text.substr(start));
    return parts;
}

std::vector<std::string_view> characters(std::string_view text) {
    std::vector<std::string_view> out;
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t size = sequence_size(text, at);
        if (size == 0) { size = 1; }
        out.push_back(text.substr(at, size));
        at += size;
    }
    return out;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) { return false; }
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) { difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]); }
    return difference == 0;
}

}  // namespace gx::base
