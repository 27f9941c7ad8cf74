// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <thread>

#include "outbound/address_rules.hpp"
#include "outbound/http_client.hpp"

namespace gx::outbound {
namespace {

bool allowed(const char* text, Whereabouts whereabouts) {
    sockaddr_storage storage{};
    if (std::strchr(text, ':') != nullptr) {
        sockaddr_in6 in{};
        in.sin6_family = AF_INET6;
        EXPECT_EQ(inet_pton(AF_INET6, text, &in.sin6_addr), 1) << text;
        std::memcpy(&storage, &in, sizeof in);
    } else {
        sockaddr_in in{};
        in.sin_family = AF_INET;
        EXPECT_EQ(inet_pton(AF_INET, text, &in.sin_addr), 1) << text;
        std::memcpy(&storage, &in, sizeof in);
    }
    return may_connect(reinterpret_cast<const sockaddr&>(storage), whereabouts);
}

struct AddressCase {
    const char* text;
    bool open_internet;
    bool internal;
    bool this_machine;
};

class AddressRules : public testing::TestWithParam<AddressCase> {};

TEST_P(AddressRules, AllowWhatTheHostIsListedFor) {
    const auto& [text, open_internet, internal, this_machine] = GetParam();
    EXPECT_EQ(allowed(text, Whereabouts::Public), open_internet);
    EXPECT_EQ(allowed(text, Whereabouts::Internal), internal);
    EXPECT_EQ(allowed(text, Whereabouts::LoopbackOnly), this_machine);
}

INSTANTIATE_TEST_SUITE_P(, AddressRules, testing::Values(
    AddressCase{"8.8.8.8", true, true, false}, AddressCase{"2400:3200::1", true, true, false},
    AddressCase{"9.255.255.255", true, true, false}, AddressCase{"10.0.0.1", false, true, false},
    AddressCase{"11.0.0.0", true, true, false}, AddressCase{"100.63.255.255", true, true, false},
    AddressCase{"100.64.0.1", false, true, false}, AddressCase{"100.128.0.0", true, true, false},
    AddressCase{"127.0.0.1", false, true, true}, AddressCase{"127.255.255.255", false, true, true},
    AddressCase{"0.0.0.0", false, false, false}, AddressCase{"169.254.169.254", false, false, false},
    AddressCase{"172.15.255.255", true, true, false}, AddressCase{"172.16.0.1", false, true, false},
    AddressCase{"172.31.255.255", false, true, false}, AddressCase{"172.32.0.0", true, true, false},
    AddressCase{"192.168.1.1", false, true, false}, AddressCase{"192.0.2.1", false, false, false},
    AddressCase{"198.18.0.1", false, false, false}, AddressCase{"198.20.0.0", true, true, false},
    AddressCase{"224.0.0.1", false, false, false}, AddressCase{"255.255.255.255", false, false, false},
    AddressCase{"::1", false, true, true}, AddressCase{"::", false, false, false},
    AddressCase{"fe80::1", false, false, false}, AddressCase{"fc00::1", false, true, false},
    AddressCase{"fdff::1", false, true, false}, AddressCase{"ff02::1", false, false, false},
    AddressCase{"::ffff:127.0.0.1", false, true, true}, AddressCase{"::ffff:10.1.2.3", false, true, false},
    AddressCase{"::ffff:8.8.8.8", true, true, false}, AddressCase{"::7f00:1", false, false, false},
    AddressCase{"64:ff9b::7f00:1", false, false, false}, AddressCase{"2002:7f00:1::", false, false, false},
    AddressCase{"2001::1", false, false, false}, AddressCase{"2001:db8::1", false, false, false},
    AddressCase{"2001:200::1", true, true, false}, AddressCase{"3fff::1", false, false, false}));

/// Answers one connection after another with the same bytes.
class CannedServer {
public:
    explicit CannedServer(std::string answer) : answer_(std::move(answer)), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in here{};
        here.sin_family = AF_INET;
        here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&here), sizeof here), 0);
        EXPECT_EQ(::listen(listener_, 8), 0);
        socklen_t size = sizeof here;
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&here), &size);
        port_ = ntohs(here.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~CannedServer() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }
    std::uint16_t port() const { return port_; }
    /// What the last client sent. Only after its answer.
    const std::string& asked() const { return asked_; }

