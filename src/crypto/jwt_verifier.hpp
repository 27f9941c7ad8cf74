// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "app/ports/jwt_verifier.hpp"

namespace gx::crypto {

/// RS256, PS256, ES256 (RFC 7518) and EdDSA with Ed25519 (RFC 8037) by OpenSSL.
std::unique_ptr<app::JwtVerifier> make_jwt_verifier();

}  // namespace gx::crypto
