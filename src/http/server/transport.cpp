// SPDX-License-Identifier: Apache-2.0
// The one unit that includes Beast and Asio. Temporaries with members are never built inside a co_await expression:
// GCC 12 destroys them twice.
#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <exception>
#include <mutex>
#include <new>
#include <random>
#include <thread>
#include <unordered_set>
#include <utility>

#include <sys/resource.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include "http/server/channel.hpp"
#include "http/server/framing_rules.hpp"
#include "http/server/head_scan.hpp"
#include "http/server/request_parser.hpp"
#include "http/server/response_writer.hpp"
#include "http/server/server.hpp"
#include "http/server/worker_pool.hpp"

namespace gx::http {
namespace {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
using Tcp = asio::ip::tcp;
using Socket = StreamSocket;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;
using SteadyClock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<SteadyClock, asio::wait_traits<SteadyClock>, Executor>;
template <class T>
using Task = asio::awaitable<T, Executor>;
using Code = boost::system::error_code;
constexpr asio::use_awaitable_t<Executor> kAwait{};

constexpr std::size_t kScratchBytes = 64U << 10U;
constexpr std::size_t kBatchBytesMax = 256U << 10U;  // answers gathered before they are written
constexpr unsigned kBatchRequestsMax = 64;
constexpr std::size_t kKeptBytes = 4U << 10U;        // what an idle connection may keep of each buffer
constexpr std::size_t kBytesPerSecond = 32U << 10U;  // the slowest reader that is waited for
constexpr std::size_t kLingerBytesMax = 4U << 20U;
constexpr std::chrono::seconds kLingerTime{2};
constexpr std::chrono::milliseconds kAcceptPause{50};

using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

class Session;

/// Counts answers that are still to come from elsewhere, so that the loops outlive them. Thread: any.
class Pending {
public:
    void begin() {
        const std::lock_guard guard(lock_);
        ++count_;
    }
    void end() {
        const std::lock_guard guard(lock_);
        if (--count_ == 0) { none_.notify_all(); }
    }
    void wait_for_none() {
        std::unique_lock guard(lock_);
        none_.wait(guard, [this] { return count_ == 0; });
    }

private:
    std::mutex lock_;
    std::condition_variable none_;
    std::size_t count_ = 0;
};

/// What the loops share.
struct Shared {
    const ServerOptions options;
    Application& application;
    std::atomic<std::size_t> connections{0};
    WorkerPool* pool = nullptr;
    std::unique_ptr<asio::ssl::context> tls = {};
    Pending pending = {};
};

/// One thread's part: its acceptor, its connections, its sweep.
struct Loop {
    Loop(Shared& everything, std::uint64_t seed)
        : shared(everything), io(1), acceptor(io), sweep_timer(io), stop_timer(io), trace_state(seed) {}

    Shared& shared;
    std::unordered_set<Session*> sessions;  // outlives io, whose end destroys the sessions
    asio::io_context io;
    Acceptor acceptor;
    Timer sweep_timer;
    Timer stop_timer;
    SteadyClock::time_point now = SteadyClock::now();
    std::string date;
    std::string scratch = std::string(kScratchBytes, '\0');
    std::uint64_t trace_state;
    bool draining = false;

