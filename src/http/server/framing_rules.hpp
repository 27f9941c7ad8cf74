// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/message.hpp"
#include "http/server/response_writer.hpp"

namespace gx::http {

/// True when the head says without doubt where the request ends and whom it is for: one Host on HTTP/1.1, at most one
/// Content-Length of digits, or exactly "chunked", never both.
/// Source: RFC 9112 sections 3.2, 6.1, 6.3
bool framing_is_sound(const Request& request, Version version);

/// Splits the target into path and query; takes the path out of an absolute-form target.
/// False when it is neither origin-form nor absolute-form nor "*" of OPTIONS.
bool split_target(Request& request);

}  // namespace gx::http
