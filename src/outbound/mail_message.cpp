// SPDX-License-Identifier: Apache-2.0
#include "outbound/mail_message.hpp"

#include <array>
#include <string_view>

#include "base/bytes.hpp"

namespace gx::outbound {
namespace {

constexpr std::size_t kLineMax = 76;
constexpr std::size_t kWordBytesMax = 42;  ///< of text in one encoded word: 56 characters of base64 and the frame

std::string base64(std::string_view text) { return base::to_base64(base::as_bytes(text)); }

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// "=?UTF-8?B?…?=" words on lines of their own.
std::string encoded_words(std::string text) {
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) { c = ' '; }
    }
    std::string out;
    std::string_view rest = text;
    while (!rest.empty()) {
        std::size_t end = std::min(kWordBytesMax, rest.size());
        while (end < rest.size() && end > 0 && is_continuation(rest[end])) { --end; }
        if (!out.empty()) { out += "\r\n "; }
        out += "=?UTF-8?B?" + base64(rest.substr(0, end)) + "?=";
        rest.remove_prefix(end);
    }
    return out;
}

/// "Sat, 28 Nov 2026 12:00:00 +0000"
std::string date_text(base::Instant at) {
    constexpr std::array<std::string_view, 7> kDays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::string iso = at.iso();  // 2026-11-28T12:00:00.000Z
    const auto day = base::Date::parse(iso.substr(0, 10)).value();
    return fmt::format("{}, {:02} {} {} {} +0000", kDays[static_cast<std::size_t>(day.weekday() - 1)], day.day_of_month(),
                       kMonths[day.month() - 1], day.year(), iso.substr(11, 8));
}

}  // namespace

std::string mail_message(const app::Letter& letter, const std::string& from) {
    const std::size_t at = from.find('@');
    const std::string host = at == std::string::npos ? "localhost" : from.substr(at + 1);
    std::string out = fmt::format("Date: {}\r\nFrom: <{}>\r\nTo: <{}>\r\nMessage-ID: <{}@{}>\r\nSubject: {}\r\n", date_text(letter.at), from,
                                  letter.to, letter.id, host, encoded_words(letter.subject));
    out += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\r\n";
    const std::string body = base64(letter.text);
    for (std::size_t i = 0; i < body.size(); i += kLineMax) { out += body.substr(i, kLineMax) + "\r\n"; }
    return out;
}

}  // namespace gx::outbound
