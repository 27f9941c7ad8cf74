// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "app/ports/envelope.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::app {

/// A share as it is printed: "GX-2-3-0123ABCD-…-9F21": its number, how many are needed, the bytes in groups of eight hexadecimal
/// digits, and four digits by which a typing error is noticed. Total.
std::string share_text(const domain::Hasher& hasher, const KeyShare& share, int needed);
/// Errors: InvalidInput "handler_key.share_form"
base::Result<KeyShare> read_share(const domain::Hasher& hasher, std::string_view text);

}  // namespace gx::app
