// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "http/handlers/site.hpp"
#include "main/account_tools.hpp"
#include "main/inbox_desk.hpp"

namespace gx::main {

/// What `serve` can be told. CONTRACT 2.
struct ServeOptions {
    std::string listen = "127.0.0.1:8080";
    bool demo = false;
    std::vector<std::string> hosts;
    std::string metrics_token;
    std::string tls_certificate;
    std::string tls_key;
    bool access_log = false;
    int session_idle_minutes = 30;
    int session_hours = 8;
    int password_classes = 0;
    int password_days = 0;
    std::string rate_limits = "on";
    bool behind_proxy = false;
    std::string clamav;                    ///< "unix:/PATH" or "HOST:PORT"; empty: attachments are not scanned
    std::int64_t attachment_quota = 2'048;  ///< MiB of attachments of one body
    bool drill = false;
    std::string drill_start;
    NoticeOptions notices;
    std::string oidc_file;
    int complaint_proof_bits = 18;  ///< of the work that is asked for in a flood
    int complaints_free = 10;       ///< complaints and messages a minute without it
    int receipt_misses_free = 30;   ///< wrong receipts a minute without it

    bool tls() const { return !tls_certificate.empty(); }
    /// Options of the command line and the environment.
    void add_to(CLI::App& command);
    /// Errors: InvalidInput "options.listen", "options.demo_loopback", "options.rate_limits", "options.drill"
    base::Result<base::Done> check() const;
    /// Where to listen. Errors: InvalidInput "options.listen"
    base::Result<http::ServerOptions> server() const;
    /// Everything of the site but where it listens.
    http::SiteOptions site(const std::string& web_folder) const;
    /// "https://HOST": the first host of `--host`, else where the server listens. For what is printed.
    std::string public_origin() const;
    AccountSettings accounts() const;
    NoticeOptions notices_sent() const;
    app::FloodSettings flood() const;
};

/// One JSON object a line on stderr; personal data never gets here.
void log_line(std::string_view line);
/// {event, reason} and, for the operator only, its detail.
void log_fault(std::string_view event, const base::Error& error);

}  // namespace gx::main
