// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>

#include "app/ports/crypto.hpp"

namespace gx::crypto {

/// AES-256-GCM with a random 12-byte nonce. The plaintext is salt (32 bytes) || value, the tag (16 bytes) closes the
/// ciphertext, id and tenant are the additional data. Commit = HMAC(salt, value) with the store's hash ("sm3",
/// "sha256"). Keeps references to `keys` and `random`; seals with the key that is current when it is made.
///
/// Errors: InvalidInput "crypto.hash_unknown"; those of the key store.
/// Source: DESIGN 4.1; NIST SP 800-38D
base::Result<std::unique_ptr<app::Sealer>> make_sealer(app::KeyStore& keys, app::Random& random,
                                                       std::string_view hash);

/// AES-256-GCM itself, for known answers: ciphertext || tag. Shape: key 32 bytes, nonce 12.
base::Bytes gcm_encrypt(base::ByteView key, base::ByteView nonce, base::ByteView additional, base::ByteView plain);
/// Errors: Corrupt "sealed.broken"
base::Result<base::Bytes> gcm_decrypt(base::ByteView key, base::ByteView nonce, base::ByteView additional,
                                      base::ByteView ciphertext);

}  // namespace gx::crypto
