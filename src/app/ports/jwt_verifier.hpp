// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::app {

/// What a signed token must be. References must outlive the call.
struct JwtRules {
    const base::Json& keys;                                ///< a JWK set: {"keys": […]}
    const std::set<std::string, std::less<>>& algorithms;  ///< of RS256, PS256, ES256, EdDSA; no other is ever accepted
    std::set<std::string, std::less<>> types = {"", "jwt"};  ///< of the header's `typ`, lower case; "" = none given
};

/// Verifies tokens signed by others: JSON Web Tokens in the compact form (RFC 7515, 7519, 8725).
///
/// Thread: any number of threads.
class JwtVerifier {
public:
    virtual ~JwtVerifier() = default;
    /// The claims of a token that one of the keys signed. Nothing is said of issuer, audience or times.
    ///
    /// Shape:  token at most 16 KiB; no member named twice in header or claims.
    /// Errors: Unauthenticated "jwt.form", "jwt.algorithm" (also `none` and every HS*), "jwt.type", "jwt.key_unknown"
    /// (no key of
    ///         this name, use and kind in the set), "jwt.key" (the key itself is not sound), "jwt.signature".
    virtual base::Result<base::Json> claims(std::string_view token, const JwtRules& rules) const = 0;
};

}  // namespace gx::app
