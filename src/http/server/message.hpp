// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gx::http {

enum class Method : std::uint8_t { Get, Head, Post, Put, Patch, Delete, Options, Other };

/// "GET" … "OPTIONS"; Other for everything else (TRACE and CONNECT too). Total.
Method method_of(std::string_view name);
std::string_view method_name(Method method);

/// One header line of a request.
struct Field {
    std::string_view name;
    std::string_view value;
};

/// One request. The views stay valid while it is being answered, also on another thread.
///
/// Shape: target at most 8 KiB, the whole head 16 KiB and 100 fields; `path` is the target before "?", not decoded;
///        `query` what follows it; `body` at most what Admission allowed.
struct Request {
    Method method = Method::Other;
    std::string_view target = {};
    std::string_view path = {};
    std::string_view query = {};
    std::vector<Field> fields = {};
    std::string_view body = {};
    std::string_view trace = {};
    bool from_loopback = false;
    std::string_view peer = {};  ///< address of the other end, without port; never logged

    /// The first field of this name (any case), or an empty text. Total.
    std::string_view field(std::string_view name) const;
};

/// One answer. Framing (length, connection, date) is the transport's part.
///
/// Shape: `head` holds whole header lines, each ended by CRLF. A streamed answer has `next_chunk`, which appends to the
///        text and says whether more follows; it runs where the request ran first, so it must not block for long.
struct Response {
    int status = 200;
    std::string head = {};
    std::shared_ptr<const std::string> shared_head = {};  ///< lines before those of `head`, of an answer kept for many
    std::shared_ptr<const std::string> body = {};
    std::function<base::Result<bool>(std::string&)> next_chunk = {};
};

/// Where a request is answered.
enum class RunOn : std::uint8_t {
    Loop,    ///< on the connection's own thread: only for what takes less than a millisecond
    Worker,  ///< on the bounded pool; 503 when its queue is full
    Later,   ///< begun on the connection's own thread, answered when the store says so; no thread waits
};

/// What is decided from the head alone, before any of the body is read.
struct Admission {
    std::optional<Response> answer = {};  ///< answered already: refused or from the cache
    std::size_t body_bytes_max = 0;
    RunOn run_on = RunOn::Loop;
    std::size_t route = 0;  ///< for Application::handle
    bool untraced = false;  ///< for Application::served: nothing of it is counted or logged
    std::shared_ptr<const void> caller = {};  ///< for Application::handle: who it was that asked
};

/// One line of the access log; no path, no query, no address.
struct Served {
    std::string_view operation = {};
    std::string_view trace = {};
    Method method = Method::Other;
    int status = 0;
    std::uint64_t bytes = 0;
    std::uint64_t micros = 0;
};

/// What the transport refuses by itself. The application gives each its problem document.
enum class Refusal : std::uint8_t {
    Malformed,        ///< 400
    BodyTooLarge,     ///< 413
    TargetTooLong,    ///< 414
    HeadTooLarge,     ///< 431
    TooSlow,          ///< 408
    Expectation,      ///< 417
    Busy,             ///< 503 with Retry-After: the queue is full
    Stopping,         ///< 503
    Failed,           ///< 500: an exception came out of a handler
    NoMemory,         ///< 503 with Retry-After: there was not enough memory for this answer
};

/// What answers requests.
/// Thread: every member from any thread, at the same time.
class Application {
public:
    virtual ~Application() = default;
    virtual Admission admit(const Request& head) = 0;
    virtual Response handle(const Request& request, const Admission& admission) = 0;
    /// For RunOn::Later. Calls `answer` once, from any thread; `request` and `admission` stay until then.
    virtual void handle_later(const Request& request, const Admission& admission, std::function<void(Response)> answer) {
        answer(handle(request, admission));
    }
    /// `request` holds what could be read of it, which may be nothing.
    virtual Response refuse(Refusal refusal, const Request& request) = 0;
    /// Called after the answer was handed to the socket.
    virtual void served(const Admission& admission, const Served& line) = 0;
};

}  // namespace gx::http
