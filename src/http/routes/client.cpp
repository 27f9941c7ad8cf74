// SPDX-License-Identifier: Apache-2.0
#include "http/routes/client.hpp"

#include <array>

#include <arpa/inet.h>

#include <fmt/format.h>

#include "base/bytes.hpp"
#include "base/text.hpp"

namespace gx::http {
namespace {

constexpr std::size_t kAddressMax = 45;
constexpr std::size_t kVersionDigitsMax = 4;

std::string network_of_address(std::string_view address) {
    if (address.empty() || address.size() > kAddressMax) { return "unknown"; }
    const std::string text(address);
    std::array<std::uint8_t, 16> bytes{};
    if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) { return fmt::format("{}.{}.{}.0/24", bytes[0], bytes[1], bytes[2]); }
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) { return "unknown"; }
    constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    if (std::equal(kMapped.begin(), kMapped.end(), bytes.begin())) { return fmt::format("{}.{}.{}.0/24", bytes[12], bytes[13], bytes[14]); }
    return base::to_hex(base::ByteView(bytes).first(8)) + "/64";
}

struct Known {
    std::string_view mark;
    std::string_view name;
};
// In this order: Edge and Opera call themselves Chrome too, Chrome calls itself Safari.
constexpr std::array<Known, 7> kBrowsers{{{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"QQBrowser/", "QQBrowser"},
                                          {"Chrome/", "Chrome"}, {"Version/", "Safari"}, {"curl/", "curl"}}};
constexpr std::array<Known, 6> kSystems{{{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},
                                         {"Mac OS X", "macOS"}, {"Linux", "Linux"}}};

}  // namespace

std::string network_of(const Request& request, bool behind_proxy) {
    const std::string_view named = request.field("x-forwarded-for");
    if (behind_proxy && request.from_loopback && !named.empty()) {
        // The last one is what the proxy itself saw; those before it are what the caller said.
        const auto comma = named.rfind(',');
        return network_of_address(base::trim(comma == std::string_view::npos ? named : named.substr(comma + 1)));
    }
    return network_of_address(request.peer);
}

std::string agent_of(std::string_view user_agent) {
    std::string out = "-";
    for (const Known& browser : kBrowsers) {
        const auto at = user_agent.find(browser.mark);
        if (at == std::string_view::npos) { continue; }
        const std::string_view rest = user_agent.substr(at + browser.mark.size());
        const auto digits = std::min(rest.find_first_not_of("0123456789"), kVersionDigitsMax);
        out = std::string(browser.name) + " " + std::string(rest.substr(0, digits));
        break;
    }
    for (const Known& system : kSystems) {
        if (user_agent.find(system.mark) != std::string_view::npos) { return out + ", " + std::string(system.name); }
    }
    return out;
}

}  // namespace gx::http
