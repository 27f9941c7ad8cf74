// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "app/imports/normalise.hpp"

namespace gx::app {
namespace {

constexpr CellOrigin kSheet{.spreadsheet = true, .counts_from_1904 = false};
constexpr CellOrigin kMac{.spreadsheet = true, .counts_from_1904 = true};
constexpr CellOrigin kText{.spreadsheet = false, .counts_from_1904 = false};

Cell text(std::string_view what) { return {.text = what, .name = {}, .kind = CellKind::Text}; }
Cell number(std::string_view what) { return {.text = what, .name = {}, .kind = CellKind::Number}; }

std::string day(const Cell& cell, CellOrigin origin = kSheet) {
    const auto read = read_day(cell, origin);
    return read.ok() ? read->iso() : read.error().reason;
}
std::string money(const Cell& cell, std::int64_t unit = 100, CellOrigin origin = kSheet) {
    const auto read = read_money(cell, origin, unit);
    return read.ok() ? fmt::format("{}", *read) : read.error().reason;
}

TEST(ReadDay, UnderstandsTheWaysDaysAreWritten) {
    for (const char* written : {"2025-01-03", "2025-1-3", "2025/1/3", "2025.1.3", "20250103", "2025年1月3日", "2025年01月03日",
                                "２０２５－１－３", " 2025-01-03 ", "2025-01-03 10:20:30", "2025-01-03T00:00:00Z", "45660"}) {
        EXPECT_EQ(day(text(written)), "2025-01-03") << written;
    }
    EXPECT_EQ(day(number("45660")), "2025-01-03");
    EXPECT_EQ(day(number("45660.75")), "2025-01-03");
    EXPECT_EQ(day(number("44198"), kMac), "2025-01-03");
    EXPECT_EQ(day(number("20250103")), "2025-01-03");
}

TEST(ReadDay, CountsTheDayOf1900ThatNeverWas) {
    EXPECT_EQ(day(number("1")), "1900-01-01");
    EXPECT_EQ(day(number("59")), "1900-02-28");
    EXPECT_EQ(day(number("60")), "import.date_impossible");
    EXPECT_EQ(day(number("61")), "1900-03-01");
    EXPECT_EQ(day(number("0")), "import.date_impossible");
    EXPECT_EQ(day(number("2958466")), "import.date_impossible");
}

TEST(ReadDay, TellsABadFormFromAnImpossibleDay) {
    for (const char* written : {"2025-02-29", "2025-13-01", "20250230", "2025年2月30日", "0001-01-01"}) {
        EXPECT_EQ(day(text(written)), "import.date_impossible") << written;
    }
    for (const char* written : {"25-1-3", "昨天", "2025-1", "2025年1月", "1/3/2025", "2025-01-03 下午", "123", "2025-1-3-4"}) {
        EXPECT_EQ(day(text(written)), "import.date_format") << written;
    }
}

TEST(ReadMoney, UnderstandsTheWaysAmountsAreWritten) {
    EXPECT_EQ(money(text("1,234.50")), "123450");
    EXPECT_EQ(money(text("１，２３４．５元")), "123450");
    EXPECT_EQ(money(text("¥1 234.5")), "123450");
    EXPECT_EQ(money(text("3.5万元")), "3500000");
    EXPECT_EQ(money(text("0.0001亿元")), "1000000");
    EXPECT_EQ(money(text("(5.00)")), "-500");
    EXPECT_EQ(money(text("2.41"), 1'000'000), "2410000");
    EXPECT_EQ(money(number("1.5E+6")), "150000000");
    EXPECT_EQ(money(number("0.30000000000000004")), "30");
    EXPECT_EQ(money(number("1234.5599999999999")), "123456");
    EXPECT_EQ(money(number("9.99999999999999995")), "1000");
}

TEST(ReadMoney, RefusesWhatIsNoAmount) {
    EXPECT_EQ(money(text("一百")), "import.money_format");
    EXPECT_EQ(money(text("1,23")), "import.money_format");
    EXPECT_EQ(money(text("1.005")), "import.money_fraction");
    EXPECT_EQ(money(number("0.30000000000000004"), 100, kText), "import.money_fraction");
    EXPECT_EQ(money(text("99999999999999999999")), "import.money_range");
    EXPECT_EQ(money(number("1E+41")), "import.money_format");
}

TEST(PlainNumber, WritesExponentsOut) {
    EXPECT_EQ(plain_number("1.20E+3", kText).value(), "1200");
    EXPECT_EQ(plain_number("-1.25e-3", kText).value(), "-0.00125");
    EXPECT_EQ(plain_number("0.000", kText).value(), "0");
    EXPECT_EQ(plain_number("12300", kText).value(), "12300");
    for (const char* wrong : {"", "-", "1e", "1.2.3", "abc", "1e999", "."}) {
        EXPECT_FALSE(plain_number(wrong, kText).ok()) << wrong;
    }
}

TEST(ReadIntPercentBool, TakeTheirFormsOnly) {
    EXPECT_EQ(read_int(number("3.0"), kSheet).value(), 3);
    EXPECT_EQ(read_int(text("１２"), kSheet).value(), 12);
    EXPECT_EQ(read_int(text("1.5"), kSheet).error().reason, "import.number_format");
    EXPECT_EQ(read_percent(text("3.25%"), kSheet).value(), 325);
    EXPECT_EQ(read_percent(number("3.4500000000000002"), kSheet).value(), 345);
    EXPECT_EQ(read_percent(number("0.0325"), kSheet).error().reason, "import.percent_format");
    EXPECT_TRUE(read_bool(text("是")).value());
    EXPECT_FALSE(read_bool(text("N")).value());
    EXPECT_EQ(read_bool(text("也许")).error().reason, "import.bool_format");
}

TEST(CleanText, TakesLineEndsOutAndRefusesControls) {
    std::string scratch;
    EXPECT_EQ(clean_text("\xE3\x80\x80 a\r\n b\t", scratch).value(), "a b");
    for (const char* wrong : {"a\x01", "a\x7F", "a\xC2\x85", "\xE2\x80\xAE" "a", "\xE2\x81\xA6", "\xEF\xBF\xBE"}) {
        EXPECT_EQ(clean_text(wrong, scratch).error().reason, "import.control_character");
    }
}

}  // namespace
}  // namespace gx::app
