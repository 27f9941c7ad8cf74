// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::crypto {

/// The hash "sm3" or "sha256" of OpenSSL.
///
/// Errors: InvalidInput "crypto.hash_unknown"
/// Source: GB/T 32905-2016 (SM3); FIPS 180-4 (SHA-256)
base::Result<std::unique_ptr<domain::Hasher>> make_hasher(std::string_view name);

/// HMAC with that hash. Source: RFC 2104. Errors: InvalidInput "crypto.hash_unknown"
base::Result<base::Digest> hmac(std::string_view hash, base::ByteView key, base::ByteView message);

}  // namespace gx::crypto
