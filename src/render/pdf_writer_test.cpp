// SPDX-License-Identifier: Apache-2.0
#include "render/pdf_writer.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/text.hpp"
#include "source_dir.hpp"

namespace gx::render {
namespace {

using app::OfficialDocument;
using app::PrintedReport;

const base::Date kDay = base::Date::make(2026, 11, 29).value();

OfficialDocument a_notice() {
    OfficialDocument document;
    document.issuer = "示范市社会信用体系建设工作领导小组办公室";
    document.doc_no = "示信整〔2026〕3号";
    document.title = "关于责令示范市住房和城乡建设局限期整改政务失信问题的通知";
    document.addressee = "示范市住房和城乡建设局";
    document.paragraphs = {
        {0, "经核实，你单位存在未按合同约定支付工程款的行为，涉及合同2份，逾期金额为1200000.00元。依据《保障中小企业款项支付条例》第九条，现责令你单位限期整改，有关事项通知如下。"},
        {1, "一、整改要求"},
        {2, "（一）立即支付逾期款项"},
        {0, "自收到本通知之日起15个工作日内，付清逾期款项及逾期利息；确有困难的，应当书面说明原因，并提出分期支付的计划。"},
        {3, "1.指定一名负责人；"},
        {4, "（1）负责人名单报我办备案。"},
        {1, "二、报告方式"},
        {0, "整改结果以书面形式报送，并附支付凭证。"}};
    document.attachments = {"逾期合同清单", "逾期利息计算表（按日利率万分之五计算，自应付款之次日起至实际付款之日止，含分期付款的逐笔计算过程）"};
    document.signed_by = "示范市社会信用体系建设工作领导小组办公室";
    document.date = kDay;
    document.copy_to = "示范市人民政府办公室，市财政局，市审计局，市人大常委会财政经济工作委员会，市政协经济委员会";
    document.printed_by = "示范市信用办综合科";
    document.mark = "演示数据，不具有法律效力 · Demonstration data without legal effect";
    return document;
}

PrintedReport a_report() {
    PrintedReport report;
    report.title = "政务诚信考核评价结果单";
    report.subtitle = "示范市财政局 · 2025年度";
    report.headline = {{"得分", "73.21"}, {"等级", "C"}, {"同类排名", "12 / 38"}};
    report.facts = {{"评价编号", "EV-2025-1"}, {"方案", "LY-GIE-2021 2021.1"}, {"摘要", std::string(64, 'a')}, {"评价日", "2025-12-31"}};
    app::ReportTable table{.title = "得分明细", .columns = {{"指标", 6}, {"权重", 2, true}, {"得分", 2, true}}, .rows = {}};
    for (int group = 0; group < 7; ++group) {
        table.rows.push_back({{"A 依法行政", "14.00", "10.65"}, true});
        for (int leaf = 0; leaf < 9; ++leaf) { table.rows.push_back({{"A1 重大行政决策程序履行率，含公众参与、合法性审查、集体讨论", "4.00", "3.00"}, false}); }
    }
    report.tables = {table, {.title = "封顶", .columns = {{"事项", 1}}, .rows = {}, .when_empty = "无"}};
    report.notes = {"本结果单依据冻结的评价结果生成。"};
    report.code = "https://credit.example.gov.cn/verify?number=EV-2025-1";
    report.code_note = "扫码核验";
    report.footer = "示范市信用办";
    report.day = kDay;
    return report;
}

/// What a command prints.
std::string output_of(const std::string& command) {
    std::string out;
    FILE* pipe = ::popen(command.c_str(), "r");
    GX_ASSERT(pipe != nullptr);
    std::array<char, 4096> piece{};
    for (std::size_t got = 0; (got = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;) { out.append(piece.data(), got); }
    ::pclose(pipe);
    return out;
}

/// A rendered page, a byte a pixel, 0 is black. Units: 72 pixels an inch, so that pixels are points.
struct Picture {
    int width = 0;
    int height = 0;
    std::string pixels;
    bool ink(int x, int y) const {
        return static_cast<unsigned char>(pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)]) < 160;
    }
};

class PdfWriterTest : public testing::Test {
protected:
    PdfWriterTest() { GX_ASSERT(::mkdtemp(folder_.data()) != nullptr); }
    ~PdfWriterTest() override { std::filesystem::remove_all(folder_); }

