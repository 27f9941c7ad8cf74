// SPDX-License-Identifier: Apache-2.0
// Source: ASSURANCE S18
#include "outbound/clamav.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

namespace gx::outbound {
namespace {

/// A clamd of one connection that answers what it is told and keeps what it was sent.
class FakeScanner {
public:
    explicit FakeScanner(std::string answer) : answer_(std::move(answer)) {
        folder_ = "/tmp/gx-clamd-XXXXXX";
        GX_ASSERT(::mkdtemp(folder_.data()) != nullptr);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path().copy(address.sun_path, sizeof address.sun_path - 1);
        listener_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
        GX_ASSERT(::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 && ::listen(listener_, 1) == 0);
        thread_ = std::thread([this] { serve(); });
    }
    FakeScanner(const FakeScanner&) = delete;
    FakeScanner& operator=(const FakeScanner&) = delete;
    ~FakeScanner() { end(); }

    std::string address() const { return "unix:" + path(); }
    /// What came, once the connection has ended.
    const std::string& received() {
        end();
        return received_;
    }

private:
    std::string path() const { return folder_ + "/clamd"; }
    void end() {
        if (!thread_.joinable()) { return; }
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
        std::filesystem::remove_all(folder_);
    }
    bool take(int from, std::size_t size) {
        std::string bytes(size, '\0');
        if (size > 0 && ::recv(from, bytes.data(), size, MSG_WAITALL) != static_cast<ssize_t>(size)) { return false; }
        last_ = bytes;
        return true;
    }
    void serve() {
        const int peer = ::accept(listener_, nullptr, nullptr);
        if (peer < 0) { return; }
        if (take(peer, 10)) { received_ = last_; }
        while (take(peer, 4)) {
            std::size_t size = 0;
            for (const char c : last_) { size = size << 8U | static_cast<unsigned char>(c); }
            if (size == 0 || !take(peer, size)) { break; }
            received_ += last_;
        }
        if (answer_ != "silence") { ::send(peer, answer_.data(), answer_.size(), MSG_NOSIGNAL); }
        if (answer_ == "silence") { std::string rest(1, '\0'); static_cast<void>(::recv(peer, rest.data(), 1, 0)); }
        ::close(peer);
    }

    std::string answer_;
    std::string folder_;
    std::string last_;
    std::string received_;
    int listener_ = -1;
    std::thread thread_;
};

base::Result<base::Done> scanned(FakeScanner& scanner, const std::string& bytes, const ClamavTimes& times = {}) {
    auto client = std::move(clamav(scanner.address(), times)).value();
    return client->scan(base::as_bytes(bytes));
}

TEST(Clamav, SendsTheWholeFileAndTakesAPlainYes) {
    const std::string bytes(300'001, 'x');
    FakeScanner scanner(std::string("stream: OK\0", 11));
    EXPECT_TRUE(scanned(scanner, bytes).ok());
    EXPECT_EQ(scanner.received(), std::string("zINSTREAM\0", 10) + bytes);
}

TEST(Clamav, RefusesWhatWasFound) {
    FakeScanner scanner(std::string("stream: Eicar-\n-Test FOUND\0", 27));
    const auto refused = scanned(scanner, "x");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().reason, "attachment.infected");
    EXPECT_EQ(refused.error().detail, "stream: Eicar-?-Test FOUND");
}

TEST(Clamav, TakesNothingElseForAYes) {
    for (const std::string& answer : {std::string(), std::string("stream: OK"), std::string("INSTREAM size limit exceeded. ERROR\0", 36), std::string("stream: OK OK\0", 14),
                                      std::string("x: OK\0", 6), std::string("FOUND\0", 6), std::string(5'000, 'x')}) {
        FakeScanner scanner(answer);
        const auto refused = scanned(scanner, "x");
        ASSERT_FALSE(refused.ok()) << answer;
        EXPECT_EQ(refused.error().reason, "attachment.scan_unavailable") << answer;
        EXPECT_EQ(refused.error().code, base::ErrorCode::Unavailable);
    }
}

TEST(Clamav, DoesNotWaitForever) {
    FakeScanner scanner("silence");
    const auto refused = scanned(scanner, "x", {.whole = std::chrono::milliseconds(50)});
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().reason, "attachment.scan_unavailable");
    EXPECT_EQ(refused.error().detail, "timeout");
}

TEST(Clamav, IsUnavailableWhereNobodyListens) {
    for (const char* address : {"unix:/tmp/gx-no-such-socket", "127.0.0.1:1", "[::1]:1"}) {
        const auto refused = std::move(clamav(address)).value()->scan(base::as_bytes("x"));
        ASSERT_FALSE(refused.ok()) << address;
        EXPECT_EQ(refused.error().reason, "attachment.scan_unavailable");
    }
}

TEST(Clamav, KnowsTheFormsOfItsAddress) {
    for (const char* address : {"", "unix:", "unix:relative", "host", ":3310", "host:", "host:port", "host:123456"}) {
        const auto refused = clamav(address);
        ASSERT_FALSE(refused.ok()) << address;
        EXPECT_EQ(refused.error().reason, "options.clamav");
    }
    EXPECT_FALSE(clamav("unix:/" + std::string(200, 'x')).ok());
    EXPECT_TRUE(clamav("localhost:3310").ok());
    EXPECT_TRUE(clamav("[::1]:3310").ok());
}

}  // namespace
}  // namespace gx::outbound
