// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "http/server/message.hpp"

namespace gx::http {

/// Limits and deadlines of the transport. Deadlines are kept by a sweep once a second.
struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  ///< 0: a free one
    unsigned loops = 0;         ///< 0: one a core
    unsigned workers = 4;
    std::size_t worker_queue_max = 256;
    std::size_t connections_max = 20'000;
    std::size_t head_bytes_max = 16U << 10U;
    std::size_t target_bytes_max = 8U << 10U;
    std::size_t fields_max = 100;
    std::chrono::milliseconds head_time{15'000};  ///< from the first byte of a request to the end of its head
    std::chrono::milliseconds body_time{25'000};
    std::chrono::milliseconds write_time{20'000};  ///< and one second more for each 32 KiB
    std::chrono::milliseconds idle_time{75'000};   ///< between requests
    std::chrono::milliseconds sweep_every{1'000};
    std::chrono::milliseconds stop_time{10'000};
    bool stop_on_signals = false;  ///< SIGTERM and SIGINT call stop()
    std::string tls_certificate_file = {};  ///< PEM chain; empty with `tls_key_file`: plain HTTP
    std::string tls_key_file = {};          ///< PEM key
};

/// An HTTP/1.1 server: one event loop a core over SO_REUSEPORT, a bounded pool for what takes longer.
///
/// Shape:  one request of a connection is answered at a time; pipelined ones wait in at most 16 KiB (or the admitted
///         body) of buffer, answers of a batch in 256 KiB before they are written.
/// Thread: `run` blocks its caller; `stop` from any thread.
class Server {
public:
    /// Binds and listens. `application` must outlive the server.
    /// Errors: InvalidInput "listen.address", "tls.files"; Unavailable "listen.in_use", "listen.failed"
    static base::Result<std::unique_ptr<Server>> listen(const ServerOptions& options, Application& application);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::uint16_t port() const;
    /// Serves until `stop`: then no new connection, running requests are finished, at most `stop_time`.
    void run();
    void stop();
    /// Connections open now.
    std::size_t connections() const;

private:
    struct Impl;
    explicit Server(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace gx::http
