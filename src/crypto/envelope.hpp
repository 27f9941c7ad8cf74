// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "app/ports/envelope.hpp"
#include "app/ports/world.hpp"
#include "crypto/password_hasher.hpp"

namespace gx::crypto {

/// X25519, HKDF-SHA-256 and AES-256-GCM; passphrases by Argon2id; shares by libgfshare. A wrapped secret is the sender's fresh
/// public key (32 bytes) and the ciphertext under HKDF(shared secret, both public keys, purpose). Keeps a reference to `random`.
///
/// Source: RFC 7748, 5869; NIST SP 800-38D; RFC 9106; A. Shamir, "How to share a secret" (1979)
std::unique_ptr<app::Envelope> make_envelope(app::Random& random, const PasswordCost& cost = {});

}  // namespace gx::crypto
