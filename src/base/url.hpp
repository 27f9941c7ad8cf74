// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gx::base {

/// The address of another server, in the one form that this program follows.
///
/// Shape: `scheme` "https" or "http"; `host` a lower-case name, a dotted quad or an IPv6 address in brackets, so that two parsers
///        cannot see two hosts; `target` begins with "/" and may hold a query; no user, no fragment; at most 2,048 bytes.
struct Url {
    std::string scheme;
    std::string host;
    std::uint16_t port = 0;  ///< the scheme's own when the text names none
    std::string target;

    /// Errors: InvalidInput "url.form"
    static Result<Url> parse(std::string_view text);
    /// Without the scheme's own port: "https://id.example.cn:8443/token".
    std::string text() const;
    /// The text before the target.
    std::string origin() const;
};

/// A host name in lower case or a plain IP address; numbers in any other form (0x7f.1, 127.1, 2130706433) are none. Total.
bool is_host(std::string_view text);
/// Percent-encoded for a query or a form: all but letters, digits, "-", ".", "_" and "~". Total.
std::string percent_encoded(std::string_view text);
/// A path on this site that a browser cannot take for another site's: begins with one "/", no "\\", no ".." part, no control
/// characters, at most 512 bytes. Total.
bool is_own_path(std::string_view text);

}  // namespace gx::base
