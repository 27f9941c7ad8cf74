// SPDX-License-Identifier: Apache-2.0
#include "base/url.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/text.hpp"

namespace gx::base {
namespace {

constexpr std::size_t kUrlBytesMax = 2'048;
constexpr std::size_t kHostBytesMax = 253;
constexpr std::size_t kLabelBytesMax = 63;
constexpr std::size_t kPathBytesMax = 512;
constexpr std::uint16_t kHttpPort = 80;
constexpr std::uint16_t kHttpsPort = 443;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

Error wrong(std::string_view what) { return {ErrorCode::InvalidInput, "url.form", std::string(what)}; }

/// Visible ASCII without what browsers and libraries read in different ways.
bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return c > ' ' && c < '\x7f' && std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
    });
}

bool is_dotted_quad(std::string_view text) {
    const auto parts = split(text, '.');
    return parts.size() == 4 && std::ranges::all_of(parts, [](std::string_view part) {
        if (!is_all_digits(part) || part.size() > 3 || (part.size() > 1 && part.front() == '0')) { return false; }
        int value = 0;
        std::from_chars(part.data(), part.data() + part.size(), value);
        return value <= 255;
    });
}

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= kLabelBytesMax && label.front() != '-' && label.back() != '-' &&
           std::ranges::all_of(label, [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

bool is_v6_in_brackets(std::string_view text) {
    if (text.size() < 4 || text.front() != '[' || text.back() != ']') { return false; }
    return std::ranges::all_of(text.substr(1, text.size() - 2), [](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'f') || c == ':' || c == '.';
    });
}

Result<std::uint16_t> port_in(std::string_view text) {
    unsigned port = 0;
    if (!is_all_digits(text) || text.size() > 5 || text.front() == '0') { return wrong("port"); }
    std::from_chars(text.data(), text.data() + text.size(), port);
    if (port > 65'535) { return wrong("port"); }
    return static_cast<std::uint16_t>(port);
}

std::uint16_t own_port(std::string_view scheme) { return scheme == "https" ? kHttpsPort : kHttpPort; }

}  // namespace

bool is_host(std::string_view text) {
    if (is_v6_in_brackets(text) || is_dotted_quad(text)) { return true; }
    if (text.empty() || text.size() > kHostBytesMax) { return false; }
    const auto labels = split(text, '.');
    // A last part that is a number makes resolvers read the whole as an address in one of its many old forms.
    const std::string_view last = labels.back();
    return std::ranges::all_of(labels, is_label) && !is_all_digits(last) && !last.starts_with("0x");
}

Result<Url> Url::parse(std::string_view text) {
    if (text.size() > kUrlBytesMax || !is_plain(text) || text.find('#') != std::string_view::npos) { return wrong("characters"); }
    Url url;
    const auto scheme_end = text.find("://");
    if (scheme_end == std::string_view::npos) { return wrong("scheme"); }
    url.scheme = text.substr(0, scheme_end);
    if (url.scheme != "https" && url.scheme != "http") { return wrong("scheme"); }
    text.remove_prefix(scheme_end + 3);
    const auto authority_end = std::min(text.find_first_of("/?"), text.size());
    std::string_view authority = text.substr(0, authority_end);
    url.target = text.substr(authority_end);
    if (url.target.empty() || url.target.front() != '/') { url.target.insert(0, "/"); }
    url.port = own_port(url.scheme);
    const auto colon = authority.rfind(':');
    if (colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos) {
        GX_TRY(url.port, port_in(authority.substr(colon + 1)));
        authority = authority.substr(0, colon);
    }
    if (!is_host(authority)) { return wrong("host"); }
    url.host = authority;
    return url;
}

std::string Url::origin() const {
    return port == own_port(scheme) ? fmt::format("{}://{}", scheme, host) : fmt::format("{}://{}:{}", scheme, host, port);
}

std::string Url::text() const { return origin() + target; }

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) { out.push_back(c); } else { fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c)); }
    }
    return out;
}

bool is_own_path(std::string_view text) {
    if (text.empty() || text.size() > kPathBytesMax || text.front() != '/' || text.starts_with("//") || !is_plain(text)) { return false; }
    const auto parts = split(text.substr(0, text.find_first_of("?#")), '/');
    return std::ranges::none_of(parts, [](std::string_view part) {
        const std::string plain = ascii_lower(part);
        return plain == "." || plain == ".." || plain.find("%2e") != std::string::npos || plain.find("%2f") != std::string::npos ||
               plain.find("%5c") != std::string::npos;
    });
}

}  // namespace gx::base