    std::string next_trace() {
        trace_state += 0x9E3779B97F4A7C15ULL;  // splitmix64
        std::uint64_t z = trace_state;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        return fmt::format("{:016x}", z ^ (z >> 31U));
    }
    void tell_time() {
        now = SteadyClock::now();
        const auto wall = std::chrono::system_clock::now().time_since_epoch();
        date = imf_fixdate(std::chrono::duration_cast<std::chrono::seconds>(wall).count());
    }
    void end_if_drained() {
        if (draining && sessions.empty()) { io.stop(); }
    }
};

enum class Phase : std::uint8_t { Idle, Head, Body, Running, Writing, Lingering };
enum class Step : std::uint8_t { NeedMore, Ready, Refused };

/// One connection. Thread: its loop's, but for the handler call on a worker.
class Session : public std::enable_shared_from_this<Session> {
public:
    Session(Loop& loop, Socket socket, const asio::ip::address& peer)
        : loop_(loop), socket_(std::move(socket)), channel_(socket_, loop.shared.tls.get()), event_(loop.io), peer_(peer.to_string()) {
        request_.from_loopback = peer.is_loopback();
        request_.peer = peer_;
        loop_.sessions.insert(this);
        enter(Phase::Idle);
    }
    ~Session() {
        loop_.sessions.erase(this);
        --loop_.shared.connections;
    }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    Task<void> serve();
    void sweep() {
        if (phase_ == Phase::Running || loop_.now < deadline_) { return; }
        timed_out_ = true;
        interrupt();
    }
    void drain() {
        if (phase_ == Phase::Idle) { interrupt(); }
    }

private:
    void interrupt() {
        Code ignored;
        socket_.cancel(ignored);
    }
    void enter(Phase phase, std::size_t bytes = 0);
    void begin_request();
    Step take_head();
    Step judge_head();
    Step refused(Refusal refusal) {
        refusal_ = refusal;
        return Step::Refused;
    }
    Step feed_body();
    Response guarded_handle();
    Admission guarded_admit();
    void compose(const Response& response);
    void release_memory();

    Task<bool> answer_buffered();
    Task<Step> read_body();
    Task<bool> run_request();
    struct LaterAnswer;
    void begin_later();
    Task<bool> deliver_when_told();
    Task<bool> deliver(Response response);
    Task<bool> refuse_and_close();
    Task<bool> stream(const Response& response);
    Task<bool> fill();
    Task<bool> flush();
    Task<bool> write_all(std::string_view bytes);
    Task<bool> shake_hands();
    /// True when the socket is ready for what the attempt wants.
    Task<bool> wait_for(Wants wants);
    Task<void> linger();

    const ServerOptions& options() const { return loop_.shared.options; }
    Application& application() { return loop_.shared.application; }

    Loop& loop_;
    Socket socket_;
    Channel channel_;
    Timer event_;
    Phase phase_ = Phase::Idle;
    SteadyClock::time_point deadline_;
    SteadyClock::time_point started_;

