// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "render/csv_writer.hpp"
#include "render/xlsx_writer.hpp"

/// libxlsxwriter 1.1.4 keeps the formula text of a drop-down that points to a range: a few bytes a workbook. fontconfig and pango keep
/// patterns and matches beyond the font map that asked for them, of which a server has one for its whole life; cairo 1.16 some 300 bytes
/// a PDF page.
extern "C" const char* __lsan_default_suppressions() { return "leak:lxw_strdup\nleak:libfontconfig\nleak:libpango\nleak:libglib\nleak:libcairo\n"; }

namespace gx::render {
namespace {

using app::CellOut;

class Writers : public testing::Test {
protected:
    Writers() { GX_ASSERT(::mkdtemp(folder_.data()) != nullptr); }
    ~Writers() override { std::filesystem::remove_all(folder_); }
    std::string path(const std::string& name) const { return folder_ + "/" + name; }
    static std::string bytes(const std::string& file) {
        std::ifstream in(file, std::ios::binary);
        std::stringstream out;
        out << in.rdbuf();
        return out.str();
    }
    std::string folder_ = "/tmp/gx-render-XXXXXX";
    FileTableWriters writers_;
};

TEST_F(Writers, CsvHasMarkQuotesAndInertFormulas) {
    auto out = std::move(writers_.open(path("a.csv"))).value();
    ASSERT_TRUE(out->begin_sheet({}).ok());
    const std::vector<CellOut> cells = {CellOut::of("甲,乙"), CellOut::of("=1+1"), CellOut::number("-5"), CellOut::of("a\"b"), CellOut::of("")};
    ASSERT_TRUE(out->row(cells).ok());
    EXPECT_FALSE(std::filesystem::exists(path("a.csv")));
    ASSERT_TRUE(out->finish().ok());
    EXPECT_EQ(bytes(path("a.csv")), "\xEF\xBB\xBF\"甲,乙\",'=1+1,-5,\"a\"\"b\",\r\n");
    EXPECT_FALSE(std::filesystem::exists(path("a.csv.part")));
}

// Source: ASSURANCE S13
TEST(Inert, PutsAnApostropheBeforeEveryStartOfAFormula) {
    for (const std::string text : {"=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a"}) {
        EXPECT_EQ(inert(text), "'" + text);
    }
    EXPECT_EQ(inert(std::string("\0=1", 3)), std::string("'\0=1", 4));
    for (const std::string text : {"a=1", "1", "", "'x", "合同"}) { EXPECT_EQ(inert(text), text); }
}

TEST_F(Writers, AnUnfinishedFileLeavesNothing) {
    for (const std::string name : {"b.csv", "b.xlsx"}) {
        {
            auto out = std::move(writers_.open(path(name))).value();
            ASSERT_TRUE(out->begin_sheet({.name = "S", .columns = {}, .freeze_rows = 0, .first_data_row = 0}).ok());
        }
        EXPECT_FALSE(std::filesystem::exists(path(name)));
        EXPECT_FALSE(std::filesystem::exists(path(name) + ".part"));
    }
}

TEST_F(Writers, RefuseWhatTheyCannotWrite) {
    EXPECT_EQ(writers_.open(path("c.pdf")).error().reason, "file.format_unknown");
    EXPECT_EQ(writers_.open(path("no/such/folder.xlsx")).error().reason, "file.not_written");
    EXPECT_EQ(writers_.open(path("no/such/folder.csv")).error().reason, "file.not_written");
    auto csv = std::move(writers_.open(path("c.csv"))).value();
    ASSERT_TRUE(csv->begin_sheet({}).ok());
    EXPECT_EQ(csv->begin_sheet({}).error().reason, "csv.one_sheet");
    auto xlsx = std::move(writers_.open(path("c.xlsx"))).value();
    EXPECT_EQ(xlsx->begin_sheet({.name = "a/b", .columns = {}, .freeze_rows = 0, .first_data_row = 0}).error().reason, "xlsx.sheet_name");
    ASSERT_TRUE(xlsx->begin_sheet({.name = "ok", .columns = {}, .freeze_rows = 0, .first_data_row = 0}).ok());
    const std::vector<CellOut> cells = {CellOut::of(std::string(40'000, 'x'))};
    EXPECT_EQ(xlsx->row(cells).error().reason, "xlsx.cell_too_long");
}

TEST_F(Writers, XlsxIsAZipThatAppearsWhenFinished) {
    auto out = std::move(writers_.open(path("d.xlsx"))).value();
    std::vector<std::string> many;
    for (int i = 0; i < 60; ++i) { many.push_back(fmt::format("选项{}", i)); }
    ASSERT_TRUE(out->begin_sheet({.name = "表", .columns = {{.width = 10, .as_text = true, .choices = {"甲", "乙"}},
                                                            {.width = 10, .as_text = true, .choices = many}},
                                  .freeze_rows = 1, .first_data_row = 1}).ok());
    CellOut header = CellOut::of("列", app::CellStyle::RequiredHeader);
    header.comment = "Column";
    const std::vector<CellOut> cells = {header, CellOut::of("=1+1", app::CellStyle::Fault)};
    ASSERT_TRUE(out->row(cells).ok());
    ASSERT_TRUE(out->finish().ok());
    EXPECT_EQ(bytes(path("d.xlsx")).substr(0, 4), "PK\x03\x04");
}

}  // namespace
}  // namespace gx::render
