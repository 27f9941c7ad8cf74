// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace gx::app {

/// One request to another server. With a body it is a POST, else a GET.
///
/// Shape: `url` as base::Url; header names and values without CR and LF.
struct OutboundRequest {
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string content_type = {};  ///< of the body; empty: there is none
    std::string body = {};
};

/// What came back, whatever the status. Redirects are answers like any other: nothing follows them.
struct OutboundAnswer {
    int status = 0;
    std::string content_type = {};  ///< without parameters, lower case
    std::string body = {};
};

/// Speaks HTTP to the few servers that the settings list. What comes back is input from outside.
///
/// Thread: any number of threads.
class Outbound {
public:
    virtual ~Outbound() = default;
    /// Errors: NotPermitted "outbound.host_not_listed", "outbound.not_encrypted", "outbound.address_refused" (the name led to an
    ///         address that this host may not have); InvalidInput "url.form", "outbound.header"; TooLarge "outbound.too_large";
    ///         Unavailable "outbound.too_slow", "outbound.unreachable".
    virtual base::Result<OutboundAnswer> send(const OutboundRequest& request) = 0;
};

}  // namespace gx::app
