// SPDX-License-Identifier: Apache-2.0
#include "app/attachments/two_in_one.hpp"

#include <algorithm>
#include <array>

#include "app/attachments/byte_order.hpp"
#include "base/text.hpp"

namespace gx::app {
namespace {

constexpr std::size_t kHeadBytes = 1'024;
constexpr std::size_t kDirectoryEndBytes = 22;
constexpr std::size_t kCommentBytesMax = 65'535;
constexpr std::string_view kDirectoryEnd("PK\x05\x06", 4);
constexpr std::string_view kFirstEntry("PK\x03\x04", 4);
constexpr std::array<std::string_view, 10> kPageMarks = {"<html", "<script", "<!doctype", "<svg", "<body", "<iframe", "<head", "<?php", "<%@", "javascript:"};

std::string_view head_of(std::string_view bytes) { return bytes.substr(0, kHeadBytes); }

}  // namespace

bool looks_like_page(std::string_view bytes) {
    const std::string head = base::ascii_lower(head_of(bytes));
    return std::any_of(kPageMarks.begin(), kPageMarks.end(), [&](std::string_view mark) { return head.find(mark) != std::string::npos; });
}

bool hides_pdf(std::string_view bytes) {
    const auto at = head_of(bytes).find("%PDF-");
    return at != std::string_view::npos && at != 0;
}

bool ends_in_zip(std::string_view bytes) {
    const std::size_t from = bytes.size() - std::min(bytes.size(), kDirectoryEndBytes + kCommentBytesMax);
    for (std::size_t at = bytes.find(kDirectoryEnd, from); at != std::string_view::npos; at = bytes.find(kDirectoryEnd, at + 1)) {
        const std::size_t directory = std::size_t{number_le(bytes, at + 12, 4)} + number_le(bytes, at + 16, 4);
        if (at + kDirectoryEndBytes <= bytes.size() && number_le(bytes, at + 10, 2) > 0 && directory <= at) { return true; }
    }
    return false;
}

bool is_only_zip(std::string_view bytes) {
    const std::size_t from = bytes.size() - std::min(bytes.size(), kDirectoryEndBytes + kCommentBytesMax);
    const std::size_t at = bytes.rfind(kDirectoryEnd);
    if (!bytes.starts_with(kFirstEntry) || at == std::string_view::npos || at < from || at + kDirectoryEndBytes > bytes.size()) { return false; }
    const std::size_t directory = std::size_t{number_le(bytes, at + 12, 4)} + number_le(bytes, at + 16, 4);
    return directory == at && at + kDirectoryEndBytes + number_le(bytes, at + 20, 2) == bytes.size();
}

}  // namespace gx::app
