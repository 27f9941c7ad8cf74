// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>

#include "app/ports/crypto.hpp"

namespace gx::crypto {

/// Seals with the cipher of the current key (crypto/field_cipher.hpp) and a random nonce. The plaintext is salt
/// (32 bytes) || value; id and tenant are the additional data. Commit = HMAC(salt, value) with the store's hash ("sm3",
/// "sha256"); lookup digests are HMACs with the same hash. Keeps references to `keys` and `random`; seals with the newest key,
/// also with one that was added meanwhile.
///
/// Errors: InvalidInput "crypto.hash_unknown"; those of the key store.
/// Source: DESIGN 4.1; NIST SP 800-38D
base::Result<std::unique_ptr<app::Sealer>> make_sealer(app::KeyStore& keys, app::Random& random,
                                                       std::string_view hash);

}  // namespace gx::crypto
