// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/server/message.hpp"

namespace gx::http {

enum class Connection : std::uint8_t { KeepAlive, Close };
enum class Version : std::uint8_t { Http10, Http11 };

/// How one answer is framed on the wire.
struct Framing {
    Version version = Version::Http11;
    Connection connection = Connection::KeepAlive;
    bool head_only = false;   ///< the request was HEAD
    std::string_view date = {};  ///< IMF-fixdate
};

/// "Not Found"; "Unknown" for a status this server never sends.
std::string_view status_text(int status);

/// Appends status line, the answer's own lines, framing lines and the empty line.
/// A streamed answer is chunked on HTTP/1.1 and ended by closing on HTTP/1.0.
void write_head(std::string& out, const Response& response, const Framing& framing);
/// Appends one chunk of a streamed answer; an empty text writes nothing.
void write_chunk(std::string& out, std::string_view text, Version version);
/// Appends the end of a streamed answer.
void write_last_chunk(std::string& out, Version version);
/// True when the body goes onto the wire.
bool has_wire_body(const Response& response, const Framing& framing);

/// "Sun, 22 Nov 2026 12:00:00 GMT". Units: seconds since 1970-01-01T00:00:00Z.
std::string imf_fixdate(std::int64_t seconds);

}  // namespace gx::http
