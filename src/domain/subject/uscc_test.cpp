// SPDX-License-Identifier: Apache-2.0
#include "domain/subject/uscc.hpp"
#include "source_dir.hpp"

#include <fstream>

#include <gtest/gtest.h>

namespace gx::domain {
namespace {

std::string reason_of(std::string_view raw) {
    const auto code = Uscc::parse(raw);
    return code.ok() ? "" : code.error().reason;
}

// Source: DOMAIN 2.1: public codes and synthetic ones for division 211382
TEST(Uscc, AcceptsTheKnownCodes) {
    for (const auto* code :
         {"11120110000176778B", "11230500001755309F", "12100000400000624D", "12100000400002259P", "12100000470095016Q",
          "12100000425006117P", "914403001922038216", "9144030071526726XG", "91330100799655058B", "11211382MB1QY001XE",
          "112113820011838224", "11211382001184112J", "11211382777777759Y", "12211382MB1QY0028B", "13211382MB1QY00363",
          "19211382MB1QY0095K", "51211382MJ0QY0017E", "52211382MJ0QY00256", "53211382MJ0QY0033X", "54211382MJ0QY0041M",
          "55211382MJ0QY005XA", "81211382MC0QY0011C", "91211382MA0QY0014G", "92211382MA0QY00228", "93211382MA0QY00300",
          "N1211382MF0QY00127", "N2211382MF0QY0020Y", "N3211382MF0QY0039Q", "Y1211382MB0QY00189"}) {
        const auto read = Uscc::parse(code);
        ASSERT_TRUE(read.ok()) << code << " " << read.error().reason;
        EXPECT_EQ(read->str(), code);
        EXPECT_TRUE(read->warnings().empty()) << code;
    }
}

struct RefusedCase {
    const char* code;
    const char* reason;
};

// Source: DOMAIN 2.1, invalid vectors
TEST(Uscc, RefusesTheKnownWrongCodes) {
    constexpr RefusedCase kCases[] = {
        {"212113820011838224", "uscc.check"},     // position 1
        {"112114820011838224", "uscc.check"},     // position 6
        {"112113820111838224", "uscc.check"},     // position 10
        {"112113820011838234", "uscc.check"},     // position 17
        {"11211382MB1QYO01XE", "uscc.character"}, // letter O
        {"11211382MB1QY001X", "uscc.length"},     // 17
        {"11211382MB1QY001XE1", "uscc.length"},   // 19
        {"112113820000000002", "uscc.all_zero"},
        {"", "uscc.length"},
        {"凌源市财政局凌源市", "uscc.length"},
        {"1121138200118382\xFF" "4", "uscc.character"},
    };
    for (const auto& row : kCases) { EXPECT_EQ(reason_of(row.code), row.reason) << row.code; }
    EXPECT_EQ(reason_of(std::string(1'000'000, '1')), "uscc.length");
}

TEST(Uscc, ReadsWhatPeopleWrite) {
    for (const auto* raw : {"11211382mb1qy001xe", " 11211382 MB1QY001XE ", "１１２１１３８２ＭＢ１ＱＹ００１ＸＥ", "11211382-MB1QY001X-E",
                            "11211382—MB1QY001XE", "\xEF\xBB\xBF" "11211382MB1QY001XE\n", "11211382\xE3\x80\x80MB1QY001XE"}) {
        const auto read = Uscc::parse(raw);
        ASSERT_TRUE(read.ok()) << raw;
        EXPECT_EQ(read->str(), "11211382MB1QY001XE");
    }
}

TEST(Uscc, GivesItsParts) {
    const auto code = Uscc::parse("11211382MB1QY001XE").value();
    EXPECT_EQ(code.category(), "11");
    EXPECT_EQ(code.division_code(), "211382");
    EXPECT_EQ(code.organisation_code(), "MB1QY001X");
}

/// The code with its last character made right.
std::string with_check(const std::string& seventeen) {
    constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    for (const char c : kAlphabet) {
        if (Uscc::parse(seventeen + c).ok()) { return seventeen + c; }
    }
    return {};
}

TEST(Uscc, OnlyWarnsOfTheSecondCheckAndUnknownKinds) {
    const auto second = Uscc::parse(with_check("11211382001183823"));  // organisation code ends 2, not 3
    ASSERT_TRUE(second.ok());
    EXPECT_EQ(second->warnings(), (std::vector<std::string>{"uscc.organisation_check"}));
    const auto kind = Uscc::parse(with_check("E1211382001183822"));
    ASSERT_TRUE(kind.ok());
    EXPECT_EQ(kind->warnings(), (std::vector<std::string>{"uscc.category_unknown"}));
}

TEST(Uscc, AgreesWithTheCollectedCodes) {
    std::ifstream file(GX_SOURCE_DIR "/tests/fixtures/subject/uscc.csv");
    std::string line;
    std::getline(file, line);
    int rows = 0;
    for (; std::getline(file, line); ++rows) {
        const auto comma = line.find(',');
        EXPECT_EQ(Uscc::parse(line.substr(0, comma)).ok(), line.substr(comma + 1) == "1") << line;
    }
    EXPECT_EQ(rows, 96);
}

TEST(Uscc, NoticesEachChangedCharacter) {
    const std::string good = "112113820011838224";
    for (std::size_t i = 0; i < good.size(); ++i) {
        for (const char c : std::string_view("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
            if (c == good[i]) { continue; }
            std::string other = good;
            other[i] = c;
            EXPECT_EQ(reason_of(other), "uscc.check") << other;
        }
    }
}

// Source: GB 11714-1997
TEST(OrganisationCode, HasItsCheckCharacter) {
    EXPECT_EQ(organisation_check("71526726"), 'X');
    EXPECT_EQ(organisation_check("00118382"), '2');
    EXPECT_EQ(organisation_check("MB1QY001"), 'X');
    EXPECT_EQ(organisation_check("0011838"), '\0');
    EXPECT_EQ(organisation_check("0011838a"), '\0');
    EXPECT_EQ(parse_organisation_code("71526726-x").value(), "71526726X");
    EXPECT_EQ(parse_organisation_code("71526726-1").error().reason, "organisation_code.check");
    EXPECT_EQ(parse_organisation_code("7152672X").error().reason, "organisation_code.length");
    EXPECT_EQ(parse_organisation_code("7152672#X").error().reason, "organisation_code.character");
    EXPECT_EQ(parse_organisation_code(std::string(300, '1')).error().reason, "organisation_code.length");
}

}  // namespace
}  // namespace gx::domain