    template <class Document>
    std::string file_of(const Document& document, const std::string& name = "a.pdf") {
        auto bytes = writer_.pdf(document);
        GX_ASSERT(bytes.ok());
        const std::string path = folder_ + "/" + name;
        std::ofstream(path, std::ios::binary) << base::as_text(*bytes);
        if (const char* keep = std::getenv("GX_KEEP_PDF")) { std::filesystem::copy_file(path, std::string(keep) + "/" + name, std::filesystem::copy_options::overwrite_existing); }
        return path;
    }
    static std::string text_of(const std::string& file, int page) {
        return output_of("pdftotext -q -raw -f " + std::to_string(page) + " -l " + std::to_string(page) + " " + file + " -");
    }
    static std::string all_text(const std::string& file) { return output_of("pdftotext -raw " + file + " -"); }
    Picture picture_of(const std::string& file, int page) {
        const std::string stem = folder_ + "/page";
        output_of("pdftoppm -gray -r 72 -singlefile -f " + std::to_string(page) + " " + file + " " + stem);
        std::ifstream in(stem + ".pgm", std::ios::binary);
        Picture picture;
        std::string magic;
        int depth = 0;
        in >> magic >> picture.width >> picture.height >> depth;
        in.get();
        std::stringstream rest;
        rest << in.rdbuf();
        picture.pixels = rest.str();
        return picture;
    }

    std::string folder_ = "/tmp/gx-pdf-XXXXXX";
    /// One for all tests: looking for the fonts takes longer than a document.
    static PdfWriter& shared() {
        static PdfWriter writer{std::filesystem::path(GX_SOURCE_DIR) / ".tools/fonts"};
        return writer;
    }
    PdfWriter& writer_ = shared();
};

std::string repeated(std::string_view text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) { out += text; }
    return out;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> out;
    for (const auto line : base::split(text, '\n')) {
        if (!line.empty() && line != "\f") { out.emplace_back(line); }
    }
    return out;
}

// GB/T 9704-2012 5.2.2: 一般每面排22行，每行排28个字，并撑满版心。
TEST_F(PdfWriterTest, AFullPageHasTwentyTwoLinesOfTwentyEightCharacters) {
    OfficialDocument document = a_notice();
    document.mark.clear();
    document.paragraphs = {{0, repeated("信", 28 * 22 * 2)}};
    const auto lines = lines_of(text_of(file_of(document), 2));
    ASSERT_EQ(lines.size(), 23U);  // and the page number
    for (int i = 0; i < 22; ++i) { EXPECT_EQ(base::code_points(lines[static_cast<std::size_t>(i)]), 28U) << i; }
    EXPECT_EQ(lines.back(), "— 2 —");
}

// 5.2.1: 天头37 mm±1 mm，订口28 mm±1 mm，版心尺寸为156 mm×225 mm.
TEST_F(PdfWriterTest, TheTypeAreaLiesWhereTheStandardWantsIt) {
    OfficialDocument document = a_notice();
    document.mark.clear();
    document.paragraphs = {{0, repeated("国", 28 * 22 * 2)}};  // its strokes reach almost to the edges of its box
    const Picture page = picture_of(file_of(document), 2);
    const int foot = static_cast<int>(mm(262) + 4);  // the page number stands below
    int left = page.width;
    int right = 0;
    int top = page.height;
    int bottom = 0;
    for (int y = 0; y < foot; ++y) {
        for (int x = 0; x < page.width; ++x) {
            if (!page.ink(x, y)) { continue; }
            left = std::min(left, x);
            right = std::max(right, x);
            top = std::min(top, y);
            bottom = std::max(bottom, y);
        }
    }
    EXPECT_NEAR(left, mm(28), mm(1));
    EXPECT_NEAR(right, mm(28 + 156), mm(1.5));  // and the side bearing of the character
    EXPECT_NEAR(top, mm(37), mm(1));
    EXPECT_NEAR(bottom, mm(37 + 225), mm(1));
}

