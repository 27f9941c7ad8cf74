// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gx::http {

enum class SameSite : std::uint8_t {
    Strict,
    Lax,  ///< also comes with a click on another site's page
};

/// One cookie of this site: never read by scripts, for all of its paths.
///
/// Shape: `secure` = over TLS: the name gets the prefix `__Host-`, which keeps other hosts and plain pages from setting
/// it
///        (ASSURANCE S7); `seconds` absent: until the browser closes, 0: gone at once.
struct Cookie {
    std::string name;
    std::string value;
    std::optional<int> seconds = {};
    SameSite same_site = SameSite::Strict;
    bool secure = false;
};

/// The name as the browser keeps it. Total.
std::string full_name(const Cookie& cookie);
/// The value of a Set-Cookie line. Total.
std::string cookie_line(const Cookie& cookie);
/// The value of the first cookie of this full name in a Cookie line; empty when there is none. Total.
std::string_view cookie_value(std::string_view cookies, std::string_view name);

}  // namespace gx::http
