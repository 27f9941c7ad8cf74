// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "app/ports/world.hpp"
#include "base/result.hpp"

namespace gx::crypto {

/// A fresh private key in PEM (PKCS #8). `algorithm` is "SM2" or "Ed25519".
/// Errors: InvalidInput "key.algorithm"
base::Result<std::string> generate_private_key(std::string_view algorithm);

/// A signer over a private key in PEM; the algorithm is that of the key.
/// SM2 signs with SM3 and the ID "1234567812345678"; signatures are DER. Ed25519 signatures are 64 bytes.
///
/// Errors: InvalidInput "signature.key" (no private key, or of another kind)
/// Source: GB/T 32918.2-2016, GB/T 35276-2017 (ID); RFC 8032
/// Thread: any thread.
base::Result<std::unique_ptr<app::Signer>> make_signer(std::string_view private_pem);

/// Thread: any thread.
std::unique_ptr<app::Verifier> make_verifier();

}  // namespace gx::crypto
