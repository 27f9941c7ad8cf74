// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/date.hpp"
#include "base/result.hpp"

namespace gx::app {

/// What time it is. Tests and `--drill` give another one.
class Clock {
public:
    virtual ~Clock() = default;
    virtual base::Instant now() = 0;
    /// The civil day in Asia/Shanghai.
    base::Date today() { return now().civil_day(); }
};

/// Unpredictable bytes.
class Random {
public:
    virtual ~Random() = default;
    virtual base::Bytes bytes(std::size_t count) = 0;
};

/// Fresh entity ids: UUIDv7 in production, a seeded sequence in demonstrations and tests.
class IdSource {
public:
    virtual ~IdSource() = default;
    virtual std::string next_id() = 0;
};

/// Signs checkpoints and receipts. Algorithms: "SM2" (with SM3) and "Ed25519".
class Signer {
public:
    virtual ~Signer() = default;
    virtual std::string algorithm() const = 0;
    virtual std::string public_key_pem() const = 0;
    virtual base::Result<base::Bytes> sign(base::ByteView message) = 0;
};

/// Checks signatures with a public key in PEM. Errors: InvalidInput "signature.key"; false when it does not verify.
class Verifier {
public:
    virtual ~Verifier() = default;
    virtual base::Result<bool> verify(std::string_view algorithm, std::string_view public_key_pem,
                                      base::ByteView message, base::ByteView signature) = 0;
};

}  // namespace gx::app
