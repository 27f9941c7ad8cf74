// SPDX-License-Identifier: Apache-2.0
#include "outbound/mail_message.hpp"

#include <gtest/gtest.h>

#include <string_view>

#include "base/bytes.hpp"
#include "outbound/smtp_mailer.hpp"

namespace gx::outbound {
namespace {

app::Letter letter(std::string subject, std::string text) {
    return {.id = "id-1", .to = "clerk@county.example", .subject = std::move(subject), .text = std::move(text),
            .at = base::Instant::parse("2026-11-28T12:34:56Z").value()};
}

// Source: RFC 5322 section 2.1.1; RFC 2047 section 2
TEST(MailMessage, HasOnlyShortLinesAndItsOwnHeaders) {
    std::string subject;
    for (int i = 0; i < 60; ++i) { subject += "义务"; }
    const std::string message = mail_message(letter(subject, std::string(5'000, 'x')), "office@county.example");
    std::string_view rest = message;
    while (!rest.empty()) {
        const std::size_t end = rest.find("\r\n");
        ASSERT_NE(end, std::string_view::npos);
        EXPECT_LE(end, 78U);
        EXPECT_EQ(rest.substr(0, end).find_first_of("\r\n"), std::string_view::npos);
        rest.remove_prefix(end + 2);
    }
    EXPECT_NE(message.find("Date: Sat, 28 Nov 2026 12:34:56 +0000\r\n"), std::string::npos);
    EXPECT_NE(message.find("Message-ID: <id-1@county.example>\r\n"), std::string::npos);
}

TEST(MailMessage, LetsNoSubjectAddAHeader) {
    const std::string message = mail_message(letter("a\r\nBcc: other@evil.example\r\n\r\nbody", "text"), "office@county.example");
    EXPECT_EQ(message.find("Bcc:"), std::string::npos);
    EXPECT_EQ(message.find("\r\n\r\n"), message.rfind("\r\n\r\n"));
}

TEST(SmtpSettings, TakesOnlyTheThreeForms) {
    EXPECT_EQ(SmtpSettings::parse("smtps://mail.county.example").value().port, 465);
    EXPECT_EQ(SmtpSettings::parse("smtp://mail.county.example:2525").value().port, 2525);
    EXPECT_EQ(SmtpSettings::parse("smtp+plain://127.0.0.1:25").value().security, SmtpSettings::Security::Plain);
    for (const char* wrong : {"", "mail.county.example", "http://mail.county.example", "smtp://", "smtp://a b", "smtp://mail:0", "smtp://mail:99999",
                              "smtp://mail:25x", "smtp://user@mail", "smtp://0x7f.1"}) {
        const auto settings = SmtpSettings::parse(wrong);
        ASSERT_FALSE(settings.ok()) << wrong;
        EXPECT_EQ(settings.error().reason, "options.smtp");
    }
}

TEST(SmtpMailer, RefusesAnAddressThatEndsItsLine) {
    SmtpSettings settings = SmtpSettings::parse("smtp+plain://127.0.0.1:1").value();
    settings.from = "office@county.example";
    const auto mailer = make_smtp_mailer(settings);
    for (const char* wrong : {"", "clerk", "a@b>\r\nRCPT TO:<c@d", "a@b c", "a@b>"}) {
        app::Letter one = letter("s", "t");
        one.to = wrong;
        EXPECT_EQ(mailer->send(one).error().reason, "mail.address") << wrong;
    }
    EXPECT_EQ(mailer->send(letter("s", "t")).error().reason, "outbound.unreachable");
}

}  // namespace
}  // namespace gx::outbound
