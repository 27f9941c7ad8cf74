// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "http/server/message.hpp"

namespace gx::http {

/// The network that a request comes from, as coarse as counters of failed sign-ins need it: the first 24 bits of an IPv4
/// address, the first 64 of an IPv6 one. `behind_proxy`: a caller on this machine names the one before it in X-Forwarded-For.
/// "unknown" for what is no address. Total.
std::string network_of(const Request& request, bool behind_proxy);

/// A browser in a few words ("Firefox 121, Linux"): enough to know the own one again in a list, and no fingerprint. Total.
std::string agent_of(std::string_view user_agent);

}  // namespace gx::http
