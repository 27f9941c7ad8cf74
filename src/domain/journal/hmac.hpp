// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::domain {

/// HMAC with the hasher's hash, whose block is 64 bytes for SM3 and for SHA-256. Total.
/// Source: RFC 2104
base::Digest hmac(const Hasher& hasher, base::ByteView key, base::ByteView message);

}  // namespace gx::domain
