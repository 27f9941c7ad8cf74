// SPDX-License-Identifier: Apache-2.0
#include "http/server/response_writer.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/date.hpp"

namespace gx::http {
namespace {

constexpr std::array<std::pair<int, std::string_view>, 27> kStatus = {{
    {200, "OK"},
    {201, "Created"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
}};

bool never_has_body(int status) { return status == 204 || status == 304; }

}  // namespace

std::string_view status_text(int status) {
    for (const auto& [code, text] : kStatus) {
        if (code == status) { return text; }
    }
    return status == 507 ? "Insufficient Storage" : "Unknown";
}

void write_head(std::string& out, const Response& response, const Framing& framing) {
    auto put = [&out](auto&&... parts) { (out.append(parts), ...); };
    const fmt::format_int status(response.status);
    put("HTTP/1.1 ", std::string_view(status.data(), status.size()), " ", status_text(response.status));
    put("\r\nDate: ", framing.date, "\r\n");
    if (response.shared_head) { put(*response.shared_head); }
    put(response.head);
    if (response.next_chunk) {
        if (framing.version == Version::Http11) { put("Transfer-Encoding: chunked\r\n"); }
    } else if (!never_has_body(response.status)) {
        const fmt::format_int length(response.body ? response.body->size() : 0);
        put("Content-Length: ", std::string_view(length.data(), length.size()), "\r\n");
    }
    put(framing.connection == Connection::Close ? "Connection: close\r\n\r\n" : "\r\n");
}

void write_chunk(std::string& out, std::string_view text, Version version) {
    if (text.empty()) { return; }
    if (version == Version::Http10) {
        out.append(text);
        return;
    }
    fmt::format_to(std::back_inserter(out), "{:x}\r\n", text.size());
    out.append(text).append("\r\n");
}

void write_last_chunk(std::string& out, Version version) {
    if (version == Version::Http11) { out.append("0\r\n\r\n"); }
}

bool has_wire_body(const Response& response, const Framing& framing) {
    return !framing.head_only && !never_has_body(response.status) && response.body && !response.body->empty();
}

std::string imf_fixdate(std::int64_t seconds) {
    static constexpr std::array<std::string_view, 7> kDays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::int64_t of_day = ((seconds % 86'400) + 86'400) % 86'400;
    const auto day = base::Date::from_days(static_cast<std::int32_t>((seconds - of_day) / 86'400));
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[static_cast<std::size_t>(day.weekday() - 1)],
                       day.day_of_month(), kMonths[day.month() - 1], day.year(), of_day / 3'600, of_day / 60 % 60,
                       of_day % 60);
}

}  // namespace gx::http
