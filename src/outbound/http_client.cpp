// SPDX-License-Identifier: Apache-2.0
#include "outbound/http_client.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "base/url.hpp"
#include "outbound/curl_handle.hpp"

namespace gx::outbound {
namespace {

using app::OutboundAnswer;
using app::OutboundRequest;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kHeadBytesMax = 64U << 10U;

/// What is read of an answer, never more than its limit.
struct Intake {
    std::string text;
    std::size_t bytes_max;

    static std::size_t take(const char* data, std::size_t one, std::size_t count, void* self) {
        auto& intake = *static_cast<Intake*>(self);
        if (intake.text.size() + one * count > intake.bytes_max) { return 0; }
        intake.text.append(data, one * count);
        return one * count;
    }
};

bool one_line(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

Result<CurlListPtr> header_list(const OutboundRequest& request) {
    CurlListPtr list;
    const auto add = [&](const std::string& line) {
        auto* const longer = curl_slist_append(list.get(), line.c_str());
        GX_ASSERT(longer != nullptr);
        static_cast<void>(list.release());
        list.reset(longer);
    };
    for (const auto& [name, value] : request.headers) {
        if (!one_line(name) || !one_line(value) || name.empty()) { return Error{ErrorCode::InvalidInput, "outbound.header"}; }
        add(name + ": " + value);
    }
    if (!one_line(request.content_type)) { return Error{ErrorCode::InvalidInput, "outbound.header"}; }
    if (!request.content_type.empty()) { add("Content-Type: " + request.content_type); }
    add("Expect:");
    return list;
}

std::string media_type(const char* content_type) {
    const std::string_view whole = content_type == nullptr ? "" : content_type;
    return base::ascii_lower(base::trim(whole.substr(0, whole.find(';'))));
}

class HttpClient final : public app::Outbound {
public:
    explicit HttpClient(HttpClientSettings settings) : settings_(std::move(settings)) {}

    Result<OutboundAnswer> send(const OutboundRequest& request) override {
        GX_TRY(const auto url, base::Url::parse(request.url));
        GX_TRY(const auto whereabouts, whereabouts_of(url));
        GX_TRY(const auto headers, header_list(request));
        CurlHandle curl({.protocols = url.scheme, .whereabouts = whereabouts, .time_max = settings_.time_max, .ca_file = settings_.ca_file});
        Intake body{{}, settings_.answer_bytes_max};
        Intake head{{}, kHeadBytesMax};
        const std::string text = url.text();
        curl.set(CURLOPT_URL, text.c_str());
        curl.set(CURLOPT_PATH_AS_IS, 1L);
        curl.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        curl.set(CURLOPT_USERAGENT, "gongxin/" GX_VERSION);
        curl.set(CURLOPT_HTTPHEADER, headers.get());
        if (!request.content_type.empty()) {
            curl.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
            curl.set(CURLOPT_POSTFIELDS, request.body.data());
        }
        curl.set(CURLOPT_WRITEFUNCTION, &Intake::take);
        curl.set(CURLOPT_WRITEDATA, &body);
        curl.set(CURLOPT_HEADERFUNCTION, &Intake::take);
        curl.set(CURLOPT_HEADERDATA, &head);
        GX_CHECK(curl.perform());
        long status = 0;
        const char* content_type = nullptr;
        curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(curl.get(), CURLINFO_CONTENT_TYPE, &content_type);
        return OutboundAnswer{static_cast<int>(status), media_type(content_type), std::move(body.text)};
    }

private:
    Result<Whereabouts> whereabouts_of(const base::Url& url) const {
        const auto listed = std::ranges::find_if(settings_.hosts, [&](const ListedHost& one) { return one.host == url.host && one.port == url.port; });
        if (listed == settings_.hosts.end()) { return Error{ErrorCode::NotPermitted, "outbound.host_not_listed", url.origin()}; }
        if (url.scheme == "https") { return listed->internal ? Whereabouts::Internal : Whereabouts::Public; }
        if (settings_.plain_on_loopback && listed->internal) { return Whereabouts::LoopbackOnly; }
        return Error{ErrorCode::NotPermitted, "outbound.not_encrypted", url.origin()};
    }

    HttpClientSettings settings_;
};

}  // namespace

std::unique_ptr<app::Outbound> make_http_client(HttpClientSettings settings) {
    return std::make_unique<HttpClient>(std::move(settings));
}

}  // namespace gx::outbound
