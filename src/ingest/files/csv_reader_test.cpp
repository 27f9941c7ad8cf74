// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "ingest/files/open_table.hpp"
#include "tests/support/table_text.hpp"

namespace gx::ingest {
namespace {

std::string read(std::string bytes, const app::TableLimits& limits = {}) {
    auto reader = open_table(from_memory(std::move(bytes)), limits);
    if (!reader.ok()) { return "error " + reader.error().reason + "@" + reader.error().where; }
    return test::table_text(**reader);
}

struct CsvCase {
    const char* name;
    std::string bytes;
    std::string want;
};

class Csv : public testing::TestWithParam<CsvCase> {};

TEST_P(Csv, GivesTheRows) { EXPECT_EQ(read(GetParam().bytes), GetParam().want); }

// Source: RFC 4180 section 2
INSTANTIATE_TEST_SUITE_P(, Csv, testing::Values(
    CsvCase{"Empty", "", ""},
    CsvCase{"Plain", "a,b\r\n1,2\r\n", "1:a|b;2:1|2;"},
    CsvCase{"NoEndOfLastLine", "a,b\n1,2", "1:a|b;2:1|2;"},
    CsvCase{"BlankLinesCountButAreNoRows", "a\n\n , \n,\nb", "1:a;3: | ;5:b;"},
    CsvCase{"EmptyCells", "a,,b,\n", "1:a||b|;"},
    CsvCase{"Quoted", "\"a,b\",\"c\nd\",\"\"\n", "1:a,b|c\nd|;"},
    CsvCase{"DoubledQuotes", "\"a\"\"b\",\"\"\"\"\n", "1:a\"b|\";"},
    CsvCase{"ByteOrderMark", "\xEF\xBB\xBF名称,金额\n", "1:名称|金额;"},
    CsvCase{"Gb18030", "\xC3\xFB\xB3\xC6,\xBD\xF0\xB6\xEE\n\x81\x30\x89\x38,1\n", "1:名称|金额;2:ß|1;"},
    CsvCase{"FormulaIsText", "=HYPERLINK(\"\"),1\n", "error csv.quote_misplaced@A1"},
    CsvCase{"QuotedFormulaIsText", "\"=HYPERLINK(\"\"x\"\")\"\n", "1:=HYPERLINK(\"x\");"},
    CsvCase{"QuoteInside", "a,b\"c\"\n", "error csv.quote_misplaced@B1"},
    CsvCase{"TextAfterQuote", "a\n\"b\"c\n", "1:a;error csv.quote_misplaced@A2"},
    CsvCase{"QuoteLeftOpen", "a\n\"b,c\nd", "1:a;error csv.quote_open@row 2"},
    CsvCase{"Nul", std::string("a,b\0c\n", 6), "error file.binary@byte 3"},
    CsvCase{"NeitherUtf8NorGb18030", "abc\n\x81\xFF\n", "error file.encoding@byte 4"},
    CsvCase{"Utf16", std::string("\xFF\xFE" "a\0", 4), "error file.utf16@"}),
    [](const auto& row) { return row.param.name; });

TEST(CsvEncoding, ADamagedUtf8FileIsNotTakenForGb18030) {
    std::string bytes;
    for (int i = 0; i < 30; ++i) { bytes += "诚"; }
    EXPECT_EQ(read(bytes + "\xC3\xFB\n"), "error file.encoding@byte 90");
}

TEST(CsvEncoding, Gb18030IsConvertedAcrossChunks) {
    std::string bytes = "x";  // an odd offset, so that a character lies across each chunk's end
    for (int i = 0; i < 300'000; ++i) { bytes += i % 1000 == 999 ? "\n" : "\xB3\xCF"; }
    auto reader = open_table(from_memory(bytes));
    ASSERT_TRUE(reader.ok());
    app::TableRow row;
    std::size_t size = 0;
    std::uint32_t rows = 0;
    while (true) {
        const auto more = (*reader)->next(row);
        ASSERT_TRUE(more.ok()) << more.error().reason;
        if (!*more) { break; }
        size += row.cells[0].text.size();
        ++rows;
    }
    EXPECT_EQ(rows, 300U);
    EXPECT_EQ(size, 1U + 299'700U * 3U);
}

TEST(CsvLimits, AreRefusedByName) {
    const app::TableLimits small{.columns_max = 3, .rows_max = 2, .row_bytes_max = 20, .file_bytes_max = 1000};
    EXPECT_EQ(read("a,b,c\n1,2,3\n", small), "1:a|b|c;2:1|2|3;");
    EXPECT_EQ(read("a,b,c,d\n", small), "error table.too_many_columns@row 1");
    EXPECT_EQ(read("a\nb\nc\n", small), "1:a;2:b;error table.too_many_rows@row 3");
    EXPECT_EQ(read("a\n123456789012345678901\n", small), "1:a;error table.row_too_long@row 2");
    EXPECT_EQ(read(std::string(1001, 'a'), small), "error file.too_large@");
}

TEST(CsvLimits, AMillionColumnsAreRefused) {
    EXPECT_EQ(read(std::string(999'999, ',') + "\n"), "error table.too_many_columns@row 1");
}

TEST(CsvReader, KeepsRecordsThatReachAcrossChunks) {
    std::string bytes;
    std::string want;
    for (int i = 1; i <= 20'000; ++i) {
        const std::string field = "line " + std::to_string(i) + "\nnext \"\"quoted\"\" 文字";
        bytes += "\"" + field + "\"," + std::to_string(i) + "\r\n";
    }
    auto reader = open_table(from_memory(bytes));
    ASSERT_TRUE(reader.ok());
    app::TableRow row;
    for (std::uint32_t i = 1; i <= 20'000; ++i) {
        const auto more = (*reader)->next(row);
        ASSERT_TRUE(more.ok() && *more);
        ASSERT_EQ(row.number, i);
        ASSERT_EQ(row.cells[0].text, "line " + std::to_string(i) + "\nnext \"quoted\" 文字");
        ASSERT_EQ(row.cells[1].text, std::to_string(i));
    }
}

TEST(FindFormat, GoesByContent) {
    EXPECT_EQ(read("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old"), "error file.legacy_or_encrypted@");
    EXPECT_EQ(read("\x1F\x8B zipped"), "error file.compressed@");
    EXPECT_EQ(read("%PDF-1.7"), "error file.unsupported@");
    EXPECT_EQ(read("\xEF\xBB\xBF <html><table>"), "error file.markup@");
    EXPECT_EQ(read("PK\x03\x04 torn"), "error zip.damaged@");
}

TEST(OpenFile, RefusesWhatIsNoFile) {
    EXPECT_EQ(open_table(std::string("/nonexistent/x.csv")).error().reason, "file.missing");
    EXPECT_EQ(open_table(std::string("/tmp")).error().reason, "file.not_regular");
    EXPECT_EQ(open_table(std::string("/dev/zero")).error().reason, "file.not_regular");
}

}  // namespace
}  // namespace gx::ingest
