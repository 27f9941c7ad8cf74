// SPDX-License-Identifier: Apache-2.0
// Source: ASSURANCE S18
#include "app/attachments/file_type.hpp"

#include <gtest/gtest.h>

#include "app/attachments/file_bytes_test.hpp"

namespace gx::app {
namespace {

using sample::office;

struct TypeCase {
    const char* name;
    std::string file;
    std::string bytes;
    std::string want;  ///< a media type, or a reason
};

class InspectFile : public testing::TestWithParam<TypeCase> {};

TEST_P(InspectFile, DecidesByContentAndExtensionTogether) {
    sample::ToyArchives archives;
    const auto facts = inspect_file(GetParam().file, GetParam().bytes, archives);
    EXPECT_EQ(facts.ok() ? facts->media_type : facts.error().reason, GetParam().want);
}

const std::string kZip = sample::zip({{"a.txt", "x"}});
const std::string kDocx = office("word/document.xml");
const std::string kUtf8 = "编码,名称\n1,甲\n";
const std::string kGb18030 = "\xB1\xE0\xC2\xEB,\xC3\xFB\xB3\xC6\r\n1,\x81\x30\x81\x30\r\n";
const std::string kPngTail = sample::png() + "tail";

INSTANTIATE_TEST_SUITE_P(Accepted, InspectFile, testing::Values(
    TypeCase{"Pdf", "a.pdf", sample::pdf(), "application/pdf"},
    TypeCase{"PdfUpperCase", "A.PDF", sample::pdf(), "application/pdf"},
    TypeCase{"PdfWithPackedFile", "a.pdf", sample::pdf(kZip), "application/pdf"},
    TypeCase{"Png", "a.png", sample::png(), "image/png"},
    TypeCase{"Jpg", "a.jpg", sample::jpeg(), "image/jpeg"},
    TypeCase{"Jpeg", "a.jpeg", sample::jpeg(), "image/jpeg"},
    TypeCase{"JpegWithNotesOfACamera", "a.jpg", sample::jpeg() + sample::jpeg() + "SEFT", "image/jpeg"},
    TypeCase{"Gif", "a.gif", sample::gif(), "image/gif"},
    TypeCase{"Webp", "a.webp", sample::webp(), "image/webp"},
    TypeCase{"Docx", "a.docx", kDocx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    TypeCase{"Xlsx", "a.xlsx", office("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    TypeCase{"Pptx", "a.pptx", office("ppt/presentation.xml"), "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    TypeCase{"Ofd", "a.ofd", sample::zip({{"OFD.xml", "<ofd:OFD/>"}}), "application/ofd"},
    TypeCase{"Doc", "a.doc", sample::compound("WordDocument"), "application/msword"},
    TypeCase{"Xls", "a.xls", sample::compound("Workbook"), "application/vnd.ms-excel"},
    TypeCase{"XlsOfLongAgo", "a.xls", sample::compound("Book"), "application/vnd.ms-excel"},
    TypeCase{"Utf8Text", "a.txt", kUtf8, "text/plain"},
    TypeCase{"MarkedText", "a.txt", "\xEF\xBB\xBF" + kUtf8, "text/plain"},
    TypeCase{"Csv", "a.csv", kUtf8, "text/csv"},
    TypeCase{"Gb18030Csv", "a.csv", kGb18030, "text/csv"}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(Refused, InspectFile, testing::Values(
    TypeCase{"Zip", "a.zip", kZip, "attachment.type_refused"},
    TypeCase{"Svg", "a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>", "attachment.type_refused"},
    TypeCase{"Html", "a.html", "<html></html>", "attachment.type_refused"},
    TypeCase{"Program", "a.exe", "MZ", "attachment.type_refused"},
    TypeCase{"MacroWorkbook", "a.xlsm", office("xl/workbook.xml"), "attachment.type_refused"},
    TypeCase{"NoExtension", "a", "x", "attachment.type_refused"},
    TypeCase{"ProgramAsPdf", "a.pdf", "MZ\x90", "attachment.type_differs"},
    TypeCase{"PngAsJpg", "a.jpg", sample::png(), "attachment.type_differs"},
    TypeCase{"JpgAsPng", "a.png", sample::jpeg(), "attachment.type_differs"},
    TypeCase{"GifAsWebp", "a.webp", sample::gif(), "attachment.type_differs"},
    TypeCase{"PngAsPdf", "a.pdf", sample::png(), "attachment.type_differs"},
    TypeCase{"ZipAsDocx", "a.docx", kZip, "attachment.type_differs"},
    TypeCase{"DocxAsXlsx", "a.xlsx", kDocx, "attachment.type_differs"},
    TypeCase{"DocxAsDoc", "a.doc", kDocx, "attachment.type_differs"},
    TypeCase{"DocxAsOfd", "a.ofd", kDocx, "attachment.type_differs"},
    TypeCase{"XlsAsDoc", "a.doc", sample::compound("Workbook"), "attachment.type_differs"},
    TypeCase{"PdfWithoutEnd", "a.pdf", "%PDF-1.7\n1 0 obj", "attachment.type_differs"},
    TypeCase{"ZipAsText", "a.txt", kZip, "attachment.type_differs"},
    TypeCase{"TextWithZero", "a.txt", std::string("a\0b", 3), "attachment.type_differs"},
    TypeCase{"TextInNoEncoding", "a.csv", "\xB1\xE0\xFF,", "attachment.type_differs"},
    TypeCase{"HtmlAsText", "a.txt", " \n<!DOCTYPE html><p>", "attachment.two_in_one"},
    TypeCase{"SvgAsText", "a.txt", "<?xml version='1.0'?><SVG/>", "attachment.two_in_one"},
    TypeCase{"ScriptInAPngHead", "a.png", sample::png(2, 2, sample::png_chunk("tEXt", "c <script>alert(1)</script>")), "attachment.two_in_one"},
    TypeCase{"PdfBehindAPngHead", "a.png", sample::png(2, 2, sample::png_chunk("tEXt", sample::pdf())), "attachment.two_in_one"},
    TypeCase{"PdfBehindText", "a.txt", "a\n%PDF-1.7\n", "attachment.two_in_one"},
    TypeCase{"JunkBeforeAPdf", "a.pdf", "junk" + sample::pdf(), "attachment.two_in_one"},
    TypeCase{"PdfThatEndsInAZip", "a.pdf", sample::pdf() + kZip, "attachment.two_in_one"},
    TypeCase{"PngThatEndsInAZip", "a.png", sample::png() + kZip, "attachment.not_whole"},
    TypeCase{"PngWithATail", "a.png", kPngTail, "attachment.not_whole"},
    TypeCase{"PngCutShort", "a.png", sample::png().substr(0, 40), "attachment.not_whole"},
    TypeCase{"JpegThatEndsInAZip", "a.jpg", sample::jpeg() + kZip, "attachment.two_in_one"},
    TypeCase{"JpegThatEndsInAZipWithANote", "a.jpg", sample::jpeg() + kZip + "x", "attachment.two_in_one"},
    TypeCase{"JpegThatEndsInAPage", "a.jpg", sample::jpeg() + std::string(1'500, ' ') + "<script>1</script>", "attachment.two_in_one"},
    TypeCase{"JpegThatIsAScript", "a.jpg", sample::jpeg(2, 2, sample::jpeg_part(0xE0, std::string(0x2F2A - 2, ' '))), "attachment.two_in_one"},
    TypeCase{"JpegCutShort", "a.jpg", sample::jpeg().substr(0, 40), "attachment.not_whole"},
    TypeCase{"GifThatIsAScript", "a.gif", sample::gif(0x2A2F, 2), "attachment.two_in_one"},
    TypeCase{"GifWithATail", "a.gif", sample::gif() + "x", "attachment.not_whole"},
    TypeCase{"WebpWithATail", "a.webp", sample::webp() + "xx", "attachment.not_whole"},
    TypeCase{"DocxBehindATail", "a.docx", "PK\x03\x04" + kDocx, "attachment.two_in_one"},
    TypeCase{"TwoZips", "a.docx", kZip + kDocx, "attachment.two_in_one"},
    TypeCase{"DocxWithATail", "a.docx", kDocx + "x", "attachment.two_in_one"},
    TypeCase{"MacrosInDocx", "a.docx", office("word/document.xml", {{"word/vbaProject.bin", "x"}}), "attachment.macros"},
    TypeCase{"MacrosUnderAnotherName", "a.docx", office("word/document.xml", {{"[Content_Types].xml", "<Override ContentType='application/vnd.ms-office.vbaProject'/>"}}), "attachment.macros"},
    TypeCase{"MacroTypeInUtf16", "a.xlsx", office("xl/workbook.xml", {{"[Content_Types].xml", sample::wide("macroEnabled")}}), "attachment.macros"},
    TypeCase{"MacrosInXls", "a.xls", sample::compound("Workbook") + sample::wide("_VBA_PROJECT_CUR"), "attachment.macros"},
    TypeCase{"PathOutInDocx", "a.docx", office("word/document.xml", {{"../../x", "x"}}), "attachment.archive_names"},
    TypeCase{"AbsolutePathInDocx", "a.docx", office("word/document.xml", {{"/etc/x", "x"}}), "attachment.archive_names"},
    TypeCase{"BackslashInDocx", "a.docx", office("word/document.xml", {{"..\\x", "x"}}), "attachment.archive_names"}),
    [](const auto& row) { return row.param.name; });

// 10,000 × 10,000 is the limit itself.
INSTANTIATE_TEST_SUITE_P(Pixels, InspectFile, testing::Values(
    TypeCase{"PngAtTheLimit", "a.png", sample::png(10'000, 10'000), "image/png"},
    TypeCase{"PngAbove", "a.png", sample::png(10'000, 10'001), "attachment.pixels"},
    TypeCase{"PngLargest", "a.png", sample::png(0xFFFFFFFF, 0xFFFFFFFF), "attachment.pixels"},
    TypeCase{"JpegAtTheLimit", "a.jpg", sample::jpeg(10'000, 10'000), "image/jpeg"},
    TypeCase{"JpegAbove", "a.jpg", sample::jpeg(65'535, 65'535), "attachment.pixels"},
    TypeCase{"GifAbove", "a.gif", sample::gif(65'535, 65'535), "attachment.pixels"},
    TypeCase{"WebpAbove", "a.webp", sample::webp(16'000'000, 16'000'000), "attachment.pixels"},
    TypeCase{"PngOfNothing", "a.png", sample::png(0, 5), "attachment.not_whole"}),
    [](const auto& row) { return row.param.name; });

std::string warnings_of(const std::string& file, const std::string& bytes) {
    sample::ToyArchives archives;
    const auto facts = inspect_file(file, bytes, archives);
    if (!facts.ok()) { return facts.error().reason; }
    std::string all;
    for (const auto& warning : facts->warnings) { all += warning + " "; }
    return all;
}

TEST(FileWarnings, TellWhatAFileSaysOfPeopleAndPlaces) {
    using sample::exif;
    EXPECT_EQ(warnings_of("a.jpg", sample::jpeg()), "");
    EXPECT_EQ(warnings_of("a.jpg", sample::jpeg_with_exif(exif(true, false))), "metadata.author ");
    EXPECT_EQ(warnings_of("a.jpg", sample::jpeg_with_exif(exif(false, true))), "metadata.location ");
    EXPECT_EQ(warnings_of("a.jpg", sample::jpeg_with_exif(exif(true, true))), "metadata.author metadata.location ");
    EXPECT_EQ(warnings_of("a.jpg", sample::jpeg_with_exif(exif(false, true, 1))), "") << "a camera without a fix";
    EXPECT_EQ(warnings_of("a.jpg", sample::jpeg_with_exif(exif(false, false))), "");
    EXPECT_EQ(warnings_of("a.jpg", sample::jpeg_with_exif("MM")), "");
    EXPECT_EQ(warnings_of("a.png", sample::png(2, 2, sample::png_chunk("eXIf", exif(true, true)))), "metadata.author metadata.location ");
    EXPECT_EQ(warnings_of("a.pdf", sample::pdf("<</Author (Zhang)>>")), "metadata.author ");
    EXPECT_EQ(warnings_of("a.pdf", sample::pdf("<</Author ()>>")), "");
    const auto with = [](const std::string& xml) { return office("word/document.xml", {{"docProps/core.xml", xml}}); };
    EXPECT_EQ(warnings_of("a.docx", with("<cp:coreProperties><dc:creator>x</dc:creator></cp:coreProperties>")), "metadata.author ");
    EXPECT_EQ(warnings_of("a.docx", with("<dc:creator></dc:creator><cp:lastModifiedBy>y</cp:lastModifiedBy>")), "metadata.author ");
    EXPECT_EQ(warnings_of("a.docx", with("<dc:creator> </dc:creator><cp:lastModifiedBy/>")), "");
}

TEST(InspectFile, EndsWhereverAFileIsCut) {
    sample::ToyArchives archives;
    for (const auto& [name, bytes] : {std::pair{"a.png", sample::png()}, {"a.jpg", sample::jpeg_with_exif(sample::exif(true, true))}, {"a.gif", sample::gif()},
                                      {"a.webp", sample::webp()}, {"a.pdf", sample::pdf()}, {"a.docx", kDocx}, {"a.doc", sample::compound("WordDocument")}}) {
        for (std::size_t size = 0; size + 1 < bytes.size(); ++size) {
            const auto facts = inspect_file(name, std::string_view(bytes).substr(0, size), archives);
            if (facts.ok()) { EXPECT_TRUE(std::string_view(name) == "a.doc" || std::string_view(name) == "a.pdf") << name << " cut at " << size; }
        }
    }
}

}  // namespace
}  // namespace gx::app
