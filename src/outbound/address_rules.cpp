// SPDX-License-Identifier: Apache-2.0
#include "outbound/address_rules.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include <netinet/in.h>

namespace gx::outbound {
namespace {

enum class Kind : std::uint8_t { Public, Private, Loopback, Never };

struct Block4 {
    std::uint32_t prefix;
    int bits;
    Kind kind;
};

constexpr std::uint32_t v4(unsigned a, unsigned b, unsigned c) { return a << 24U | b << 16U | c << 8U; }

constexpr Block4 kBlocks4[] = {
    {v4(0, 0, 0), 8, Kind::Never},        {v4(10, 0, 0), 8, Kind::Private},     {v4(100, 64, 0), 10, Kind::Private},
    {v4(127, 0, 0), 8, Kind::Loopback},   {v4(169, 254, 0), 16, Kind::Never},   {v4(172, 16, 0), 12, Kind::Private},
    {v4(192, 0, 0), 24, Kind::Never},     {v4(192, 0, 2), 24, Kind::Never},     {v4(192, 88, 99), 24, Kind::Never},
    {v4(192, 168, 0), 16, Kind::Private}, {v4(198, 18, 0), 15, Kind::Never},    {v4(198, 51, 100), 24, Kind::Never},
    {v4(203, 0, 113), 24, Kind::Never},   {v4(224, 0, 0), 4, Kind::Never},      {v4(240, 0, 0), 4, Kind::Never},
};

Kind kind_of(std::uint32_t address) {
    for (const auto& block : kBlocks4) {
        if ((address ^ block.prefix) >> (32 - block.bits) == 0) { return block.kind; }
    }
    return Kind::Public;
}

Kind kind_of(const std::array<std::uint8_t, 16>& bytes) {
    const auto zero_until = [&](std::size_t end) { return std::all_of(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(end), [](auto b) { return b == 0; }); };
    if (zero_until(10) && bytes[10] == 0xff && bytes[11] == 0xff) {
        return kind_of(std::uint32_t{bytes[12]} << 24U | std::uint32_t{bytes[13]} << 16U | std::uint32_t{bytes[14]} << 8U | bytes[15]);
    }
    if (zero_until(15) && bytes[15] == 1) { return Kind::Loopback; }
    if ((bytes[0] & 0xfeU) == 0xfcU) { return Kind::Private; }
    if ((bytes[0] & 0xe0U) != 0x20U) { return Kind::Never; }
    // 2001::/23 holds Teredo and other protocols' addresses, 2002::/16 carries IPv4, 2001:db8::/32 and 3fff::/20 are for documents.
    const bool special = bytes[0] == 0x20 && ((bytes[1] == 0x01 && bytes[2] < 0x02) || bytes[1] == 0x02 || (bytes[1] == 0x01 && bytes[2] == 0x0d && bytes[3] == 0xb8));
    const bool for_documents = bytes[0] == 0x3f && bytes[1] == 0xff && bytes[2] < 0x10;
    return special || for_documents ? Kind::Never : Kind::Public;
}

Kind kind_of(const sockaddr& address) {
    if (address.sa_family == AF_INET) {
        sockaddr_in in{};
        std::memcpy(&in, &address, sizeof in);
        return kind_of(ntohl(in.sin_addr.s_addr));
    }
    if (address.sa_family == AF_INET6) {
        sockaddr_in6 in{};
        std::memcpy(&in, &address, sizeof in);
        std::array<std::uint8_t, 16> bytes{};
        std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
        return kind_of(bytes);
    }
    return Kind::Never;
}

}  // namespace

bool may_connect(const sockaddr& address, Whereabouts allowed) {
    switch (kind_of(address)) {
        case Kind::Public: return allowed != Whereabouts::LoopbackOnly;
        case Kind::Private: return allowed == Whereabouts::Internal;
        case Kind::Loopback: return allowed != Whereabouts::Public;
        case Kind::Never: return false;
    }
    return false;
}

}  // namespace gx::outbound
