// SPDX-License-Identifier: Apache-2.0
#include "main/serve_options.hpp"

#include <spdlog/spdlog.h>

namespace gx::main {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;

base::Error refused(std::string reason, std::string detail, std::string where) {
    return {base::ErrorCode::InvalidInput, std::move(reason), std::move(detail), std::move(where)};
}

bool loopback(const std::string& address) { return address == "::1" || address.starts_with("127."); }

}  // namespace

void log_line(std::string_view line) { spdlog::info("{}", line); }

void log_fault(std::string_view event, const base::Error& error) {
    base::Json line = base::Json::object();
    line.set("event", event).set("reason", error.reason).set("detail", error.detail);
    log_line(base::canonical(line));
}

void ServeOptions::add_to(CLI::App& command) {
    command.add_option("--listen", listen)->envname("GONGXIN_LISTEN")->type_name("ADDR:PORT");
    command.add_flag("--demo", demo);
    command.add_option("--host", hosts)->type_name("NAME");
    command.add_option("--metrics-token", metrics_token)->envname("GONGXIN_METRICS_TOKEN");
    auto* certificate = command.add_option("--tls-cert", tls_certificate)->type_name("FILE");
    command.add_option("--tls-key", tls_key)->type_name("FILE")->needs(certificate);
    certificate->needs("--tls-key");
    command.add_flag("--access-log", access_log);
    command.add_option("--session-idle-minutes", session_idle_minutes)->check(CLI::Range(1, 480));
    command.add_option("--session-hours", session_hours)->check(CLI::Range(1, 24));
    command.add_option("--password-classes", password_classes)->check(CLI::Range(0, 4));
    command.add_option("--password-days", password_days)->check(CLI::Range(0, 3'650));
    command.add_option("--rate-limits", rate_limits)->envname("GONGXIN_RATE_LIMITS")->check(CLI::IsMember({"on", "off"}));
    command.add_flag("--behind-proxy", behind_proxy);
    command.add_option("--clamav", clamav)->envname("GONGXIN_CLAMAV")->type_name("unix:/PATH|HOST:PORT");
    command.add_option("--attachment-quota", attachment_quota)->envname("GONGXIN_ATTACHMENT_QUOTA")->type_name("MIB")
        ->check(CLI::Range(1, 1 << 20));
    command.add_flag("--drill", drill);
    command.add_option("--drill-start", drill_start)->type_name("DAY");
    command.add_option("--smtp", notices.smtp)->envname("GONGXIN_SMTP")->type_name("URL");
    command.add_option("--smtp-from", notices.smtp_from)->envname("GONGXIN_SMTP_FROM")->type_name("ADDRESS");
    command.add_option("--smtp-user", notices.smtp_user)->envname("GONGXIN_SMTP_USER")->type_name("NAME");
    command.add_option("--smtp-password-file", notices.smtp_password_file)->envname("GONGXIN_SMTP_PASSWORD_FILE")->type_name("FILE");
    command.add_option("--webhook-host", notices.webhook_hosts)->envname("GONGXIN_WEBHOOK_HOSTS")->delimiter(',')->type_name("[internal:]HOST[:PORT]");
    command.add_option("--outbox-retry", notices.retry_seconds)->envname("GONGXIN_OUTBOX_RETRY")->check(CLI::Range(1, 86'400))->type_name("SECONDS");
    command.add_option("--outbound-ca", notices.ca_file)->envname("GONGXIN_OUTBOUND_CA")->type_name("FILE");
    command.add_option("--complaint-proof-bits", complaint_proof_bits)->envname("GONGXIN_COMPLAINT_PROOF_BITS")->check(CLI::Range(1, 30));
    command.add_option("--complaints-free", complaints_free)->envname("GONGXIN_COMPLAINTS_FREE")->check(CLI::Range(0, 10'000));
    command.add_option("--receipt-misses-free", receipt_misses_free)->envname("GONGXIN_RECEIPT_MISSES_FREE")->check(CLI::Range(0, 10'000));
    command.add_option("--oidc", oidc_file)->envname("GONGXIN_OIDC")->type_name("FILE");
}

base::Result<base::Done> ServeOptions::check() const {
    GX_TRY(const auto where, server());
    if (demo && !loopback(where.address)) { return refused("options.demo_loopback", "demonstration mode listens on loopback only", "--listen"); }
    if (rate_limits == "off" && !demo) { return refused("options.rate_limits", "off only in demonstration mode", "--rate-limits"); }
    if ((drill || !drill_start.empty()) && (!drill || !demo)) { return refused("options.drill", "needs --demo", "--drill"); }
    return base::Done{};
}

/// "ADDR:PORT"; IPv6 addresses in brackets.
base::Result<http::ServerOptions> ServeOptions::server() const {
    const base::Error wrong{base::ErrorCode::InvalidInput, "options.listen", "ADDR:PORT", "--listen"};
    const auto colon = listen.rfind(':');
    if (colon == std::string::npos || colon == 0) { return wrong; }
    std::string address = listen.substr(0, colon);
    if (address.starts_with('[') && address.ends_with(']')) { address = address.substr(1, address.size() - 2); }
    int port = 0;
    for (const char c : listen.substr(colon + 1)) {
        if (c < '0' || c > '9' || port > 65535) { return wrong; }
        port = port * 10 + (c - '0');
    }
    if (colon + 1 == listen.size() || port > 65535) { return wrong; }
    http::ServerOptions options;
    options.address = address;
    options.port = static_cast<std::uint16_t>(port);
    options.stop_on_signals = true;
    options.tls_certificate_file = tls_certificate;
    options.tls_key_file = tls_key;
    return options;
}

http::SiteOptions ServeOptions::site(const std::string& web_folder) const {
    http::SiteOptions site;
    // Behind a proxy the way to the browser is the proxy's TLS.
    site.strict_transport = tls() || (behind_proxy && !demo);
    site.behind_proxy = behind_proxy;
    site.web_folder = web_folder;
    site.hosts = {hosts.begin(), hosts.end()};
    site.demonstration = demo;
    site.version = GX_VERSION;
    site.metrics_token = metrics_token;
    site.fault_log = log_line;
    if (access_log) { site.access_log = log_line; }
    return site;
}

std::string ServeOptions::public_origin() const {
    const bool encrypted = tls() || (behind_proxy && !demo);
    return (encrypted ? "https://" : "http://") + (hosts.empty() ? listen : hosts.front());
}

AccountSettings ServeOptions::accounts() const {
    return {.sessions = {.idle_ms = session_idle_minutes * kMinuteMs, .life_ms = session_hours * 60 * kMinuteMs},
            .failures = {.on = rate_limits == "on"},
            .password_classes = password_classes,
            .password_age_days = password_days,
            .report = [](const base::Error& error) { log_fault("account", error); }};
}

NoticeOptions ServeOptions::notices_sent() const {
    NoticeOptions sent = notices;
    sent.plain_webhooks = demo;
    return sent;
}

app::FloodSettings ServeOptions::flood() const {
    return {.on = rate_limits == "on", .proof_bits = complaint_proof_bits, .filings_free = complaints_free, .misses_free = receipt_misses_free};
}

}  // namespace gx::main
