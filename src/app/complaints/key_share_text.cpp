// SPDX-License-Identifier: Apache-2.0
#include "app/complaints/key_share_text.hpp"

#include <charconv>

#include "base/text.hpp"

namespace gx::app {
namespace {

constexpr std::size_t kGroup = 8;
constexpr std::size_t kCheck = 4;
constexpr std::size_t kTextMax = 300;

std::string check_of(const domain::Hasher& hasher, std::string_view head) {
    return base::ascii_upper(base::to_hex(hasher.digest(base::as_bytes(head))).substr(0, kCheck));
}

/// "GX-2-3" and the bytes, without groups.
std::string head_of(int number, int needed, std::string_view hex) { return fmt::format("GX-{}-{}-{}", number, needed, hex); }

}  // namespace

std::string share_text(const domain::Hasher& hasher, const KeyShare& share, int needed) {
    const std::string hex = base::ascii_upper(base::to_hex(share.bytes));
    std::string text = fmt::format("GX-{}-{}", int{share.number}, needed);
    for (std::size_t at = 0; at < hex.size(); at += kGroup) { text += "-" + hex.substr(at, kGroup); }
    return text + "-" + check_of(hasher, head_of(share.number, needed, hex));
}

base::Result<KeyShare> read_share(const domain::Hasher& hasher, std::string_view text) {
    const base::Error wrong{base::ErrorCode::InvalidInput, "handler_key.share_form", {}, "/body/shares"};
    if (text.size() > kTextMax) { return wrong; }
    const std::string upper = base::ascii_upper(base::trim(text));
    const auto parts = base::split(upper, '-');
    if (parts.size() < 5 || parts[0] != "GX") { return wrong; }
    int number = 0;
    int needed = 0;
    for (const auto& [part, value] : {std::pair{parts[1], &number}, std::pair{parts[2], &needed}}) {
        const auto [end, code] = std::from_chars(part.data(), part.data() + part.size(), *value);
        if (code != std::errc{} || end != part.data() + part.size() || *value < 1 || *value > 255) { return wrong; }
    }
    std::string hex;
    for (std::size_t i = 3; i + 1 < parts.size(); ++i) { hex += parts[i]; }
    auto bytes = base::from_hex(base::ascii_lower(hex));
    if (!bytes.ok() || bytes->empty() || parts.back() != check_of(hasher, head_of(number, needed, hex))) { return wrong; }
    return KeyShare{.number = static_cast<std::uint8_t>(number), .bytes = std::move(*bytes)};
}

}  // namespace gx::app