TEST_F(PdfWriterTest, EveryFontIsEmbedded) {
    for (const std::string& file : {file_of(a_notice(), "notice.pdf"), file_of(a_report(), "report.pdf")}) {
        const auto rows = lines_of(output_of("pdffonts " + file));
        ASSERT_GT(rows.size(), 3U);
        for (std::size_t i = 2; i < rows.size(); ++i) {  // name, type, encoding, emb, sub, uni, object: counted from the end
            std::istringstream in(rows[i]);
            std::vector<std::string> words;
            for (std::string word; in >> word;) { words.push_back(word); }
            ASSERT_GE(words.size(), 7U);
            EXPECT_EQ(words[words.size() - 5], "yes") << rows[i];
            EXPECT_EQ(words[words.size() - 4], "yes") << rows[i];
            EXPECT_EQ(words[words.size() - 3], "yes") << rows[i];
        }
    }
}

TEST_F(PdfWriterTest, TheTextComesOutAgainInItsOrder) {
    const std::string text = all_text(file_of(a_notice()));
    for (const char* wanted : {"示信整〔2026〕3号", "示范市住房和城乡建设局：", "一、整改要求", "（一）立即支付逾期款项", "附件：1. 逾期合同清单",
                               "2026年11月29日", "抄送：示范市人民政府办公室", "2026年11月29日印发", "— 1 —"}) {
        EXPECT_NE(text.find(wanted), std::string::npos) << wanted << "\n" << text;
    }
}

// 7.3.3 左空二字; a line neither begins with a closing mark nor ends with an opening one.
TEST_F(PdfWriterTest, NoLineBeginsWithAClosingMark) {
    OfficialDocument document = a_notice();
    document.paragraphs.clear();
    for (int before = 20; before < 34; ++before) {
        document.paragraphs.push_back({0, repeated("字", before) + "，《" + repeated("书", 25) + "》（" + repeated("注", 26) + "）。“" + repeated("言", 27) + "”；" + repeated("终", 28) + "。"});
    }
    const auto lines = lines_of(all_text(file_of(document)));
    for (const std::string& line : lines) {
        for (const char* mark : {"，", "。", "；", "：", "、", "》", "）", "”", "〕"}) { EXPECT_FALSE(line.starts_with(mark)) << line; }
        for (const char* mark : {"《", "（", "“", "〔"}) { EXPECT_FALSE(line.ends_with(mark)) << line; }
        EXPECT_LE(base::code_points(line), 60U) << line;
    }
}

TEST_F(PdfWriterTest, TheFirstLineOfAParagraphIsIndentedByTwoCharacters) {
    OfficialDocument document = a_notice();
    document.paragraphs = {{0, repeated("信", 26 + 28 + 1)}};
    std::vector<std::size_t> lengths;
    for (const auto& line : lines_of(all_text(file_of(document)))) {
        if (line.starts_with("信信") || line == "信") { lengths.push_back(base::code_points(line)); }
    }
    EXPECT_EQ(lengths, (std::vector<std::size_t>{26, 28, 1}));
}

TEST_F(PdfWriterTest, TheSameDocumentGivesTheSameBytes) {
    PdfWriter other(std::filesystem::path(GX_SOURCE_DIR) / ".tools/fonts");
    EXPECT_EQ(writer_.pdf(a_notice()).value(), other.pdf(a_notice()).value());
    EXPECT_EQ(writer_.pdf(a_report()).value(), other.pdf(a_report()).value());
    EXPECT_NE(output_of("pdfinfo -rawdates " + file_of(a_notice())).find("20261129000000+08'00"), std::string::npos);
}