    std::string peer_;
    std::string in_;
    std::size_t in_at_ = 0;
    std::optional<HeadScan> scan_;
    std::string head_;
    std::string body_;
    std::string trace_;
    std::optional<RequestParser> parser_;
    Request request_;
    Admission admission_;
    Refusal refusal_ = Refusal::Malformed;
    std::optional<Response> answer_;  // of a worker
    std::string out_;
    bool close_ = false;
    bool timed_out_ = false;
    bool unread_body_ = false;
    bool answered_all_ = false;  ///< nothing of a request is there yet
};

void Session::enter(Phase phase, std::size_t bytes) {
    phase_ = phase;
    const auto per_byte = std::chrono::milliseconds(1'000 * bytes / kBytesPerSecond);
    switch (phase) {
        case Phase::Idle: deadline_ = loop_.now + options().idle_time; return;
        case Phase::Head: deadline_ = loop_.now + options().head_time; return;
        case Phase::Body: deadline_ = loop_.now + options().body_time; return;
        case Phase::Writing: deadline_ = loop_.now + options().write_time + per_byte; return;
        case Phase::Lingering: deadline_ = loop_.now + kLingerTime; return;
        case Phase::Running: return;
    }
}

void Session::begin_request() {
    scan_.emplace(options().head_bytes_max, options().target_bytes_max);
    request_.method = Method::Other;
    request_.target = request_.path = request_.query = request_.body = {};
    request_.fields.clear();
    trace_ = loop_.next_trace();
    request_.trace = trace_;
    admission_ = {};
    body_.clear();
    unread_body_ = false;
    started_ = SteadyClock::now();
    enter(Phase::Head);
}

Step Session::take_head() {
    if (!scan_) {
        if (in_at_ == in_.size()) { return Step::NeedMore; }
        begin_request();
        in_at_ += leading_empty_lines(std::string_view{in_}.substr(in_at_));
    }
    switch (scan_->scan(std::string_view{in_}.substr(in_at_))) {
        case HeadState::NeedMore: return Step::NeedMore;
        case HeadState::Malformed: return refused(Refusal::Malformed);
        case HeadState::TargetTooLong: return refused(Refusal::TargetTooLong);
        case HeadState::TooLarge: return refused(Refusal::HeadTooLarge);
        case HeadState::Complete: break;
    }
    head_.assign(in_, in_at_, scan_->size());
    in_at_ += scan_->size();
    scan_.reset();
    return judge_head();
}

Step Session::judge_head() {
    parser_.emplace(request_, body_, options().head_bytes_max, options().fields_max);
    Code code;
    parser_->put(asio::buffer(head_), code);
    if (parser_->too_many_fields()) { return refused(Refusal::HeadTooLarge); }
    if (code || !parser_->is_header_done()) { return refused(Refusal::Malformed); }
    if (request_.target.size() > options().target_bytes_max) { return refused(Refusal::TargetTooLong); }
    if (!split_target(request_) || !framing_is_sound(request_, parser_->version())) {
        return refused(Refusal::Malformed);
    }
    if (loop_.draining) { return refused(Refusal::Stopping); }
    return Step::Ready;
}

Admission Session::guarded_admit() {
    try {
        return application().admit(request_);
    } catch (const std::bad_alloc&) {
        Admission failed;
        failed.answer = application().refuse(Refusal::NoMemory, request_);
        return failed;
    } catch (const std::exception&) {
        Admission failed;
        failed.answer = application().refuse(Refusal::Failed, request_);
        return failed;
    }
}

Response Session::guarded_handle() {
    try {
        return application().handle(request_, admission_);
    } catch (const std::bad_alloc&) {
        return application().refuse(Refusal::NoMemory, request_);
    } catch (const std::exception&) {
        return application().refuse(Refusal::Failed, request_);
    }
}

/// Gives the parser what is buffered; on Ready the body is whole.
Step Session::feed_body() {
    while (!parser_->is_done()) {
        const std::string_view rest = std::string_view{in_}.substr(in_at_);
        if (rest.empty()) { return Step::NeedMore; }
        Code code;
        const std::size_t taken = parser_->put(asio::buffer(rest.data(), rest.size()), code);
        in_at_ += taken;
        if (code == boost::beast::http::error::need_more) {
            return rest.size() - taken > options().head_bytes_max ? refused(Refusal::Malformed) : Step::NeedMore;
        }
        if (code == boost::beast::http::error::body_limit) { return refused(Refusal::BodyTooLarge); }
        if (code) { return refused(Refusal::Malformed); }
    }
    return Step::Ready;
}

Task<Step> Session::read_body() {
    if (parser_->content_length() && *parser_->content_length() > admission_.body_bytes_max) {
        co_return refused(Refusal::BodyTooLarge);
    }
    if (parser_->chunked() && admission_.body_bytes_max == 0) { co_return refused(Refusal::BodyTooLarge); }
    parser_->body_limit(admission_.body_bytes_max);
    parser_->eager(true);
    const std::string_view expect = request_.field("expect");
    if (!expect.empty()) {
        if (expect != "100-continue" && expect != "100-Continue") { co_return refused(Refusal::Expectation); }
        if (in_at_ == in_.size()) { out_.append("HTTP/1.1 100 Continue\r\n\r\n"); }
    }
    for (;;) {
        const Step step = feed_body();
        if (step != Step::NeedMore) { co_return step; }
        const bool written = co_await flush();
        enter(Phase::Body);
        const bool more = written && co_await fill();
        if (!more) { co_return refused(timed_out_ ? Refusal::TooSlow : Refusal::Malformed); }
    }
}

void Session::compose(const Response& response) {
    const bool parsed = parser_.has_value() && parser_->is_header_done();
    const Framing framing{
        .version = parsed ? parser_->version() : Version::Http11,
        .connection = close_ ? Connection::Close : Connection::KeepAlive,
        .head_only = request_.method == Method::Head,
        .date = loop_.date,
    };
    write_head(out_, response, framing);
    if (has_wire_body(response, framing) && response.body->size() <= kBatchBytesMax) { out_.append(*response.body); }
}

Task<bool> Session::deliver(Response response) {
    if (parser_ && parser_->is_header_done() && !parser_->keep_alive()) { close_ = true; }
    if (loop_.draining || unread_body_) { close_ = true; }
    const bool http10 = parser_ && parser_->version() == Version::Http10;
    if (http10) { close_ = true; }
    const std::size_t before = out_.size();
    compose(response);
    std::uint64_t bytes = out_.size() - before;
    bool ok = true;
    const bool with_body = request_.method != Method::Head;
    if (response.next_chunk && with_body) {
        ok = co_await stream(response);
    } else if (with_body && response.body && response.body->size() > kBatchBytesMax) {
        bytes += response.body->size();
        ok = co_await flush();
        if (ok) { ok = co_await write_all(*response.body); }
    } else if (out_.size() > kBatchBytesMax) {
        ok = co_await flush();
    }
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - started_);
    application().served(admission_, {.operation = {},
                                      .trace = trace_,
                                      .method = request_.method,
                                      .status = response.status,
                                      .bytes = bytes,
                                      .micros = static_cast<std::uint64_t>(took.count())});
    co_return ok && !close_;
}

Task<bool> Session::stream(const Response& response) {
    const Version version = parser_->version();
    std::string text;
    for (;;) {
        text.clear();
        const auto more = response.next_chunk(text);
        if (!more.ok()) { co_return false; }  // an unfinished chunked answer tells the client
        write_chunk(out_, text, version);
        if (!*more) { break; }
        if (!co_await flush()) { co_return false; }
    }
    write_last_chunk(out_, version);
    co_return true;
}

Task<bool> Session::refuse_and_close() {
    close_ = true;
    Response response = application().refuse(refusal_, request_);
    co_await deliver(std::move(response));
    co_return false;
}

Task<bool> Session::run_request() {
    if (admission_.run_on == RunOn::Loop) {
        Response response = guarded_handle();
        const bool more = co_await deliver(std::move(response));
        co_return more;
    }
    if (!co_await flush()) { co_return false; }
    phase_ = Phase::Running;
    answer_.reset();
    if (admission_.run_on == RunOn::Later) {
        begin_later();
        const bool more = co_await deliver_when_told();
        co_return more;
    }
    auto work = [self = shared_from_this()]() mutable {
        auto answer = std::make_shared<Response>(self->guarded_handle());
        asio::io_context& io = self->loop_.io;
        asio::post(io, [self = std::move(self), answer = std::move(answer)] {
            self->answer_ = std::move(*answer);
            self->event_.cancel();
        });
    };
    if (!loop_.shared.pool->submit(std::move(work))) {
        // The request has been read whole: the connection can go on.
        Response busy = application().refuse(Refusal::Busy, request_);
        const bool more = co_await deliver(std::move(busy));
        co_return more;
    }
    const bool more = co_await deliver_when_told();
    co_return more;
}

/// What the giver of a later answer holds of a connection: nothing any more once it has told.
struct Session::LaterAnswer {
    std::atomic<bool> told{false};
    std::shared_ptr<Session> session;
};

/// Begins work whose answer another thread will give.
void Session::begin_later() {
    auto later = std::make_shared<LaterAnswer>();
    later->session = shared_from_this();
    auto tell = [later](Response response) {
        if (later->told.exchange(true)) { return; }
        std::shared_ptr<Session> session = std::move(later->session);
        Pending& pending = session->loop_.shared.pending;
        asio::io_context& io = session->loop_.io;
        auto answer = std::make_shared<Response>(std::move(response));
        asio::post(io, [session = std::move(session), answer = std::move(answer)] {
            session->answer_ = std::move(*answer);
            session->event_.cancel();
        });
        pending.end();
    };
    loop_.shared.pending.begin();
    try {
        application().handle_later(request_, admission_, tell);
    } catch (const std::bad_alloc&) {
        tell(application().refuse(Refusal::NoMemory, request_));
    } catch (const std::exception&) {
        tell(application().refuse(Refusal::Failed, request_));
    }
}

Task<bool> Session::deliver_when_told() {
    while (!answer_) {
        Code code;
        event_.expires_at(SteadyClock::time_point::max());
        co_await event_.async_wait(asio::redirect_error(kAwait, code));
    }
    Response response = std::move(*answer_);
    const bool more = co_await deliver(std::move(response));
    co_return more;
}

/// Answers every whole request in the buffer, one after the other. False: the connection ends.
Task<bool> Session::answer_buffered() {
    for (unsigned answered = 0; answered < kBatchRequestsMax; ++answered) {
        Step step = take_head();
        if (step == Step::NeedMore) { co_return true; }
        if (step == Step::Refused) { co_return co_await refuse_and_close(); }
        admission_ = guarded_admit();
        bool more = false;
        if (admission_.answer) {
            unread_body_ = !parser_->is_done();
            Response response = std::move(*admission_.answer);
            more = co_await deliver(std::move(response));
        } else {
            step = parser_->is_done() ? Step::Ready : co_await read_body();
            if (step == Step::Refused) { co_return co_await refuse_and_close(); }
            request_.body = body_;
            more = co_await run_request();
        }
        parser_.reset();
        if (!more) { co_return false; }
        if (in_at_ == in_.size()) { break; }
    }
    co_return true;
}

Task<bool> Session::flush() {
    if (out_.empty()) { co_return true; }
    const bool ok = co_await write_all(out_);
    out_.clear();
    co_return ok;
}

Task<bool> Session::write_all(std::string_view bytes) {
    enter(Phase::Writing, bytes.size());
    while (!bytes.empty()) {
        const Attempt attempt = channel_.write(bytes.data(), bytes.size());
        if (attempt.ended) { co_return false; }
        bytes.remove_prefix(attempt.bytes);
        if (attempt.wants != Wants::Nothing) {
            const bool ready = co_await wait_for(attempt.wants);
            if (!ready) { co_return false; }
        }
    }
    co_return true;
}

Task<bool> Session::wait_for(Wants wants) {
    Code code;
    const auto direction = wants == Wants::Read ? Socket::wait_read : Socket::wait_write;
    co_await socket_.async_wait(direction, asio::redirect_error(kAwait, code));
    co_return !code && !timed_out_;
}

Task<bool> Session::shake_hands() {
    enter(Phase::Head);
    for (;;) {
        const Attempt attempt = channel_.shake_hands();
        if (attempt.ended) { co_return false; }
        if (attempt.wants == Wants::Nothing) { break; }
        const bool ready = co_await wait_for(attempt.wants);
        if (!ready) { co_return false; }
    }
    enter(Phase::Idle);
    co_return true;
}

void Session::release_memory() {
    in_.erase(0, in_at_);
    in_at_ = 0;
    // While a request is under way its head and the part of its body that has come are still needed.
    if (!in_.empty() || phase_ == Phase::Body) { return; }
    for (std::string* buffer : {&in_, &head_, &body_, &out_}) {
        if (buffer->capacity() > kKeptBytes) { std::string{}.swap(*buffer); }
    }
}

/// Reads what is there, waiting for the first byte. False at the end of the stream, on a fault, a deadline, a stop.
Task<bool> Session::fill() {
    release_memory();
    // A client that waits for its answer has sent nothing yet: asking first would be a call for nothing. TLS may hold bytes.
    bool wait_first = answered_all_ && !channel_.is_tls();
    answered_all_ = false;
    for (;;) {
        if (!wait_first) {
            const Attempt attempt = channel_.read(loop_.scratch.data(), loop_.scratch.size());
            if (attempt.ended) { co_return false; }
            if (attempt.wants == Wants::Nothing) {
                in_.append(loop_.scratch, 0, attempt.bytes);
                co_return true;
            }
            const bool ready = co_await wait_for(attempt.wants);
            if (!ready) { co_return false; }
            continue;
        }
        wait_first = false;
        const bool ready = co_await wait_for(Wants::Read);
        if (!ready) { co_return false; }
    }
}

/// Sends FIN and reads what is still coming, so that the last answer is not lost to a reset.
Task<void> Session::linger() {
    Code code;
    channel_.close_notify();
    socket_.shutdown(Tcp::socket::shutdown_send, code);
    enter(Phase::Lingering);
    timed_out_ = false;
    std::size_t thrown_away = 0;
    while (!code && thrown_away < kLingerBytesMax) {
        const std::size_t n = socket_.read_some(asio::buffer(loop_.scratch), code);
        thrown_away += n;
        if (code == asio::error::would_block || code == asio::error::try_again) {
            code = {};
            co_await socket_.async_wait(Socket::wait_read, asio::redirect_error(kAwait, code));
            if (timed_out_) { co_return; }
        }
    }
}

Task<void> Session::serve() {
    if (channel_.is_tls()) {
        const bool shaken = co_await shake_hands();
        if (!shaken) { co_return; }
    }
    for (;;) {
        const bool more = co_await answer_buffered();
        const bool written = co_await flush();
        if (!written) { co_return; }
        if (!more) { break; }
        if (in_at_ < in_.size() && !scan_) {  // a long pipeline: let others have their turn
            Code code;
            event_.expires_at(SteadyClock::time_point::min());
            co_await event_.async_wait(asio::redirect_error(kAwait, code));
            continue;
        }
        if (!scan_) {
            if (loop_.draining) { break; }
            enter(Phase::Idle);
            answered_all_ = true;
        } else if (phase_ != Phase::Head) {
            enter(Phase::Head);
        }
        const bool read = co_await fill();
        if (read) { continue; }
        if (!scan_) { break; }
        refusal_ = timed_out_ ? Refusal::TooSlow : Refusal::Malformed;
        timed_out_ = false;
        co_await refuse_and_close();
        co_await flush();
        break;
    }
    co_await linger();
}

Task<void> serve_session(std::shared_ptr<Session> session, Loop& loop) {
    try {
        co_await session->serve();
    } catch (const std::exception&) {
        // Out of memory for this connection: it ends, the others go on.
    }
    session.reset();
    loop.end_if_drained();
}

bool is_shortage(const Code& code) {
    return code == asio::error::no_descriptors || code == asio::error::no_buffer_space ||
           code == asio::error::no_memory || code.value() == ENFILE;
}

Task<void> accept_connections(Loop& loop) {
    while (!loop.draining) {
        Code code;
        Socket socket(loop.io);
        co_await loop.acceptor.async_accept(socket, asio::redirect_error(kAwait, code));
        if (is_shortage(code)) {
            Timer pause(loop.io);
            pause.expires_after(kAcceptPause);
            co_await pause.async_wait(asio::redirect_error(kAwait, code));
            continue;
        }
        if (code == asio::error::operation_aborted || code == asio::error::bad_descriptor) { co_return; }
        if (code) { continue; }
        if (loop.shared.connections.load() >= loop.shared.options.connections_max) { continue; }
        const auto peer = socket.remote_endpoint(code);
        if (code) { continue; }
        socket.non_blocking(true, code);
        socket.set_option(Tcp::no_delay(true), code);
        ++loop.shared.connections;
        auto session = std::make_shared<Session>(loop, std::move(socket), peer.address());
        asio::co_spawn(loop.io, serve_session(std::move(session), loop), asio::detached);
    }
}

Task<void> sweep_connections(Loop& loop) {
    for (;;) {
        Code code;
        loop.sweep_timer.expires_after(loop.shared.options.sweep_every);
        co_await loop.sweep_timer.async_wait(asio::redirect_error(kAwait, code));
        if (code) { co_return; }
        loop.tell_time();
        for (Session* session : loop.sessions) { session->sweep(); }
    }
}

void begin_drain(Loop& loop) {
    if (loop.draining) { return; }
    loop.draining = true;
    Code ignored;
    loop.acceptor.close(ignored);
    for (Session* session : loop.sessions) { session->drain(); }
    loop.stop_timer.expires_after(loop.shared.options.stop_time);
    loop.stop_timer.async_wait([&loop](const Code&) { loop.io.stop(); });
    loop.end_if_drained();
}

base::Result<base::Done> bind_acceptor(Acceptor& acceptor, const Tcp::endpoint& endpoint, bool reuse_port) {
    Code code;
    acceptor.open(endpoint.protocol(), code);
    if (!code) { acceptor.set_option(Acceptor::reuse_address(true), code); }
    if (!code && reuse_port) { acceptor.set_option(ReusePort(true), code); }
    if (!code) { acceptor.bind(endpoint, code); }
    if (!code) { acceptor.listen(Acceptor::max_listen_connections, code); }
    if (!code) { return base::Done{}; }
    const bool taken = code == asio::error::address_in_use;
    return base::Error{base::ErrorCode::Unavailable, taken ? "listen.in_use" : "listen.failed", code.message()};
}

/// TLS 1.2 and newer with the certificate chain and its key.
base::Result<std::unique_ptr<asio::ssl::context>> tls_context(const ServerOptions& options) {
    if (options.tls_certificate_file.empty() && options.tls_key_file.empty()) {
        return std::unique_ptr<asio::ssl::context>{};
    }
    auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
    Code code;
    context->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                             asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                             asio::ssl::context::no_tlsv1_1 | asio::ssl::context::no_compression,
                         code);
    std::string file = options.tls_certificate_file;
    if (!code) { context->use_certificate_chain_file(file, code); }
    if (!code) {
        file = options.tls_key_file;
        context->use_private_key_file(file, asio::ssl::context::pem, code);
    }
    if (!code && SSL_CTX_check_private_key(context->native_handle()) != 1) { code = asio::error::invalid_argument; }
    ERR_clear_error();
    if (code) { return base::Error{base::ErrorCode::InvalidInput, "tls.files", code.message(), file}; }
    return context;
}

void allow_many_files() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= limit.rlim_max) { return; }
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

