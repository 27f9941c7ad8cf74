// SPDX-License-Identifier: Apache-2.0
// Source: ASSURANCE S17
#include "app/attachments/file_name.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace gx::app {
namespace {

struct NameCase {
    const char* name;
    std::string given;
    std::string want;  ///< empty: refused
};

class CleanFileName : public testing::TestWithParam<NameCase> {};

TEST_P(CleanFileName, KeepsWhatCanBeShownAndSavedAnywhere) {
    const auto cleaned = clean_file_name(GetParam().given);
    if (GetParam().want.empty()) {
        ASSERT_FALSE(cleaned.ok()) << *cleaned;
        EXPECT_EQ(cleaned.error().reason, "attachment.name");
        EXPECT_EQ(cleaned.error().where, "/query/name");
        return;
    }
    ASSERT_TRUE(cleaned.ok());
    EXPECT_EQ(*cleaned, GetParam().want);
    EXPECT_EQ(clean_file_name(*cleaned).value(), *cleaned) << "cleaning twice changes nothing";
}

INSTANTIATE_TEST_SUITE_P(, CleanFileName, testing::Values(
    NameCase{"Plain", "合同 (副本).pdf", "合同 (副本).pdf"},
    NameCase{"UpperExtension", "A.PDF", "A.PDF"},
    NameCase{"ParentFolders", "../../etc/passwd.txt", "passwd.txt"},
    NameCase{"OnlyParents", "../..", ""},
    NameCase{"Absolute", "/etc/cron.d/job.txt", "job.txt"},
    NameCase{"DriveLetter", "C:\\Windows\\win.txt", "win.txt"},
    NameCase{"DriveWithoutSlash", "C:win.txt", "C_win.txt"},
    NameCase{"NetworkPath", "\\\\server\\share\\a.pdf", "a.pdf"},
    NameCase{"Nul", std::string("a\0.exe.pdf", 10), "a.exe.pdf"},
    NameCase{"EncodedSlash", "..%2f..%2fa.pdf", "_2f.._2fa.pdf"},
    NameCase{"EncodedTwice", "%252e%252e%252fa.pdf", "_252e_252e_252fa.pdf"},
    NameCase{"PercentAlone", "完成率95%.pdf", "完成率95%.pdf"},
    NameCase{"LineEnds", "a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"},
    NameCase{"Quotes", "a\";x=\".pdf", "a_;x=_.pdf"},
    NameCase{"Stream", "a.pdf:hidden.txt", "a.pdf_hidden.txt"},
    NameCase{"RightToLeft", "\xE2\x80\xAE" "fdp.exe.txt", "fdp.exe.txt"},
    NameCase{"Isolates", "a\xE2\x81\xA6" "b\xE2\x81\xA9.pdf", "ab.pdf"},
    NameCase{"ZeroWidth", "a\xE2\x80\x8B" "b\xEF\xBB\xBF.pdf", "ab.pdf"},
    NameCase{"Decomposed", "Re\xCC\x81sume\xCC\x81.pdf", "R\xC3\xA9sum\xC3\xA9.pdf"},
    NameCase{"HiddenFile", "..htaccess.txt", "htaccess.txt"},
    NameCase{"OnlyExtension", ".pdf", ""},
    NameCase{"TrailingDots", "a.pdf. . ", "a.pdf"},
    NameCase{"Blank", "\xE3\x80\x80.pdf", ""},
    NameCase{"NoExtension", "README", ""},
    NameCase{"EmptyExtension", "a.", ""},
    NameCase{"Device", "CON.txt", "_CON.txt"},
    NameCase{"DeviceWithMore", "nul.tar.txt", "_nul.tar.txt"},
    NameCase{"NotUtf8", "a\xFF.pdf", ""},
    NameCase{"LongExtension", "a.abcdefghijklmnop", ""},
    NameCase{"Empty", "", ""}),
    [](const auto& row) { return row.param.name; });

TEST(FileName, IsShortenedBetweenTwoCharactersAndKeepsItsExtension) {
    std::string stem;
    while (stem.size() < 255) { stem += "文"; }
    const std::string cleaned = clean_file_name(stem + ".docx").value();
    EXPECT_LE(cleaned.size(), kFileNameBytesMax);
    EXPECT_GT(cleaned.size(), kFileNameBytesMax - 4);
    EXPECT_TRUE(cleaned.ends_with("文.docx"));
    EXPECT_TRUE(base::is_utf8(cleaned));
    EXPECT_EQ(clean_file_name(std::string(196, 'a') + ".pdf").value().size(), 200U);
    EXPECT_EQ(clean_file_name(std::string(197, 'a') + ".pdf").value().size(), 200U);
    EXPECT_FALSE(clean_file_name(std::string(4'093, 'a') + ".pdf").ok());
}

TEST(FileName, CarriesNoNumberOfAPerson) {
    for (const char* name : {"张某13812345678.pdf", "110101199003074477.pdf"}) {
        const auto cleaned = clean_file_name(name);
        ASSERT_FALSE(cleaned.ok()) << name;
        EXPECT_EQ(cleaned.error().reason, "attachment.name_personal");
    }
    EXPECT_TRUE(clean_file_name("发改〔2025〕13号.pdf").ok());
}

}  // namespace
}  // namespace gx::app
