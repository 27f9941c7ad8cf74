// SPDX-License-Identifier: Apache-2.0
#include "http/server/head_scan.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gx::http {
namespace {

struct ScanCase {
    const char* name;
    std::string buffer;
    HeadState want;
};

std::string long_target(std::size_t bytes) { return "GET /" + std::string(bytes, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n"; }

class HeadScanTable : public testing::TestWithParam<ScanCase> {};

TEST_P(HeadScanTable, JudgesTheBuffer) {
    HeadScan whole(16U << 10U, 8U << 10U);
    EXPECT_EQ(whole.scan(GetParam().buffer), GetParam().want);
}

TEST_P(HeadScanTable, JudgesTheSameByteByByte) {
    HeadScan slow(16U << 10U, 8U << 10U);
    HeadState state = HeadState::NeedMore;
    for (std::size_t n = 1; n <= GetParam().buffer.size() && state == HeadState::NeedMore; ++n) {
        state = slow.scan(std::string_view{GetParam().buffer}.substr(0, n));
    }
    EXPECT_EQ(state, GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    , HeadScanTable,
    testing::Values(ScanCase{"Plain", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", HeadState::Complete},
                    ScanCase{"NoFields", "GET / HTTP/1.0\r\n\r\n", HeadState::Complete},
                    ScanCase{"Unfinished", "GET / HTTP/1.1\r\nHost: x\r\n", HeadState::NeedMore},
                    ScanCase{"BareLineFeed", "GET / HTTP/1.1\nHost: x\n\n", HeadState::Malformed},
                    ScanCase{"BareCarriageReturn", "GET / HTTP/1.1\rHost: x\r\n\r\n", HeadState::Malformed},
                    ScanCase{"Nul", std::string("GET /\0 HTTP/1.1\r\n\r\n", 19), HeadState::Malformed},
                    ScanCase{"FoldedLine", "GET / HTTP/1.1\r\nHost: x\r\n y\r\n\r\n", HeadState::Malformed},
                    ScanCase{"FoldedByTab", "GET / HTTP/1.1\r\nHost: x\r\n\ty\r\n\r\n", HeadState::Malformed},
                    ScanCase{"BlankFirst", " GET / HTTP/1.1\r\n\r\n", HeadState::Malformed},
                    ScanCase{"TargetAtTheLimit", long_target(8'000), HeadState::Complete},
                    ScanCase{"TargetTooLong", long_target(9'000), HeadState::TargetTooLong},
                    ScanCase{"TargetWithoutEnd", "GET /" + std::string(9'000, 'a'), HeadState::TargetTooLong},
                    ScanCase{"HeadTooLarge", "GET / HTTP/1.1\r\nA: " + std::string(17'000, 'a') + "\r\n\r\n",
                             HeadState::TooLarge}),
    [](const auto& row) { return row.param.name; });

TEST(HeadScan, TellsWhereTheHeadEnds) {
    HeadScan scan(16U << 10U, 8U << 10U);
    EXPECT_EQ(scan.scan("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /next"), HeadState::Complete);
    EXPECT_EQ(scan.size(), 27U);
}

TEST(LeadingEmptyLines, AreAtMostTwo) {
    EXPECT_EQ(leading_empty_lines("GET"), 0U);
    EXPECT_EQ(leading_empty_lines("\r\nGET"), 2U);
    EXPECT_EQ(leading_empty_lines("\r\n\r\n\r\nGET"), 4U);
    EXPECT_EQ(leading_empty_lines("\nGET"), 0U);
}

}  // namespace
}  // namespace gx::http
