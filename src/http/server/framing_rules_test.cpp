// SPDX-License-Identifier: Apache-2.0
#include "http/server/framing_rules.hpp"

#include <gtest/gtest.h>

#include "http/server/response_writer.hpp"
#include "http/server/worker_pool.hpp"

#include <future>
#include <memory>

namespace gx::http {
namespace {

struct FramingCase {
    const char* name;
    std::vector<Field> fields;
    Version version;
    bool want;
};

class FramingTable : public testing::TestWithParam<FramingCase> {};

TEST_P(FramingTable, IsSoundOrNot) {
    Request request;
    request.fields = GetParam().fields;
    EXPECT_EQ(framing_is_sound(request, GetParam().version), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    , FramingTable,
    testing::Values(
        FramingCase{"OneHost", {{"Host", "a"}}, Version::Http11, true},
        FramingCase{"NoHost", {}, Version::Http11, false},
        FramingCase{"NoHostOnTen", {}, Version::Http10, true},
        FramingCase{"TwoHosts", {{"Host", "a"}, {"host", "a"}}, Version::Http11, false},
        FramingCase{"HostWithSlash", {{"Host", "a/b"}}, Version::Http11, false},
        FramingCase{"EmptyHost", {{"Host", ""}}, Version::Http11, false},
        FramingCase{"Length", {{"Host", "a"}, {"Content-Length", "5"}}, Version::Http11, true},
        FramingCase{"SameLengthTwice", {{"Host", "a"}, {"Content-Length", "5"}, {"Content-Length", "5"}},
                    Version::Http11, false},
        FramingCase{"LengthList", {{"Host", "a"}, {"Content-Length", "5, 5"}}, Version::Http11, false},
        FramingCase{"SignedLength", {{"Host", "a"}, {"Content-Length", "+5"}}, Version::Http11, false},
        FramingCase{"HugeLength", {{"Host", "a"}, {"Content-Length", "99999999999999999999"}}, Version::Http11, false},
        FramingCase{"Chunked", {{"Host", "a"}, {"Transfer-Encoding", "Chunked"}}, Version::Http11, true},
        FramingCase{"ChunkedOnTen", {{"Transfer-Encoding", "chunked"}}, Version::Http10, false},
        FramingCase{"GzipChunked", {{"Host", "a"}, {"Transfer-Encoding", "gzip, chunked"}}, Version::Http11, false},
        FramingCase{"Identity", {{"Host", "a"}, {"Transfer-Encoding", "identity"}}, Version::Http11, false},
        FramingCase{"LengthAndChunked", {{"Host", "a"}, {"Content-Length", "5"}, {"Transfer-Encoding", "chunked"}},
                    Version::Http11, false}),
    [](const auto& row) { return row.param.name; });

TEST(SplitTarget, TakesOriginAndAbsoluteForm) {
    Request request;
    request.method = Method::Get;
    request.target = "/a/b?c=d?e";
    ASSERT_TRUE(split_target(request));
    EXPECT_EQ(request.path, "/a/b");
    EXPECT_EQ(request.query, "c=d?e");
    request.target = "http://host:80/a";
    ASSERT_TRUE(split_target(request));
    EXPECT_EQ(request.path, "/a");
    EXPECT_EQ(request.query, "");
}

TEST(SplitTarget, RefusesOtherForms) {
    Request request;
    request.method = Method::Get;
    for (const char* target : {"*", "a", "host:80", "http://host", "/a#b", ""}) {
        request.target = target;
        EXPECT_FALSE(split_target(request)) << target;
    }
    request.method = Method::Options;
    request.target = "*";
    EXPECT_TRUE(split_target(request));
}

TEST(WriteHead, FramesByStatusAndVersion) {
    Response response;
    response.head = "X-A: b\r\n";
    response.body = std::make_shared<const std::string>("hello");
    std::string out;
    write_head(out, response, {.date = "D"});
    EXPECT_EQ(out, "HTTP/1.1 200 OK\r\nDate: D\r\nX-A: b\r\nContent-Length: 5\r\n\r\n");
    out.clear();
    response.status = 304;
    write_head(out, response, {.connection = Connection::Close, .date = "D"});
    EXPECT_EQ(out, "HTTP/1.1 304 Not Modified\r\nDate: D\r\nX-A: b\r\nConnection: close\r\n\r\n");
    EXPECT_FALSE(has_wire_body(response, {}));
    response.status = 200;
    EXPECT_TRUE(has_wire_body(response, {}));
    EXPECT_FALSE(has_wire_body(response, {.head_only = true}));
    EXPECT_EQ(status_text(507), "Insufficient Storage");
    EXPECT_EQ(status_text(999), "Unknown");
}

TEST(WriteChunk, IsChunkedOnElevenOnly) {
    std::string out;
    write_chunk(out, "0123456789abcdef", Version::Http11);
    write_chunk(out, "", Version::Http11);
    write_last_chunk(out, Version::Http11);
    EXPECT_EQ(out, "10\r\n0123456789abcdef\r\n0\r\n\r\n");
    out.clear();
    write_chunk(out, "abc", Version::Http10);
    write_last_chunk(out, Version::Http10);
    EXPECT_EQ(out, "abc");
}

TEST(ImfFixdate, IsWrittenInGmt) {
    EXPECT_EQ(imf_fixdate(784'111'777), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(imf_fixdate(0), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(WorkerPool, RefusesWhenItsQueueIsFull) {
    std::promise<void> started;
    std::promise<void> go;
    auto gate = go.get_future().share();
    WorkerPool pool(1, 1);
    ASSERT_TRUE(pool.submit([&started, gate] {
        started.set_value();
        gate.wait();
    }));
    started.get_future().wait();
    std::promise<void> ran;
    EXPECT_TRUE(pool.submit([&ran] { ran.set_value(); }));
    EXPECT_FALSE(pool.submit([] {}));
    go.set_value();
    ran.get_future().wait();
}

}  // namespace
}  // namespace gx::http
