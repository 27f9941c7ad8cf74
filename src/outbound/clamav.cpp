// SPDX-License-Identifier: Apache-2.0
#include "outbound/clamav.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace gx::outbound {
namespace {

using base::ByteView;
using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;
using SteadyClock = std::chrono::steady_clock;

constexpr std::string_view kCommand("zINSTREAM\0", 10);
constexpr std::size_t kChunkBytes = 64U << 10U;
constexpr std::size_t kAnswerBytesMax = 4'096;
constexpr std::size_t kNameBytesMax = 200;
constexpr std::string_view kUnix = "unix:";

Error unavailable(std::string detail) { return {ErrorCode::Unavailable, "attachment.scan_unavailable", std::move(detail)}; }
Error unavailable_now(const char* what) { return unavailable(fmt::format("{}: {}", what, std::strerror(errno))); }

/// A socket that closes itself, with a moment after which nothing is waited for.
class Socket {
public:
    explicit Socket(int number) : number_(number) {}
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    ~Socket() {
        if (number_ >= 0) { ::close(number_); }
    }
    int get() const { return number_; }

    Result<Done> wait(short events, SteadyClock::time_point until) const {
        while (true) {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - SteadyClock::now()).count();
            if (left <= 0) { return unavailable("timeout"); }
            pollfd one{number_, events, 0};
            const int ready = ::poll(&one, 1, static_cast<int>(std::min<long long>(left, 60'000)));
            if (ready > 0) { return Done{}; }
            if (ready < 0 && errno != EINTR) { return unavailable_now("poll"); }
        }
    }

    Result<Done> connect(const sockaddr* address, socklen_t size, SteadyClock::time_point until) const {
        if (number_ < 0) { return unavailable_now("socket"); }
        if (::connect(number_, address, size) == 0) { return Done{}; }
        if (errno != EINPROGRESS) { return unavailable_now("connect"); }
        GX_CHECK(wait(POLLOUT, until));
        int fault = 0;
        socklen_t fault_size = sizeof fault;
        ::getsockopt(number_, SOL_SOCKET, SO_ERROR, &fault, &fault_size);
        if (fault != 0) { return unavailable(fmt::format("connect: {}", std::strerror(fault))); }
        return Done{};
    }

    Result<Done> write(std::string_view bytes, SteadyClock::time_point until) const {
        while (!bytes.empty()) {
            const ssize_t count = ::send(number_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count > 0) {
                bytes.remove_prefix(static_cast<std::size_t>(count));
            } else if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
                GX_CHECK(wait(POLLOUT, until));
            } else {
                return unavailable_now("write");
            }
        }
        return Done{};
    }

    /// Up to a zero or the end.
    Result<std::string> read_answer(SteadyClock::time_point until) const {
        std::string answer;
        std::array<char, 512> chunk{};
        while (answer.size() <= kAnswerBytesMax) {
            const ssize_t count = ::recv(number_, chunk.data(), chunk.size(), 0);
            if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
                GX_CHECK(wait(POLLIN, until));
                continue;
            }
            if (count < 0) { return unavailable_now("read"); }
            answer.append(chunk.data(), static_cast<std::size_t>(count));
            const auto end = answer.find('\0');
            if (end != std::string::npos) { return answer.substr(0, end); }
            if (count == 0) { return unavailable("the answer ended early"); }
        }
        return unavailable("the answer is too long");
    }

private:
    int number_;
};

struct Place {
    std::string path;  ///< of a local socket; empty: host and port
    std::string host;
    std::string port;
};

class Clamav final : public app::VirusScan {
public:
    Clamav(Place place, const ClamavTimes& times) : place_(std::move(place)), times_(times) {}

    Result<Done> scan(ByteView bytes) override {
        const auto until = SteadyClock::now() + times_.whole;
        GX_TRY(const auto socket, connected());
        auto sent = send_all(*socket, bytes, until);
        // A scanner that has seen enough answers and closes while we still write.
        auto answer = socket->read_answer(until);
        if (!answer.ok()) { return sent.ok() ? std::move(answer).error() : std::move(sent).error(); }
        return verdict(*answer);
    }

private:
    static Result<Done> send_all(const Socket& socket, ByteView bytes, SteadyClock::time_point until) {
        GX_CHECK(socket.write(kCommand, until));
        while (true) {
            const std::size_t size = std::min(kChunkBytes, bytes.size());
            std::string head;
            for (int shift = 24; shift >= 0; shift -= 8) { head.push_back(static_cast<char>((size >> static_cast<unsigned>(shift)) & 0xFFU)); }
            GX_CHECK(socket.write(head, until));
            if (size == 0) { return Done{}; }
            GX_CHECK(socket.write(base::as_text(bytes.first(size)), until));
            bytes = bytes.subspan(size);
        }
    }

    static Result<Done> verdict(std::string_view answer) {
        constexpr std::string_view kFound = " FOUND";
        if (answer == "stream: OK") { return Done{}; }
        std::string shown(answer.substr(0, kNameBytesMax));
        std::replace_if(shown.begin(), shown.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
        if (answer.starts_with("stream: ") && answer.ends_with(kFound)) { return Error{ErrorCode::BasisMissing, "attachment.infected", shown, "/body"}; }
        return unavailable(shown);
    }

    Result<std::unique_ptr<Socket>> connected() const {
        const auto until = SteadyClock::now() + times_.connect;
        if (!place_.path.empty()) {
            sockaddr_un address{};
            address.sun_family = AF_UNIX;
            std::memcpy(address.sun_path, place_.path.c_str(), place_.path.size() + 1);
            auto socket = std::make_unique<Socket>(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
            GX_CHECK(socket->connect(reinterpret_cast<const sockaddr*>(&address), sizeof address, until));
            return socket;
        }
        addrinfo wanted{};
        wanted.ai_socktype = SOCK_STREAM;
        addrinfo* found = nullptr;
        if (const int code = ::getaddrinfo(place_.host.c_str(), place_.port.c_str(), &wanted, &found); code != 0) {
            return unavailable(::gai_strerror(code));
        }
        const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, &::freeaddrinfo);
        Error last = unavailable("no address");
        for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
            auto socket = std::make_unique<Socket>(::socket(one->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
            auto reached = socket->connect(one->ai_addr, one->ai_addrlen, until);
            if (reached.ok()) { return socket; }
            last = std::move(reached).error();
        }
        return last;
    }

    Place place_;
    ClamavTimes times_;
};

}  // namespace

Result<std::unique_ptr<app::VirusScan>> clamav(const std::string& address, const ClamavTimes& times) {
    const Error wrong{ErrorCode::InvalidInput, "options.clamav", "unix:/PATH or HOST:PORT", "--clamav"};
    Place place;
    if (address.starts_with(kUnix)) {
        place.path = address.substr(kUnix.size());
        if (!place.path.starts_with('/') || place.path.size() >= sizeof(sockaddr_un::sun_path)) { return wrong; }
        return std::make_unique<Clamav>(std::move(place), times);
    }
    const auto colon = address.rfind(':');
    if (colon == std::string::npos || colon == 0) { return wrong; }
    place.host = address.substr(0, colon);
    place.port = address.substr(colon + 1);
    if (place.host.starts_with('[') && place.host.ends_with(']')) { place.host = place.host.substr(1, place.host.size() - 2); }
    const bool digits = !place.port.empty() && place.port.size() <= 5 && place.port.find_first_not_of("0123456789") == std::string::npos;
    if (!digits) { return wrong; }
    return std::make_unique<Clamav>(std::move(place), times);
}

}  // namespace gx::outbound
