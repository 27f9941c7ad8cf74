// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/tokens/token_rights.hpp"
#include "base/bytes.hpp"
#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::app {

/// A token's entity: everything but the secret.
///
/// Shape: docs/ENTITIES.md "api_token".
struct ApiToken {
    std::string code;
    std::string hash;  ///< hex
    std::string account;
    TokenRights rights;
    base::Date made_on;
    std::optional<base::Date> expires_on;
    std::optional<base::Date> revoked_on;

    /// Errors: those of base::JsonReader
    static base::Result<ApiToken> from_json(const base::Json& content);
    base::Json to_json() const;
};

/// "gx_" and 64 lower-case hexadecimal digits: 256 bits.
inline constexpr std::string_view kTokenPrefix = "gx_";

/// True for a text of that form. Total.
bool is_token(std::string_view text);
/// The secret of 32 random bytes. Shape: exactly 32 bytes.
std::string token_of(base::ByteView random);
/// What is kept of a token: a digest of 256 random bits needs no salt and no stretching.
base::Digest token_digest(const domain::Hasher& hasher, std::string_view token);

}  // namespace gx::app
