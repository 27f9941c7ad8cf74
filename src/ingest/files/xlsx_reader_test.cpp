// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <sys/resource.h>

#include <chrono>

#include "ingest/files/open_table.hpp"
#include "tests/support/table_text.hpp"
#include "tests/support/zip_bytes.hpp"

namespace gx::ingest {
namespace {

using test::WorkbookParts;
using test::ZipBytes;

std::string read(std::string bytes, const app::TableLimits& limits = {}) {
    auto reader = open_table(from_memory(std::move(bytes)), limits);
    if (!reader.ok()) { return "error " + reader.error().reason + "@" + reader.error().where; }
    return test::table_text(**reader);
}

std::string sheet(const std::string& rows) {
    WorkbookParts parts;
    parts.strings = "<sst><si><t>共享</t></si><si><r><t>富</t></r><r><t>文本</t></r><rPh><t>fu</t></rPh></si></sst>";
    parts.sheet = "<worksheet><sheetData>" + rows + "</sheetData></worksheet>";
    return read(parts.zip().made());
}

struct SheetCase {
    const char* name;
    std::string rows;
    std::string want;
};

class Sheet : public testing::TestWithParam<SheetCase> {};

TEST_P(Sheet, GivesTheRows) { EXPECT_EQ(sheet(GetParam().rows), GetParam().want); }

// Source: ECMA-376 part 1, 18.3 and 18.18
INSTANTIATE_TEST_SUITE_P(, Sheet, testing::Values(
    SheetCase{"Empty", "", ""},
    SheetCase{"SharedAndRichText", R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>)",
              "表一!1:共享|富文本;"},
    SheetCase{"InlineTextWithoutReading",
              R"(<row r="1"><c r="A1" t="inlineStr"><is><t>东京</t><rPh sb="0"><t>トウ</t></rPh></is></c></row>)",
              "表一!1:东京;"},
    SheetCase{"NumbersAsStored", R"(<row r="1"><c r="A1"><v>45658</v></c><c r="B1" t="n"><v>1.2E+17</v></c></row>)",
              "表一!1:#45658|#1.2E+17;"},
    SheetCase{"MissingCellsAndRows", R"(<row r="2"><c r="C2"><v>1</v></c></row><row r="9"><c r="A9"><v>2</v></c></row>)",
              "表一!2:||#1;表一!9:#2;"},
    SheetCase{"NoReferences", "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>",
              "表一!1:#1|#2;表一!2:#3;"},
    SheetCase{"BoolsAndFaults", R"(<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><v>#REF!</v></c></row>)",
              "表一!1:?true|!#REF!;"},
    SheetCase{"FormulaGivesItsValue", R"(<row r="1"><c r="A1" t="str"><f>A2</f><v>x</v></c><c r="B1"><f>1+1</f><v>2</v></c></row>)",
              "表一!1:x|#2;"},
    SheetCase{"FormulaTextIsText", R"(<row r="1"><c r="A1" t="inlineStr"><is><t>=HYPERLINK("x")</t></is></c></row>)",
              "表一!1:=HYPERLINK(\"x\");"},
    SheetCase{"EscapedCharacters", R"(<row r="1"><c r="A1" t="inlineStr"><is><t>a_x0009_b_x005F_x0041__xZZ</t></is></c></row>)",
              "表一!1:a\tb_x0041__xZZ;"},
    SheetCase{"FormattedEmptyCellsFarOut", R"(<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="3"/></row>)",
              "表一!1:#1;"},
    SheetCase{"Prefixed", R"(<x:row xmlns:x="y" r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>)", "表一!1:#1;"},
    SheetCase{"TooManyColumns", R"(<row r="1"><c r="GS1"><v>1</v></c></row>)",
              "error table.too_many_columns@表一!GS1"},
    SheetCase{"TooManyRows", R"(<row r="1048577"/>)", "error table.too_many_rows@表一!1048577"},
    SheetCase{"RowsOutOfOrder", R"(<row r="2"/><row r="2"/>)", "error xlsx.row_order@表一!2"},
    SheetCase{"CellOfAnotherRow", R"(<row r="2"><c r="A3"><v>1</v></c></row>)", "error xlsx.cell_place@表一!2"},
    SheetCase{"CellsOutOfOrder", R"(<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>)",
              "error xlsx.cell_place@表一!2"},
    SheetCase{"UnknownSharedString", R"(<row r="1"><c r="A1" t="s"><v>2</v></c></row>)",
              "error xlsx.shared_string@表一!A1"},
    SheetCase{"TornXml", R"(<row r="1"><c r="A1"></row>)", "error xml.syntax@xl/worksheets/sheet9.xml:1"}),
    [](const auto& row) { return row.param.name; });

TEST(XlsxReader, ReadsVisibleSheetsByTheirNamesInOrder) {
    WorkbookParts parts;
    parts.workbook = R"(<workbook><workbookPr date1904="1"/><sheets><sheet name="乙" r:id="b" xmlns:r="x"/>)"
                     R"(<sheet name="隐" state="veryHidden" r:id="c" xmlns:r="x"/><sheet name="甲" r:id="a" xmlns:r="x"/></sheets></workbook>)";
    parts.workbook_relations =
        R"(<Relationships><Relationship Id="a" Type="t/worksheet" Target="worksheets/sheet9.xml"/>)"
        R"(<Relationship Id="b" Type="t/worksheet" Target="../xl/worksheets/other.xml"/>)"
        R"(<Relationship Id="c" Type="t/worksheet" Target="worksheets/hidden.xml"/></Relationships>)";
    parts.sheet = R"(<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>)";
    ZipBytes zip = parts.zip();
    zip.add("xl/worksheets/other.xml", R"(<worksheet><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>)");
    auto reader = open_table(from_memory(zip.made()));
    ASSERT_TRUE(reader.ok()) << reader.error().reason;
    EXPECT_TRUE((*reader)->counts_from_1904());
    EXPECT_EQ((*reader)->skipped_sheets(), std::vector<std::string>{"隐"});
    EXPECT_EQ(test::table_text(**reader), "乙!1:#2;甲!1:#1;");
}

// Source: ASSURANCE S15
TEST(HostileZip, IsRefusedBeforeItIsInflated) {
    const WorkbookParts parts;
    const auto with = [&](ZipBytes::Entry entry) { return read(parts.zip().add(std::move(entry)).made()); };
    EXPECT_EQ(with({.name = "a", .data = "x", .flags = 1}), "error zip.encrypted@a");
    EXPECT_EQ(with({.name = "a", .data = "x", .declared_size = 0x7FFF'FFFF}), "error zip.bomb@a");
    EXPECT_EQ(with({.name = "a", .data = std::string(60'000'000, 'a'), .deflate = true}), "error zip.bomb@a");
    EXPECT_EQ(with({.name = "xl/workbook.xml", .data = "x"}), "error zip.duplicate_entry@xl/workbook.xml");
    EXPECT_EQ(with({.name = "[Content_Types].xm", .data = "<Types/>", .local_offset = 0}), "error zip.damaged@[Content_Types].xm");
    EXPECT_EQ(with({.name = "[Content_Types].xml", .data = "<Types/>", .local_offset = 0}),
              "error zip.duplicate_entry@[Content_Types].xml");

    ZipBytes many;
    for (int i = 0; i < 1001; ++i) { many.add("f" + std::to_string(i), ""); }
    EXPECT_EQ(read(many.made()), "error zip.too_many_entries@");

    std::string cut = parts.zip().made();
    cut.resize(cut.size() - 30);
    EXPECT_EQ(read(cut), "error zip.damaged@");
}

TEST(HostileZip, EntriesThatShareBytesAreRefused) {
    ZipBytes zip;
    zip.add("aa", std::string(100, 'x'));
    zip.add({.name = "bb", .data = std::string(100, 'x'), .local_offset = 0});
    const std::string answer = read(zip.made());
    EXPECT_TRUE(answer == "error zip.overlap@" || answer == "error zip.damaged@bb") << answer;
}

TEST(HostileZip, ALieAboutTheSizeIsFound) {
    WorkbookParts parts;
    ZipBytes zip;
    const std::string text = "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>   ";
    for (const auto lie : {text.size() - 3, text.size() + 3}) {
        ZipBytes lying;
        lying.add("_rels/.rels", parts.relations)
            .add("xl/workbook.xml", parts.workbook)
            .add("xl/_rels/workbook.xml.rels", parts.workbook_relations)
            .add({.name = "xl/worksheets/sheet9.xml", .data = text, .deflate = true,
                  .declared_size = static_cast<std::uint32_t>(lie)});
        const std::string answer = read(lying.made());
        EXPECT_NE(answer.find("error zip."), std::string::npos) << answer;
    }
}

// Source: ASSURANCE S16
TEST(HostileXml, HasNoDocumentTypeNorDepth) {
    WorkbookParts parts;
    parts.sheet = R"(<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet><sheetData/></worksheet>)";
    EXPECT_EQ(read(parts.zip().made()), "error xml.doctype@xl/worksheets/sheet9.xml");
    parts.sheet = "<worksheet/>";
    parts.strings = R"(<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>)";
    EXPECT_EQ(read(parts.zip().made()), "error xml.doctype@xl/sharedStrings.xml");
    parts.strings = "<sst/>";
    std::string deep;
    for (int i = 0; i < 70; ++i) { deep += "<a>"; }
    parts.sheet = deep;
    EXPECT_EQ(read(parts.zip().made()), "error xml.too_deep@xl/worksheets/sheet9.xml");
    parts.sheet = "<worksheet a=\"" + std::string(3'000'000, 'x') + "\"/>";
    EXPECT_EQ(read(parts.zip().made()), "error xml.token_too_long@xl/worksheets/sheet9.xml");
}

TEST(HostileWorkbook, ReachesNothingOutside) {
    WorkbookParts parts;
    EXPECT_EQ(read(parts.zip().add("xl/externalLinks/externalLink1.xml", "<x/>").made()),
              "error xlsx.external@xl/externalLinks/externalLink1.xml");
    EXPECT_EQ(read(parts.zip().add("xl/vbaProject.bin", "x").made()), "error xlsx.macros@xl/vbaProject.bin");
    parts.workbook_relations = R"(<Relationships><Relationship Id="rId1" Type="t/worksheet" Target="http://h/x.xml" TargetMode="External"/></Relationships>)";
    EXPECT_EQ(read(parts.zip().made()), "error xlsx.external@xl/workbook.xml");
    parts.workbook_relations = R"(<Relationships><Relationship Id="rId1" Type="t/worksheet" Target="../../../etc/passwd"/></Relationships>)";
    EXPECT_EQ(read(parts.zip().made()), "error zip.entry_missing@etc/passwd");
    EXPECT_EQ(read(ZipBytes().add("word/document.xml", "<x/>").made()), "error xlsx.not_a_workbook@");
}

TEST(HostileWorkbook, SharedStringsAreBounded) {
    WorkbookParts parts;
    std::string strings = "<sst>";
    for (int i = 0; i < 2'000'001; ++i) { strings += "<si/>"; }
    parts.strings = "<sst/>";
    ZipBytes zip;
    zip.add("_rels/.rels", parts.relations).add("xl/workbook.xml", parts.workbook)
        .add("xl/_rels/workbook.xml.rels", parts.workbook_relations)
        .add("xl/sharedStrings.xml", strings + "</sst>").add("xl/worksheets/sheet9.xml", parts.sheet);
    EXPECT_EQ(read(zip.made()), "error xlsx.too_many_shared_strings@");
}

TEST(XlsxReader, StreamsALargeSheetInBoundedMemory) {
    WorkbookParts parts;
    std::string rows;
    for (int r = 1; r <= 20'000; ++r) {
        rows += "<row r=\"" + std::to_string(r) + "\">";
        for (int c = 0; c < 10; ++c) {
            rows += "<c t=\"inlineStr\"><is><t>合同" + std::to_string(r * 10 + c) + "</t></is></c>";
        }
        rows += "</row>";
    }
    parts.sheet = "<worksheet><sheetData>" + rows + "</sheetData></worksheet>";
    auto reader = open_table(from_memory(parts.zip().made()));
    ASSERT_TRUE(reader.ok());
    app::TableRow row;
    for (int r = 1; r <= 20'000; ++r) {
        const auto more = (*reader)->next(row);
        ASSERT_TRUE(more.ok() && *more);
        ASSERT_EQ(row.cells.size(), 10U);
        ASSERT_EQ(row.cells[9].text, "合同" + std::to_string(r * 10 + 9));
    }
}

}  // namespace
}  // namespace gx::ingest
