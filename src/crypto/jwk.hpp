// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "crypto/openssl.hpp"

namespace gx::crypto {

/// Whether a JSON Web Key is one that may verify signatures of this algorithm, by what it says of itself. Total.
bool jwk_is_for(const base::Json& jwk, std::string_view algorithm);

/// The public key in a JWK that `jwk_is_for` its algorithm: RSA of 2,048 to 8,192 bits, P-256 or Ed25519.
/// Errors: Unauthenticated "jwt.key" (numbers out of range, a point off the curve)
/// Source: RFC 7517, 7518 section 6, 8037
base::Result<KeyPtr> key_of_jwk(const base::Json& jwk);

}  // namespace gx::crypto
