// SPDX-License-Identifier: Apache-2.0
#include "http/server/server.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>

#include <fmt/format.h>

namespace gx::http {
namespace {

using namespace std::chrono_literals;

/// Answers by path: what each test needs of an application.
class TestApplication final : public Application {
public:
    Admission admit(const Request& head) override {
        Admission admission;
        if (head.path == "/denied") {
            admission.answer = text(403, "denied");
            return admission;
        }
        admission.body_bytes_max = head.path == "/echo" ? 1'000 : head.path == "/large" ? 1U << 20U : 0;
        admission.run_on = head.path.starts_with("/slow") || head.path == "/throw" ? RunOn::Worker : RunOn::Loop;
        if (head.path.starts_with("/later")) { admission.run_on = RunOn::Later; }
        return admission;
    }
    Response handle(const Request& request, const Admission&) override {
        if (request.path == "/throw") { throw std::runtime_error("a bug"); }
        if (request.path == "/memory") { throw std::bad_alloc(); }
        if (request.path == "/slow") { wait_for_gate(); }
        if (request.path == "/big") { return text(200, std::string(8U << 20U, 'b')); }
        if (request.path == "/stream") { return streamed(); }
        return text(200, fmt::format("{} {} {}", method_name(request.method), request.target, request.body));
    }
    void handle_later(const Request& request, const Admission&, std::function<void(Response)> answer) override {
        if (request.path == "/later-throws") { throw std::runtime_error("a bug"); }
        if (request.path == "/later-now") { return answer(text(200, "now")); }
        if (writer_.joinable()) { writer_.join(); }
        writer_ = std::thread([this, answer = std::move(answer), target = std::string(request.target)] {
            if (target == "/later-gated") { wait_for_gate(); }
            answer(text(201, "later " + target));
            answer(text(500, "twice"));
        });
    }
    ~TestApplication() override {
        if (writer_.joinable()) { writer_.join(); }
    }
    Response refuse(Refusal refusal, const Request&) override {
        static constexpr int kStatus[] = {400, 413, 414, 431, 408, 417, 503, 503, 500, 503};
        return text(kStatus[static_cast<int>(refusal)], "refused");
    }
    void served(const Admission&, const Served& line) override {
        const std::lock_guard guard(lock_);
        last_status_ = line.status;
        ++served_;
    }

    void open_gate() {
        const std::lock_guard guard(lock_);
        gate_open_ = true;
        wake_.notify_all();
    }
    void wait_until_slow_runs() {
        std::unique_lock guard(lock_);
        wake_.wait(guard, [this] { return waiting_ > 0; });
    }
    int served_count() {
        const std::lock_guard guard(lock_);
        return served_;
    }

private:
    std::thread writer_;
    static Response text(int status, std::string body) {
        Response response;
        response.status = status;
        response.head = "Content-Type: text/plain\r\n";
        response.body = std::make_shared<const std::string>(std::move(body));
        return response;
    }
    static Response streamed() {
        Response response;
        response.next_chunk = [n = 0](std::string& out) mutable -> base::Result<bool> {
            out.append(1'000, static_cast<char>('a' + n));
            return ++n < 3;
        };
        return response;
    }
    void wait_for_gate() {
        std::unique_lock guard(lock_);
        ++waiting_;
        wake_.notify_all();
        wake_.wait(guard, [this] { return gate_open_; });
    }

    std::mutex lock_;
    std::condition_variable wake_;
    bool gate_open_ = false;
    int waiting_ = 0;
    int served_ = 0;
    int last_status_ = 0;
};

/// A blocking client socket; reads give up after five seconds.
class Client {
public:
    explicit Client(std::uint16_t port) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
        const timeval patience{.tv_sec = 5, .tv_usec = 0};
        setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    ~Client() { close(fd_); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    bool connected() const { return connected_; }
    void send_text(std::string_view text) {
        while (!text.empty()) {
            const auto n = ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
            if (n <= 0) { return; }
            text.remove_prefix(static_cast<std::size_t>(n));
        }
    }
    void finish_sending() { shutdown(fd_, SHUT_WR); }
    /// Reads until `size` bytes or the end of the stream.
    std::string read_up_to(std::size_t size) {
        std::string all;
        char buffer[65536];
        while (all.size() < size) {
            const auto n = recv(fd_, buffer, std::min(sizeof buffer, size - all.size()), 0);
            if (n <= 0) { break; }
            all.append(buffer, static_cast<std::size_t>(n));
        }
        return all;
    }
    std::string read_all() { return read_up_to(64U << 20U); }
    /// Reads one answer with a Content-Length.
    std::string read_answer() {
        std::string head;
        while (!head.ends_with("\r\n\r\n")) {
            const std::string one = read_up_to(1);
            if (one.empty()) { return head; }
            head += one;
        }
        const auto at = head.find("Content-Length: ");
        return at == std::string::npos ? head : head + read_up_to(std::stoul(head.substr(at + 16)));
    }

private:
    int fd_;
    bool connected_ = false;
};

class ServerTest : public testing::Test {
protected:
    void SetUp() override { start({}); }
    void TearDown() override {
        application_.open_gate();
        end();
    }