struct Server::Impl {
    Impl(const ServerOptions& options, Application& application)
        : shared{.options = options, .application = application}, pool(options.workers, options.worker_queue_max) {
        shared.pool = &pool;
    }
    ~Impl() { shared.pending.wait_for_none(); }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    Shared shared;
    std::vector<std::unique_ptr<Loop>> loops;  // destroyed after the pool, which posts to them
    WorkerPool pool;
    std::uint16_t port = 0;
    std::optional<asio::signal_set> signals;

    base::Result<base::Done> bind(const asio::ip::address& address) {
        {
            // Without SO_REUSEPORT first: another process on this port must be noticed.
            asio::io_context probe_io;
            Acceptor probe(probe_io);
            const Tcp::endpoint wanted(address, shared.options.port);
            GX_CHECK(bind_acceptor(probe, wanted, false));
            port = probe.local_endpoint().port();
        }
        const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
        const unsigned count = shared.options.loops == 0 ? cores : shared.options.loops;
        std::random_device random;
        for (unsigned i = 0; i < count; ++i) {
            const std::uint64_t seed = (std::uint64_t{random()} << 32U) | random();
            auto loop = std::make_unique<Loop>(shared, seed);
            GX_CHECK(bind_acceptor(loop->acceptor, Tcp::endpoint(address, port), true));
            loops.push_back(std::move(loop));
        }
        return base::Done{};
    }

