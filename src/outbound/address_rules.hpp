// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

struct sockaddr;

namespace gx::outbound {

/// Where a listed host may lie. Each allows what stands before it as well, but for `LoopbackOnly`.
enum class Whereabouts : std::uint8_t {
    Public,        ///< addresses of the open Internet
    Internal,      ///< and private, shared and loopback ones: the host is listed as internal
    LoopbackOnly,  ///< this machine and nothing else: unencrypted links of a demonstration
};

/// Whether a connection to this address may be made. Link-local (cloud metadata), multicast, documentation, translated and reserved
/// addresses are never allowed; an IPv4 address inside an IPv6 one counts as what it is. Total.
///
/// Source: IANA special-purpose address registries (RFC 6890)
bool may_connect(const sockaddr& address, Whereabouts allowed);

}  // namespace gx::outbound