    void start(ServerOptions options) {
        options.port = 0;
        options.loops = 1;
        options.workers = 1;
        options.sweep_every = 20ms;
        auto made = Server::listen(options, application_);
        ASSERT_TRUE(made.ok()) << made.error().detail;
        server_ = std::move(made).value();
        thread_ = std::thread([this] { server_->run(); });
    }
    void restart(const ServerOptions& options) {
        end();
        start(options);
    }
    void end() {
        if (!server_) { return; }
        server_->stop();
        thread_.join();
        server_.reset();
    }
    std::string exchange(std::string_view request) {
        Client client(server_->port());
        client.send_text(request);
        return client.read_all();
    }
    static std::string status_of(const std::string& answer) { return answer.substr(0, 12); }

    TestApplication application_;
    std::unique_ptr<Server> server_;
    std::thread thread_;
};

TEST_F(ServerTest, AnswersAndKeepsTheConnection) {
    Client client(server_->port());
    for (int i = 0; i < 3; ++i) {
        client.send_text(fmt::format("GET /n{} HTTP/1.1\r\nHost: x\r\n\r\n", i));
        const std::string answer = client.read_answer();
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\nDate: ")) << answer;
        EXPECT_TRUE(answer.ends_with(fmt::format("GET /n{} ", i))) << answer;
    }
}

TEST_F(ServerTest, KeepsALargeBodyThatComesInPieces) {
    std::string body;
    for (int i = 0; body.size() < 900'000; ++i) { body += fmt::format("{:07}\n", i); }
    const std::string long_field(6'000, 'f');
    Client client(server_->port());
    client.send_text(fmt::format("POST /large HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\nContent-Length: {}\r\n\r\n", long_field, body.size()));
    for (std::size_t at = 0; at < body.size(); at += 50'000) {
        client.send_text(std::string_view(body).substr(at, 50'000));
        std::this_thread::sleep_for(2ms);
    }
    EXPECT_TRUE(client.read_answer().ends_with("POST /large " + body));
}

TEST_F(ServerTest, SurvivesAnAnswerThatMemoryDoesNotSufficeFor) {
    Client client(server_->port());
    client.send_text("GET /memory HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(status_of(client.read_answer()), "HTTP/1.1 503");
    client.send_text("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(status_of(client.read_answer()), "HTTP/1.1 200") << "the connection goes on";
}

TEST_F(ServerTest, AnswersWhenAnotherThreadTells) {
    Client client(server_->port());
    client.send_text("GET /later-a HTTP/1.1\r\nHost: x\r\n\r\nGET /later-now HTTP/1.1\r\nHost: x\r\n\r\n");
    const std::string first = client.read_answer();
    EXPECT_EQ(status_of(first), "HTTP/1.1 201");
    EXPECT_TRUE(first.ends_with("later /later-a")) << "once, and what came first";
    EXPECT_TRUE(client.read_answer().ends_with("now"));
    client.send_text("GET /later-throws HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(status_of(client.read_answer()), "HTTP/1.1 500");
}

TEST_F(ServerTest, OutlivesAnAnswerThatComesAfterItsEnd) {
    restart({.stop_time = 10ms});
    Client client(server_->port());
    client.send_text("GET /later-gated HTTP/1.1\r\nHost: x\r\n\r\n");
    application_.wait_until_slow_runs();
    server_->stop();
    thread_.join();
    std::thread ending([this] { server_.reset(); });
    application_.open_gate();
    ending.join();
    EXPECT_FALSE(server_);
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
    Client client(server_->port());
    std::string requests;
    for (int i = 0; i < 1'000; ++i) { requests += fmt::format("GET /n{} HTTP/1.1\r\nHost: x\r\n\r\n", i); }
    client.send_text(requests);
    for (int i = 0; i < 1'000; ++i) {
        const std::string answer = client.read_answer();
        ASSERT_TRUE(answer.ends_with(fmt::format("GET /n{} ", i))) << answer;
    }
}

TEST_F(ServerTest, ReadsABodyInPieces) {
    Client client(server_->port());
    client.send_text("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nabc");
    client.send_text("defGET /next HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(client.read_answer().ends_with("POST /echo abcdef"));
    EXPECT_TRUE(client.read_answer().ends_with("GET /next "));
}

TEST_F(ServerTest, ReadsAChunkedBody) {
    Client client(server_->port());
    client.send_text("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    EXPECT_TRUE(client.read_answer().ends_with("POST /echo abcde"));
}

TEST_F(ServerTest, InvitesABodyThatWaits) {
    Client client(server_->port());
    client.send_text("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.read_up_to(25), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send_text("ok");
    EXPECT_TRUE(client.read_answer().ends_with("POST /echo ok"));
}

TEST_F(ServerTest, LeavesOutTheBodyOfHead) {
    Client client(server_->port());
    client.send_text("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const std::string both = client.read_all();
    EXPECT_NE(both.find("Content-Length: 8\r\n\r\nHTTP/1.1 200"), std::string::npos) << both;
    EXPECT_TRUE(both.ends_with("GET /b ")) << both;
}

TEST_F(ServerTest, DeniesBeforeReadingTheBody) {
    const std::string answer =
        exchange("POST /denied HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nonly a little");
    EXPECT_EQ(status_of(answer), "HTTP/1.1 403");
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
}

TEST_F(ServerTest, StreamsChunks) {
    const std::string answer = exchange("GET /stream HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_NE(answer.find("Transfer-Encoding: chunked"), std::string::npos);
    EXPECT_TRUE(answer.ends_with("c\r\n0\r\n\r\n"));
    const std::string old = exchange("GET /stream HTTP/1.0\r\n\r\n");
    EXPECT_EQ(old.size() - old.find("\r\n\r\n") - 4, 3'000U);
}

TEST_F(ServerTest, SendsLargeBodiesWhole) {
    const std::string answer = exchange("GET /big HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, 8U << 20U);
}

struct WireCase {
    const char* name;
    std::string request;
    const char* want;
};

class WireTable : public ServerTest, public testing::WithParamInterface<WireCase> {};

TEST_P(WireTable, IsRefusedAndTheConnectionEnds) {
    const std::string answer = exchange(GetParam().request);
    EXPECT_EQ(status_of(answer), GetParam().want) << answer;
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    EXPECT_EQ(status_of(exchange("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")), "HTTP/1.1 200");
}

constexpr const char* k400 = "HTTP/1.1 400";

INSTANTIATE_TEST_SUITE_P(
    , WireTable,
    testing::Values(
        WireCase{"Garbage", "\x16\x03\x01\x02garbage\r\n\r\n", k400},
        WireCase{"NoVersion", "GET /\r\n\r\n", k400},
        WireCase{"Version09", "GET / HTTP/0.9\r\n\r\n", k400},
        WireCase{"Version2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", k400},
        WireCase{"NoHost", "GET / HTTP/1.1\r\n\r\n", k400},
        WireCase{"BareLineFeed", "GET / HTTP/1.1\nHost: x\n\n", k400},
        WireCase{"Folded", "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", k400},
        WireCase{"BlankBeforeColon", "GET / HTTP/1.1\r\nHost : x\r\n\r\n", k400},
        WireCase{"ControlInValue", "GET / HTTP/1.1\r\nHost: x\r\nA: b\x01\r\n\r\n", k400},
        WireCase{"Connect", "CONNECT a:80 HTTP/1.1\r\nHost: x\r\n\r\n", k400},
        WireCase{"LengthAndChunked",
                 "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", k400},
        WireCase{"TwoLengths", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc", k400},
        WireCase{"BadChunk", "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", k400},
        WireCase{"ChunkWithBareLineFeed",
                 "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n", k400},
        WireCase{"EndlessChunkExtension",
                 "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;" + std::string(40'000, 'a'), k400},
        WireCase{"BodyOverTheLimit", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n", "HTTP/1.1 413"},
        WireCase{"ChunksOverTheLimit",
                 "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n500\r\n" + std::string(1'280, 'a'),
                 "HTTP/1.1 413"},
        WireCase{"BodyWhereNoneBelongs", "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na", "HTTP/1.1 413"},
        WireCase{"LongTarget", "GET /" + std::string(8'300, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 414"},
        WireCase{"LongHead", "GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(16'400, 'a') + "\r\n\r\n", "HTTP/1.1 431"},
        WireCase{"ManyFields",
                 [] {
                     std::string text = "GET / HTTP/1.1\r\nHost: x\r\n";
                     for (int i = 0; i < 101; ++i) { text += fmt::format("A{}: b\r\n", i); }
                     return text + "\r\n";
                 }(),
                 "HTTP/1.1 431"},
        WireCase{"StrangeExpectation",
                 "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nExpect: tea\r\n\r\n", "HTTP/1.1 417"},
        WireCase{"HandlerThrows", "GET /throw HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 500"}),
    [](const auto& row) { return row.param.name; });

TEST_F(ServerTest, AnswersAClientThatHasFinishedSending) {
    Client client(server_->port());
    client.send_text("GET /half HTTP/1.1\r\nHost: x\r\n\r\n");
    client.finish_sending();
    EXPECT_TRUE(client.read_all().ends_with("GET /half "));
    Client cut(server_->port());
    cut.send_text("GET /cut HTTP/1.1\r\nHos");
    cut.finish_sending();
    EXPECT_EQ(status_of(cut.read_all()), "HTTP/1.1 400");
}

TEST_F(ServerTest, CutsSlowHeadsSlowBodiesAndIdleConnections) {
    ServerOptions options;
    options.head_time = 60ms;
    options.body_time = 60ms;
    options.idle_time = 60ms;
    restart(options);
    Client head(server_->port());
    head.send_text("GET /slo");
    EXPECT_EQ(status_of(head.read_all()), "HTTP/1.1 408");
    Client body(server_->port());
    body.send_text("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc");
    EXPECT_EQ(status_of(body.read_all()), "HTTP/1.1 408");
    Client idle(server_->port());
    EXPECT_EQ(idle.read_all(), "");
}

TEST_F(ServerTest, CutsAReaderThatDoesNotRead) {
    ServerOptions options;
    options.write_time = -260'000ms;  // 8 MiB would be waited for 256 s more
    restart(options);
    Client lazy(server_->port());
    lazy.send_text("GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
    while (application_.served_count() == 0) { std::this_thread::yield(); }
    EXPECT_LT(lazy.read_all().size(), 8U << 20U);
}

TEST_F(ServerTest, RefusesWhenTheQueueIsFull) {
    ServerOptions options;
    options.worker_queue_max = 1;
    restart(options);
    Client first(server_->port());
    first.send_text("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    application_.wait_until_slow_runs();
    std::vector<std::unique_ptr<Client>> others;
    int refused = 0;
    for (int i = 0; i < 3; ++i) {
        others.push_back(std::make_unique<Client>(server_->port()));
        others.back()->send_text("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    while (application_.served_count() < 2) { std::this_thread::yield(); }
    application_.open_gate();
    for (auto& other : others) { refused += status_of(other->read_answer()) == "HTTP/1.1 503" ? 1 : 0; }
    EXPECT_EQ(refused, 2);
    EXPECT_EQ(status_of(first.read_answer()), "HTTP/1.1 200");
}

TEST_F(ServerTest, StopsAfterRunningRequestsAreAnswered) {
    Client running(server_->port());
    running.send_text("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    application_.wait_until_slow_runs();
    Client idle(server_->port());
    idle.send_text("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    idle.read_answer();
    server_->stop();
    EXPECT_EQ(idle.read_all(), "");
    application_.open_gate();
    const std::string answer = running.read_all();
    EXPECT_EQ(status_of(answer), "HTTP/1.1 200");
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
}

TEST_F(ServerTest, GivesConnectionsBack) {
    for (int i = 0; i < 50; ++i) { Client client(server_->port()); }
    Client last(server_->port());
    last.send_text("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    last.read_answer();
    while (server_->connections() > 1) { std::this_thread::yield(); }
    EXPECT_EQ(server_->connections(), 1U);
}

TEST_F(ServerTest, RefusesATakenPortAndABadAddress) {
    ServerOptions options;
    options.port = server_->port();
    const auto taken = Server::listen(options, application_);
    ASSERT_FALSE(taken.ok());
    EXPECT_EQ(taken.error().reason, "listen.in_use");
    options.address = "not an address";
    const auto bad = Server::listen(options, application_);
    ASSERT_FALSE(bad.ok());
    EXPECT_EQ(bad.error().reason, "listen.address");
    options.address = "203.0.113.1";
    const auto foreign = Server::listen(options, application_);
    ASSERT_FALSE(foreign.ok());
    EXPECT_EQ(foreign.error().reason, "listen.failed");
}

}  // namespace
}  // namespace gx::http