// 7.3.5: the signature never stands on a page without text; 7.4: the imprint stands on the last page.
TEST_F(PdfWriterTest, ASignatureNeverStandsAlone) {
    for (int lines = 6; lines < 22; ++lines) {  // through the foot of the first page
        OfficialDocument document = a_notice();
        document.attachments.clear();
        document.paragraphs = {{0, repeated("文", 28 * lines - 3)}};
        const std::string file = file_of(document);
        for (int page = 1; page <= 3; ++page) {
            const std::string text = text_of(file, page);
            if (text.find("\n2026年11月29日\n") == std::string::npos) { continue; }
            EXPECT_NE(text.find("文文"), std::string::npos) << lines << "\n" << text;
            EXPECT_NE(text.find(document.signed_by + "\n2026年11月29日"), std::string::npos) << lines << "\n" << text;
        }
        const std::string whole = all_text(file);
        const auto last_page = whole.rfind("印发");
        ASSERT_NE(last_page, std::string::npos);
        EXPECT_EQ(whole.find("文文", last_page), std::string::npos);
        const auto before = whole.rfind('\f', last_page);
        EXPECT_NE(whole.find("\n2026年11月29日\n", before == std::string::npos ? 0 : before), std::string::npos) << "the imprint alone, " << lines;
    }
}

// 7.3.1: 回行时词意完整。
TEST_F(PdfWriterTest, ATitleIsBrokenWhereItAsksToBe) {
    OfficialDocument document = a_notice();
    document.title = "关于责令示范市住房和城乡\u200b建设局\u200b限期整改政务失信问题的通知";
    const std::string text = all_text(file_of(document));
    EXPECT_NE(text.find("\n关于责令示范市住房和城乡建设局\n限期整改政务失信问题的通知\n"), std::string::npos) << text;
    document.title = "关于\u200b整改的通知";
    EXPECT_NE(all_text(file_of(document)).find("\n关于整改的通知\n"), std::string::npos);
}

TEST_F(PdfWriterTest, AHeadingDoesNotEndAPage) {
    for (int lines = 6; lines < 14; ++lines) {
        OfficialDocument document = a_notice();
        document.attachments.clear();
        document.paragraphs = {{0, repeated("文", 28 * lines - 3)}, {1, "一、标题"}, {0, repeated("字", 60)}};
        const std::string file = file_of(document);
        const std::string whole = all_text(file);
        EXPECT_EQ(whole.find("一、标题\n—"), std::string::npos) << lines;
        EXPECT_NE(whole.find("一、标题\n字字"), std::string::npos) << lines << whole;
    }
}

TEST_F(PdfWriterTest, ControlAndDirectionCharactersAreLeftOut) {
    OfficialDocument document = a_notice();
    document.paragraphs = {{0, "甲\u202e乙\u200f丙\x01丁) \\ (戊"}};
    EXPECT_NE(all_text(file_of(document)).find("甲乙丙丁) \\ (戊"), std::string::npos);
    EXPECT_EQ(output_of("qpdf --check " + file_of(document) + " 2>&1").find("WARNING"), std::string::npos);
}

TEST_F(PdfWriterTest, RefusesWhatCannotBeSet) {
    OfficialDocument document = a_notice();
    ASSERT_TRUE(writer_.pdf(document).ok());
    document.title = "\xff\xfe";
    EXPECT_EQ(writer_.pdf(document).error().reason, "document.text");
    document = a_notice();
    document.paragraphs.clear();
    EXPECT_EQ(writer_.pdf(document).error().reason, "document.empty");
    document.paragraphs = {{0, repeated("长", 28 * 22 * 201)}};
    EXPECT_EQ(writer_.pdf(document).error().reason, "document.too_long");
    PrintedReport report = a_report();
    report.code = std::string(301, 'a');
    EXPECT_EQ(writer_.pdf(report).error().reason, "document.code_too_long");
}

TEST_F(PdfWriterTest, ATableRepeatsItsHeadOnEachPage) {
    const std::string file = file_of(a_report());
    for (int page = 1; page <= 2; ++page) { EXPECT_NE(text_of(file, page).find("指标 权重 得分"), std::string::npos) << text_of(file, page); }
    EXPECT_NE(text_of(file, 1).find("1 / "), std::string::npos);
    EXPECT_NE(all_text(file).find("73.21"), std::string::npos);
    EXPECT_NE(all_text(file).find("无"), std::string::npos);
}

}  // namespace
}  // namespace gx::render