    void start(Loop& loop) {
        loop.tell_time();
        asio::co_spawn(loop.io, accept_connections(loop), asio::detached);
        asio::co_spawn(loop.io, sweep_connections(loop), asio::detached);
    }
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

base::Result<std::unique_ptr<Server>> Server::listen(const ServerOptions& options, Application& application) {
    Code code;
    const auto address = asio::ip::make_address(options.address, code);
    if (code) { return base::Error{base::ErrorCode::InvalidInput, "listen.address", options.address}; }
    allow_many_files();
    std::signal(SIGPIPE, SIG_IGN);  // TLS writes with write(2), which has no MSG_NOSIGNAL
    GX_TRY(auto tls, tls_context(options));
    auto impl = std::make_unique<Impl>(options, application);
    impl->shared.tls = std::move(tls);
    GX_CHECK(impl->bind(address));
    return std::unique_ptr<Server>(new Server(std::move(impl)));
}

std::uint16_t Server::port() const { return impl_->port; }
std::size_t Server::connections() const { return impl_->shared.connections.load(); }

void Server::run() {
    auto& loops = impl_->loops;
    if (impl_->shared.options.stop_on_signals) {
        impl_->signals.emplace(loops.front()->io, SIGTERM, SIGINT);
        impl_->signals->async_wait([this](const Code& code, int) {
            if (!code) { stop(); }
        });
    }
    std::vector<std::thread> threads;
    for (auto& loop : loops) { impl_->start(*loop); }
    for (std::size_t i = 1; i < loops.size(); ++i) {
        threads.emplace_back([&loop = *loops[i]] { loop.io.run(); });
    }
    loops.front()->io.run();
    for (auto& thread : threads) { thread.join(); }
    impl_->signals.reset();
}

void Server::stop() {
    for (auto& loop : impl_->loops) {
        asio::post(loop->io, [&loop = *loop] { begin_drain(loop); });
    }
}

}  // namespace gx::http
