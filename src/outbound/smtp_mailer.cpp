// SPDX-License-Identifier: Apache-2.0
#include "outbound/smtp_mailer.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/url.hpp"
#include "outbound/curl_handle.hpp"
#include "outbound/mail_message.hpp"

namespace gx::outbound {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

/// What is still to be sent of a message.
struct Supply {
    std::string_view rest;

    static std::size_t give(char* to, std::size_t one, std::size_t count, void* self) {
        auto& supply = *static_cast<Supply*>(self);
        const std::size_t size = std::min(one * count, supply.rest.size());
        std::memcpy(to, supply.rest.data(), size);
        supply.rest.remove_prefix(size);
        return size;
    }
};

/// An address that cannot end its line or its brackets.
bool is_plain_address(std::string_view text) {
    return text.find('@') != std::string_view::npos && std::ranges::all_of(text, [](char c) {
        return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7F && c != '<' && c != '>';
    });
}

class SmtpMailer final : public app::Mailer {
public:
    explicit SmtpMailer(SmtpSettings settings) : settings_(std::move(settings)) {}

    Result<Done> send(const app::Letter& letter) override {
        if (!is_plain_address(letter.to)) { return Error{ErrorCode::InvalidInput, "mail.address"}; }
        const bool tls = settings_.security == SmtpSettings::Security::Tls;
        const bool plain = settings_.security == SmtpSettings::Security::Plain;
        CurlHandle curl({.protocols = tls ? "smtps" : "smtp", .whereabouts = plain ? Whereabouts::LoopbackOnly : Whereabouts::Internal,
                         .time_max = settings_.time_max, .ca_file = settings_.ca_file});
        const std::string url = fmt::format("{}://{}:{}", tls ? "smtps" : "smtp", settings_.host, settings_.port);
        const std::string message = mail_message(letter, settings_.from);
        const std::string from = "<" + settings_.from + ">";
        const std::string to = "<" + letter.to + ">";
        const CurlListPtr receivers(curl_slist_append(nullptr, to.c_str()));
        GX_ASSERT(receivers != nullptr);
        Supply supply{message};
        curl.set(CURLOPT_URL, url.c_str());
        curl.set(CURLOPT_USE_SSL, static_cast<long>(plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
        if (!settings_.user.empty()) {
            curl.set(CURLOPT_USERNAME, settings_.user.c_str());
            curl.set(CURLOPT_PASSWORD, settings_.password.c_str());
        }
        curl.set(CURLOPT_MAIL_FROM, from.c_str());
        curl.set(CURLOPT_MAIL_RCPT, receivers.get());
        curl.set(CURLOPT_UPLOAD, 1L);
        curl.set(CURLOPT_READFUNCTION, &Supply::give);
        curl.set(CURLOPT_READDATA, &supply);
        return curl.perform();
    }

private:
    SmtpSettings settings_;
};

}  // namespace

Result<SmtpSettings> SmtpSettings::parse(std::string_view url) {
    const Error wrong{ErrorCode::InvalidInput, "options.smtp", "smtps://HOST:PORT, smtp://HOST:PORT or smtp+plain://HOST:PORT", "--smtp"};
    SmtpSettings settings;
    const auto take = [&](std::string_view scheme) {
        if (!url.starts_with(scheme)) { return false; }
        url.remove_prefix(scheme.size());
        return true;
    };
    if (take("smtps://")) {
        settings.security = Security::Tls;
        settings.port = 465;
    } else if (take("smtp+plain://")) {
        settings.security = Security::Plain;
    } else if (take("smtp://")) {
        settings.port = 587;
    } else {
        return wrong;
    }
    const std::size_t colon = url.rfind(':');
    const bool has_port = colon != std::string_view::npos && url.find(']', colon) == std::string_view::npos;
    if (has_port) {
        const auto [end, code] = std::from_chars(url.data() + colon + 1, url.data() + url.size(), settings.port);
        if (code != std::errc{} || end != url.data() + url.size() || settings.port == 0) { return wrong; }
    }
    settings.host = url.substr(0, has_port ? colon : url.size());
    if (!base::is_host(settings.host)) { return wrong; }
    return settings;
}

std::unique_ptr<app::Mailer> make_smtp_mailer(SmtpSettings settings) { return std::make_unique<SmtpMailer>(std::move(settings)); }

}  // namespace gx::outbound
