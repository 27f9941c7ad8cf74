// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace gx::crypto {

// The ciphers for personal values. The key's length tells which one:
//   32 bytes  AES-256-GCM, nonce 12 bytes, tag 16 bytes at the end
//   48 bytes  SM4-CTR with the first 16, then HMAC-SM3 with the other 32 over additional data, nonce and ciphertext;
//             nonce 16 bytes, code 32 bytes at the end (OpenSSL 3.0 has no SM4-GCM)
// Source: NIST SP 800-38D; GB/T 32907-2016, GB/T 17964-2021

/// Bytes of a key for "AES-256-GCM" or "SM4-CTR-HMAC-SM3"; 0 for another algorithm. Total.
std::size_t field_key_size(std::string_view algorithm);
/// Bytes of the nonce that goes with a key; 0 when no cipher has keys of that length. Total.
std::size_t nonce_size(base::ByteView key);

/// Ciphertext with its tag. The nonce must be fresh for each call with the same key.
base::Bytes field_encrypt(base::ByteView key, base::ByteView nonce, base::ByteView additional, base::ByteView plain);
/// Errors: Corrupt "sealed.broken" (other key, nonce or additional data, or changed bytes)
base::Result<base::Bytes> field_decrypt(base::ByteView key, base::ByteView nonce, base::ByteView additional,
                                        base::ByteView ciphertext);

}  // namespace gx::crypto
