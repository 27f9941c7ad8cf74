// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "app/ports/virus_scan.hpp"

namespace gx::outbound {

/// How long a scanner may take.
struct ClamavTimes {
    std::chrono::milliseconds connect{5'000};
    std::chrono::milliseconds whole{60'000};
};

/// clamd by its INSTREAM command, a connection for each file. `address` is "unix:/PATH" or "HOST:PORT" (IPv6 in brackets).
/// Its answer is input like any other: what is not a plain OK is no OK.
///
/// Errors: InvalidInput "options.clamav"
base::Result<std::unique_ptr<app::VirusScan>> clamav(const std::string& address, const ClamavTimes& times = {});

}  // namespace gx::outbound
