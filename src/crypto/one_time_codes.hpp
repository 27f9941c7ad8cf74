// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "app/ports/passwords.hpp"

namespace gx::crypto {

/// HMAC-SHA-1, six digits: what every authenticator computes. Source: RFC 4226 section 5.3, RFC 6238
std::unique_ptr<app::OneTimeCodes> make_one_time_codes();

}  // namespace gx::crypto
