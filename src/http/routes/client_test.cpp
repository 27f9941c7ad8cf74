// SPDX-License-Identifier: Apache-2.0
#include "http/routes/client.hpp"

#include <gtest/gtest.h>

namespace gx::http {
namespace {

TEST(NetworkOf, IsCoarse) {
    const auto of = [](std::string_view peer) { return network_of({.peer = peer}, false); };
    EXPECT_EQ(of("192.0.2.77"), "192.0.2.0/24");
    EXPECT_EQ(of("192.0.2.78"), of("192.0.2.77"));
    EXPECT_NE(of("192.0.3.77"), of("192.0.2.77"));
    EXPECT_EQ(of("::ffff:192.0.2.1"), "192.0.2.0/24");
    EXPECT_EQ(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
    EXPECT_NE(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    for (const char* wrong : {"", "x", "1.2.3", "999.1.1.1", "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18.19.20"}) {
        EXPECT_EQ(of(wrong), "unknown") << wrong;
    }
}

TEST(NetworkOf, BelievesOnlyAProxyOnThisMachine) {
    Request request{.fields = {{"x-forwarded-for", "203.0.113.9, 198.51.100.7"}}, .from_loopback = true, .peer = "127.0.0.1"};
    EXPECT_EQ(network_of(request, false), "127.0.0.0/24");
    EXPECT_EQ(network_of(request, true), "198.51.100.0/24");
    request.from_loopback = false;
    request.peer = "192.0.2.1";
    EXPECT_EQ(network_of(request, true), "192.0.2.0/24");
}

TEST(AgentOf, NamesBrowserAndSystemOnly) {
    EXPECT_EQ(agent_of("Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0"), "Firefox 121, Linux");
    EXPECT_EQ(agent_of("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099 Safari/537.36 Edg/120.1"),
              "Edge 120, Windows");
    EXPECT_EQ(agent_of("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit Version/17.0 Mobile Safari/604.1"), "Safari 17, iPhone");
    EXPECT_EQ(agent_of("<script>alert(1)</script>"), "-");
    EXPECT_EQ(agent_of("Chrome/12345678"), "Chrome 1234");
}

}  // namespace
}  // namespace gx::http
