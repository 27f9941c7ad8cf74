// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

namespace gx::app {

/// A key pair to which anybody can lock and which one alone can open. 32 bytes each.
struct BoxKeys {
    base::Secret private_key;
    base::Bytes public_key;
};

/// One of N parts of a secret, M of which make it again.
struct KeyShare {
    std::uint8_t number = 0;  ///< 1..255
    base::Bytes bytes;
};

/// What anonymous complaints are locked with (ADR 0081): the server can lock, and open nothing without what a person brings.
/// `purpose` is bound to what is locked: opened under another purpose it counts as broken.
///
/// Thread: any thread.
class Envelope {
public:
    virtual ~Envelope() = default;

    /// A fresh pair.
    virtual BoxKeys make_keys() = 0;
    /// The pair of a private key. Shape: 32 bytes. Errors: InvalidInput "envelope.key"
    virtual base::Result<BoxKeys> keys_of(base::ByteView private_key) = 0;
    /// Fresh random bytes.
    virtual base::Secret make_secret(std::size_t bytes) = 0;
    /// 32 bytes from a secret of at least 80 bits of chance. Total.
    virtual base::Secret derive(base::ByteView secret, std::string_view purpose) = 0;

    /// Locks a short secret to the holder of the private key. Errors: InvalidInput "envelope.key"
    virtual base::Result<base::Bytes> wrap(base::ByteView public_key, base::ByteView secret, std::string_view purpose) = 0;
    /// Errors: Corrupt "envelope.broken"; InvalidInput "envelope.key"
    virtual base::Result<base::Secret> unwrap(base::ByteView private_key, base::ByteView wrapped, std::string_view purpose) = 0;

    /// Locks any content with a key of 32 bytes under a fresh nonce.
    virtual base::Bytes lock(base::ByteView key, base::ByteView content, std::string_view purpose) = 0;
    /// Errors: Corrupt "envelope.broken"
    virtual base::Result<base::Secret> unlock(base::ByteView key, base::ByteView locked, std::string_view purpose) = 0;

    /// Locks a secret with what somebody knows. The JSON names salt and cost, so that later costs may differ.
    /// Errors: Unavailable "password.memory"
    virtual base::Result<base::Json> lock_with_passphrase(std::string_view passphrase, base::ByteView secret, std::string_view purpose) = 0;
    /// Errors: InvalidInput "envelope.passphrase" (wrong, or the lock was changed: the two cannot be told apart);
    ///         Corrupt "envelope.broken" (no lock of ours); Unavailable "password.memory"
    virtual base::Result<base::Secret> unlock_with_passphrase(std::string_view passphrase, const base::Json& lock, std::string_view purpose) = 0;

    /// Shape: 2 <= needed <= count <= 20; secret of 1..64 bytes.
    virtual std::vector<KeyShare> split(base::ByteView secret, int count, int needed) = 0;
    /// What the shares give: the secret when they are enough of the same one, else other bytes. Whoever asks must be able to
    /// tell. Shape: 1..20 shares of one length and different numbers, else empty.
    virtual base::Secret join(std::span<const KeyShare> shares) = 0;
};

}  // namespace gx::app