private:
    void serve() {
        while (true) {
            const int peer = ::accept(listener_, nullptr, nullptr);
            if (peer < 0) { return; }
            std::string request;
            char buffer[4'096];
            while (request.find("\r\n\r\n") == std::string::npos || (request.starts_with("POST") && !request.ends_with("&end"))) {
                const auto got = ::recv(peer, buffer, sizeof buffer, 0);
                if (got <= 0) { break; }
                request.append(buffer, static_cast<std::size_t>(got));
            }
            asked_ = request;
            std::size_t sent = 0;
            while (sent < answer_.size()) {
                const auto put = ::send(peer, answer_.data() + sent, answer_.size() - sent, MSG_NOSIGNAL);
                if (put <= 0) { break; }
                sent += static_cast<std::size_t>(put);
            }
            // An empty answer is a server that says nothing until the client has gone.
            if (answer_.empty()) { static_cast<void>(::recv(peer, buffer, sizeof buffer, 0)); }
            ::close(peer);
        }
    }

    std::string answer_;
    std::string asked_;
    int listener_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

std::string ok_answer(const std::string& body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: Application/JSON; charset=utf-8\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

class HttpClientTest : public testing::Test {
protected:
    base::Result<app::OutboundAnswer> send(const CannedServer& server, app::OutboundRequest request = {}) {
        settings.hosts.push_back({"127.0.0.1", server.port(), internal});
        if (request.url.empty()) { request.url = url(server) + "/x?a=b"; }
        return make_http_client(settings)->send(request);
    }
    static std::string url(const CannedServer& server) { return "http://127.0.0.1:" + std::to_string(server.port()); }
    static std::string reason(const base::Result<app::OutboundAnswer>& answer) { return answer.ok() ? "" : answer.error().reason; }

    bool internal = true;
    HttpClientSettings settings{.hosts = {}, .plain_on_loopback = true, .time_max = std::chrono::milliseconds{2'000}};
};

TEST_F(HttpClientTest, GivesStatusTypeAndBody) {
    const CannedServer server(ok_answer("{}"));
    const auto answer = send(server, {.url = url(server) + "/x?a=b", .headers = {{"Accept", "application/json"}}});
    ASSERT_TRUE(answer.ok()) << answer.error().detail;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->content_type, "application/json");
    EXPECT_EQ(answer->body, "{}");
    EXPECT_TRUE(server.asked().starts_with("GET /x?a=b HTTP/1.1\r\n"));
    EXPECT_NE(server.asked().find("Accept: application/json\r\n"), std::string::npos);
}

TEST_F(HttpClientTest, PostsAForm) {
    const CannedServer server(ok_answer("{}"));
    ASSERT_TRUE(send(server, {.url = url(server), .content_type = "application/x-www-form-urlencoded", .body = "a=b&end"}).ok());
    EXPECT_TRUE(server.asked().starts_with("POST / HTTP/1.1\r\n"));
    EXPECT_TRUE(server.asked().ends_with("\r\n\r\na=b&end"));
}

TEST_F(HttpClientTest, FollowsNoRedirect) {
    const CannedServer server("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
    const auto answer = send(server);
    ASSERT_TRUE(answer.ok());
    EXPECT_EQ(answer->status, 302);
}

TEST_F(HttpClientTest, ReadsNoMoreThanItsLimit) {
    settings.answer_bytes_max = 10;
    const CannedServer fits(ok_answer("0123456789"));
    EXPECT_TRUE(send(fits).ok());
    const CannedServer declared(ok_answer("0123456789a"));
    EXPECT_EQ(reason(send(declared)), "outbound.too_large");
    const CannedServer endless("HTTP/1.1 200 OK\r\n\r\n" + std::string(100'000, 'x'));
    EXPECT_EQ(reason(send(endless)), "outbound.too_large");
    const CannedServer long_head("HTTP/1.1 200 OK\r\nA: " + std::string(80'000, 'x') + "\r\n\r\n");
    EXPECT_EQ(reason(send(long_head)), "outbound.too_large");
}

TEST_F(HttpClientTest, StopsWaiting) {
    settings.time_max = std::chrono::milliseconds{100};
    const CannedServer server("");
    EXPECT_EQ(reason(send(server)), "outbound.too_slow");
}

TEST_F(HttpClientTest, SaysWhenNobodyAnswers) {
    const CannedServer server("not http\r\n\r\n");
    EXPECT_EQ(reason(send(server)), "outbound.unreachable");
}

TEST_F(HttpClientTest, AsksListedHostsOnly) {
    const CannedServer server(ok_answer("{}"));
    for (const auto& other : {std::string("http://localhost:") + std::to_string(server.port()), std::string("http://127.0.0.2:") + std::to_string(server.port()),
                              std::string("http://127.0.0.1:1"), std::string("https://127.0.0.1")}) {
        EXPECT_EQ(reason(send(server, {.url = other})), "outbound.host_not_listed") << other;
    }
    EXPECT_EQ(reason(send(server, {.url = "http://0x7f.1:" + std::to_string(server.port())})), "url.form");
    EXPECT_EQ(reason(send(server, {.url = "file:///etc/passwd"})), "url.form");
    EXPECT_TRUE(server.asked().empty());
}

TEST_F(HttpClientTest, SpeaksPlainOnlyToThisMachineInADemonstration) {
    const CannedServer server(ok_answer("{}"));
    settings.plain_on_loopback = false;
    EXPECT_EQ(reason(send(server)), "outbound.not_encrypted");
    settings.plain_on_loopback = true;
    internal = false;
    settings.hosts.clear();
    EXPECT_EQ(reason(send(server)), "outbound.not_encrypted");
    EXPECT_TRUE(server.asked().empty());
}

TEST_F(HttpClientTest, RefusesTheAddressThatAListedNameLeadsTo) {
    // The host is listed, so only what its name leads to can stop the request.
    const CannedServer server(ok_answer("{}"));
    settings.hosts = {{"localhost", server.port(), false}};
    const auto client = make_http_client(settings);
    EXPECT_EQ(reason(client->send({.url = "https://localhost:" + std::to_string(server.port())})), "outbound.address_refused");
    EXPECT_TRUE(server.asked().empty());
}

TEST_F(HttpClientTest, SendsNoHeaderOfTwoLines) {
    const CannedServer server(ok_answer("{}"));
    EXPECT_EQ(reason(send(server, {.url = url(server), .headers = {{"A", "b\r\nC: d"}}})), "outbound.header");
    EXPECT_EQ(reason(send(server, {.url = url(server), .content_type = "a\nb", .body = "x"})), "outbound.header");
}

}  // namespace
}  // namespace gx::outbound
