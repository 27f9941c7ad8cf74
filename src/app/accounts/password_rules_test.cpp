// SPDX-License-Identifier: Apache-2.0
#include "app/accounts/password_rules.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gx::app {
namespace {

PasswordRules rules() {
    PasswordRules out;
    out.common = {"password1", "iloveyou", "qwertyuiop"};
    out.context = {"gongxin", "示范市", "990101"};
    return out;
}

struct Row {
    const char* password;
    const char* reason;  ///< "" when it may be chosen
};

TEST(CheckPassword, TakesAnyScriptAndRefusesWhatIsGuessed) {
    const std::string longest = [] { std::string text; for (int i = 0; i < 42; ++i) { text += "长a7"; } return text + "bc"; }();
    const std::string too_long = longest + "b";
    for (const Row& row : {
             Row{"12ab34c", "password.too_short"}, Row{"12ab34cd", ""}, Row{"密码就是这一句话", ""}, Row{"密码就是这一句", "password.too_short"},
             Row{longest.c_str(), ""}, Row{too_long.c_str(), "password.too_long"}, Row{"password1", "password.common"},
             Row{"PassWord1", "password.common"}, Row{"ILoveYou2026!", "password.common"}, Row{"qwertyuiop", "password.common"},
             Row{"aaaaaaaaaaaa", "password.common"}, Row{"abababababab", "password.common"}, Row{"gongxin990101", "password.context"},
             Row{"zhangsan-1 2026", "password.context"}, Row{"示范市示范市示范市", "password.context"}, Row{"示范市人民政府信用办公室", ""},
             Row{"correct horse battery staple", ""}, Row{"        ", "password.common"}}) {
        const auto checked = check_password(row.password, "zhangsan-1", rules());
        if (*row.reason == '\0') { EXPECT_TRUE(checked.ok()) << row.password << " " << checked.error().reason; continue; }
        ASSERT_FALSE(checked.ok()) << row.password;
        EXPECT_EQ(checked.error().reason, row.reason) << row.password;
    }
}

// Source: GB/T 22239-2019 level 3, as a setting
TEST(CheckPassword, AsksForKindsOfCharactersWhereThatIsSet) {
    PasswordRules strict = rules();
    strict.classes_min = 3;
    EXPECT_FALSE(check_password("abcdefgh12", "u-1", strict).ok());
    EXPECT_EQ(check_password("abcdefgh12", "u-1", strict).error().reason, "password.classes");
    EXPECT_TRUE(check_password("Abcdefgh12", "u-1", strict).ok());
    EXPECT_TRUE(check_password("abcdefgh 12", "u-1", strict).ok());
}

TEST(PasswordText, IsOneFormAndBounded) {
    EXPECT_EQ(password_text("e\xCC\x81").value(), "\xC3\xA9");
    EXPECT_EQ(password_text(std::string(4'097, 'x')).error().reason, "password.too_long");
    EXPECT_EQ(password_text("\xFF").error().reason, "text.not_utf8");
}

TEST(IsDue, OneTimeAlwaysOthersByAge) {
    const base::Date day = base::Date::parse("2026-11-22").value();
    PasswordRules none = rules();
    EXPECT_TRUE(is_due(std::nullopt, day, none));
    EXPECT_FALSE(is_due(day.plus_days(-4'000), day, none));
    none.age_days_max = 90;
    EXPECT_FALSE(is_due(day.plus_days(-90), day, none));
    EXPECT_TRUE(is_due(day.plus_days(-91), day, none));
}

TEST(OneTimePassword, HasNoLetterThatIsMistakenForAnother) {
    base::Bytes random(64);
    std::set<std::string> seen;
    for (int round = 0; round < 200; ++round) {
        for (std::size_t i = 0; i < random.size(); ++i) { random[i] = static_cast<std::uint8_t>(round * 37 + static_cast<int>(i) * 11); }
        const std::string text = one_time_password(random);
        EXPECT_EQ(text.size(), 23U);
        EXPECT_EQ(text.find_first_of("01ilo"), std::string::npos) << text;
        seen.insert(text);
    }
    EXPECT_GT(seen.size(), 100U);
}

}  // namespace
}  // namespace gx::app
