// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace gx::base {

/// The alphabet of URLs without padding (RFC 4648 section 5).
std::string to_base64url(ByteView bytes);
/// Only the one text that `to_base64url` makes of the bytes. Errors: InvalidInput "base64.invalid"
Result<Bytes> from_base64url(std::string_view text);

}  // namespace gx::base
