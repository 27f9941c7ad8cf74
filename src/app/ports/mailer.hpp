// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/date.hpp"
#include "base/result.hpp"

namespace gx::app {

/// A letter of plain text. Shape: `subject` of one line; both UTF-8.
struct Letter {
    std::string id;  ///< unique: a repeated attempt carries the same Message-ID
    std::string to;
    std::string subject;
    std::string text = {};
    base::Instant at = {};
};

/// Hands letters to the office's mail server. Thread: any.
class Mailer {
public:
    virtual ~Mailer() = default;
    /// Errors: InvalidInput "mail.address"; Unavailable "outbound.unreachable", "outbound.too_slow"; NotPermitted
    ///         "outbound.address_refused"
    virtual base::Result<base::Done> send(const Letter& letter) = 0;
};

}  // namespace gx::app
