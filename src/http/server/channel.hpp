// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

namespace gx::http {

using StreamSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

/// What a channel waits for before it can go on.
enum class Wants : std::uint8_t { Nothing, Read, Write };

/// What came of one attempt: some bytes, a wait, or the end of the connection.
struct Attempt {
    std::size_t bytes = 0;
    Wants wants = Wants::Nothing;
    bool ended = false;
};

/// The bytes of a connection, plain or under TLS, on a socket that never blocks. Only transport.cpp includes this.
class Channel {
public:
    /// Plain when `tls` is null. `socket` must outlive the channel.
    Channel(StreamSocket& socket, boost::asio::ssl::context* tls) : socket_(socket) {
        if (tls == nullptr) { return; }
        tls_.reset(SSL_new(tls->native_handle()));
        if (!tls_) { return; }
        SSL_set_fd(tls_.get(), socket_.native_handle());
        SSL_set_mode(tls_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                     SSL_MODE_RELEASE_BUFFERS);
        SSL_set_accept_state(tls_.get());
    }

    bool is_tls() const { return tls_ != nullptr; }

    /// The TLS handshake; a plain channel has none and is done at once.
    Attempt shake_hands() { return tls_ ? judged(SSL_do_handshake(tls_.get())) : Attempt{.bytes = 1}; }

    Attempt read(char* to, std::size_t size) {
        if (tls_) { return judged(SSL_read(tls_.get(), to, static_cast<int>(size))); }
        boost::system::error_code code;
        const std::size_t n = socket_.read_some(boost::asio::buffer(to, size), code);
        return plain(n, code, Wants::Read);
    }
    Attempt write(const char* from, std::size_t size) {
        constexpr std::size_t kOnceMax = 1U << 20U;
        if (size > kOnceMax) { size = kOnceMax; }
        if (tls_) { return judged(SSL_write(tls_.get(), from, static_cast<int>(size))); }
        boost::system::error_code code;
        const std::size_t n = socket_.write_some(boost::asio::buffer(from, size), code);
        return plain(n, code, Wants::Write);
    }
    /// Says farewell under TLS; the answer is not waited for.
    void close_notify() {
        if (tls_ && SSL_is_init_finished(tls_.get()) != 0) { SSL_shutdown(tls_.get()); }
        ERR_clear_error();
    }

private:
    static Attempt plain(std::size_t n, const boost::system::error_code& code, Wants wants) {
        if (!code) { return {.bytes = n}; }
        const bool wait = code == boost::asio::error::would_block || code == boost::asio::error::try_again;
        return wait ? Attempt{.wants = wants} : Attempt{.ended = true};
    }
    Attempt judged(int result) {
        if (result > 0) { return {.bytes = static_cast<std::size_t>(result)}; }
        const int error = SSL_get_error(tls_.get(), result);
        ERR_clear_error();
        if (error == SSL_ERROR_WANT_READ) { return {.wants = Wants::Read}; }
        if (error == SSL_ERROR_WANT_WRITE) { return {.wants = Wants::Write}; }
        return {.ended = true};
    }

    struct Free {
        void operator()(SSL* tls) const { SSL_free(tls); }
    };
    StreamSocket& socket_;
    std::unique_ptr<SSL, Free> tls_;
};

}  // namespace gx::http
