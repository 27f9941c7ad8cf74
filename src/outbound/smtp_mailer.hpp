// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "app/ports/mailer.hpp"

namespace gx::outbound {

/// How the office's mail server is reached.
struct SmtpSettings {
    std::string host;
    std::uint16_t port = 25;
    enum class Security : std::uint8_t {
        Tls,       ///< from the first byte ("smtps://")
        StartTls,  ///< refused when the server does not offer it
        Plain,     ///< servers on this machine only
    } security = Security::StartTls;
    std::string from;
    std::string user = {};      ///< empty: no sign-in
    std::string password = {};
    std::string ca_file = {};   ///< empty: the system's
    std::chrono::milliseconds time_max{10'000};

    /// "smtps://HOST[:465]", "smtp://HOST[:587]" (STARTTLS) or "smtp+plain://HOST[:25]".
    /// Errors: InvalidInput "options.smtp"
    static base::Result<SmtpSettings> parse(std::string_view url);
};

/// SMTP by libcurl.
std::unique_ptr<app::Mailer> make_smtp_mailer(SmtpSettings settings);

}  // namespace gx::outbound
