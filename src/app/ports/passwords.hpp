// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace gx::app {

/// Turns passwords into texts that can be kept (PHC string format) and compares them. Slow on purpose.
///
/// Thread: any.
class PasswordHasher {
public:
    virtual ~PasswordHasher() = default;
    /// Errors: Unavailable "password.memory"
    virtual base::Result<std::string> hash(std::string_view password) = 0;
    /// False also for a text that is none of ours. Errors: Unavailable "password.memory"
    virtual base::Result<bool> verify(std::string_view kept, std::string_view password) = 0;
    /// Whether a kept text was made at another cost than new ones are. Total.
    virtual bool is_outdated(std::string_view kept) const = 0;
};

/// Codes of an authenticator (RFC 6238): six digits for a step of 30 seconds.
class OneTimeCodes {
public:
    virtual ~OneTimeCodes() = default;
    /// Total.
    virtual std::string code(base::ByteView secret, std::int64_t step) const = 0;
};

}  // namespace gx::app
