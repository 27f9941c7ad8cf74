// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "app/ports/outbound.hpp"

namespace gx::outbound {

/// A server that requests may go to.
struct ListedHost {
    std::string host;      ///< as base::is_host
    std::uint16_t port = 443;
    bool internal = false; ///< may lie in a private network or on this machine
};

struct HttpClientSettings {
    std::vector<ListedHost> hosts;
    bool plain_on_loopback = false;  ///< a demonstration: "http" to internal hosts that turn out to be this machine
    std::string ca_file = {};        ///< empty: the system's
    std::chrono::milliseconds time_max{5'000};
    std::size_t answer_bytes_max = 1U << 20U;
};

/// HTTP by libcurl.
std::unique_ptr<app::Outbound> make_http_client(HttpClientSettings settings);

}  // namespace gx::outbound
