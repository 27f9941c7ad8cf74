// SPDX-License-Identifier: Apache-2.0
// serve: the portal and the API
#include <malloc.h>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "app/journal/make_checkpoint.hpp"
#include "app/oidc/outside_sessions.hpp"
#include "app/oidc/relying_party.hpp"
#include "http/handlers/site.hpp"
#include "ingest/files/zip_archives.hpp"
#include "http/routes/route_table.hpp"
#include "ingest/law/yaml_reader.hpp"
#include "main/account_tools.hpp"
#include "main/context.hpp"
#include "main/exchange.hpp"
#include "main/files.hpp"
#include "main/import_desk.hpp"
#include "main/inbox_desk.hpp"
#include "main/keeper.hpp"
#include "main/oidc_setup.hpp"
#include "main/read_model.hpp"
#include "main/runner.hpp"
#include "main/templates.hpp"
#include "outbound/clamav.hpp"
#include "storage/blobs/sql_attachment_rows.hpp"
#include "storage/snapshot/file_shelf.hpp"

namespace gx::main {
namespace {

constexpr int kArenasMax = 4;

struct Options {
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
};

base::Result<base::Json> read_yaml_file(const std::filesystem::path& path) {
    GX_TRY(const std::string text, read_file(path));
    GX_TRY(auto document, ingest::read_yaml(text, path.filename().string()));
    return std::move(document.json);
}

/// "ADDR:PORT"; IPv6 addresses in brackets.
base::Result<http::ServerOptions> listen_options(const std::string& listen) {
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
    return options;
}

constexpr std::int64_t kMinuteMs = 60'000;

/// One JSON object for a fault that the caller must not learn of.
void report(const base::Error& error) {
    base::Json line = base::Json::object();
    line.set("event", "account").set("reason", error.reason).set("detail", error.detail);
    spdlog::info("{}", base::canonical(line));
}

AccountSettings account_settings(const Options& options) {
    return {.sessions = {.idle_ms = options.session_idle_minutes * kMinuteMs, .life_ms = options.session_hours * 60 * kMinuteMs},
            .failures = {.on = options.rate_limits == "on"},
            .password_classes = options.password_classes,
            .password_age_days = options.password_days,
            .report = report};
}

bool loopback(const std::string& address) { return address == "::1" || address.starts_with("127."); }

/// The clock of a drill, which is a demonstration's matter only.
base::Result<std::unique_ptr<DrillClock>> drill_clock(const Options& options, app::Clock& machine) {
    if (!options.drill && options.drill_start.empty()) { return std::unique_ptr<DrillClock>(); }
    if (!options.drill || !options.demo) { return base::Error{base::ErrorCode::InvalidInput, "options.drill", "needs --demo", "--drill"}; }
    base::Date first = machine.today();
    if (!options.drill_start.empty()) { GX_TRY(first, base::Date::parse(options.drill_start)); }
    return std::make_unique<DrillClock>(machine, first);
}

/// One JSON object a line on stderr; personal data never gets here.
void log_line(std::string_view line) { spdlog::info("{}", line); }

Outcome run(const GlobalOptions& global, const Options& options) {
    GX_TRY(auto server_options, listen_options(options.listen));
    if (options.demo && !loopback(server_options.address)) {
        return base::Error{base::ErrorCode::InvalidInput, "options.demo_loopback", "demonstration mode listens on loopback only", "--listen"};
    }
    if (options.rate_limits == "off" && !options.demo) {
        return base::Error{base::ErrorCode::InvalidInput, "options.rate_limits", "off only in demonstration mode", "--rate-limits"};
    }
    OidcSetup oidc;
    if (!options.oidc_file.empty()) { GX_TRY(oidc, OidcSetup::read(options.oidc_file, options.demo)); }
    // Arenas keep what a burst of one thread left; a few are enough for as many workers.
    mallopt(M_ARENA_MAX, kArenasMax);
    const auto logger = spdlog::stderr_logger_mt("gongxin");
    logger->set_pattern("%v");
    spdlog::set_default_logger(logger);

    GX_TRY(const auto context, open_context(global, Opening::Existing));
    gather_statistics(*context->store);
    GX_TRY(const auto drill, drill_clock(options, context->clock));
    app::Clock& clock = drill ? static_cast<app::Clock&>(*drill) : context->clock;
    GX_TRY(const auto desk, ImportDesk::open(context->place));
    GX_TRY(const auto signer, context->signer());
    GX_TRY(const std::string tenant, context->tenant(""));
    app::MakeCheckpoint checkpoints(*context->store, *context->hasher, *signer, context->clock);
    Keeper keeper(checkpoints, *context->store, "gongxin/" + tenant, Context::actor(tenant));
    GX_CHECK(keeper.prepare());

    GX_TRY(auto openapi, read_yaml_file(context->place.api / "openapi.yaml"));
    GX_TRY(auto errors, read_yaml_file(context->place.api / "errors.yaml"));
    GX_TRY(auto labels, read_yaml_file(context->place.api / "labels.yaml"));
    GX_TRY(auto keys, context->note_keys());
    GX_TRY(const auto accounts, open_accounts(*context, desk.law().roles, account_settings(options)));
    ingest::ZipArchives archives;
    storage::SqlAttachmentRows attachment_rows;
    std::unique_ptr<app::VirusScan> virus_scan;
    if (!options.clamav.empty()) { GX_TRY(virus_scan, outbound::clamav(options.clamav)); }
    http::SiteParts parts{.store = *context->store, .async_store = *context->store, .idempotency = *context->store,
                          .rows = context->store->obligation_rows(), .attachment_rows = attachment_rows,
                          .blobs = *context->blobs, .archives = archives, .clock = clock, .ids = *context->ids,
                          .random = *context->random, .accounts = *accounts->desk,
                          .law = desk.law(), .hasher = *context->hasher, .sealer = *context->sealer,
                          .verifier = *context->verifier, .keys = std::move(keys), .openapi = std::move(openapi),
                          .errors = std::move(errors), .labels = std::move(labels)};
    parts.virus_scan = virus_scan.get();
    parts.attachment_limits.body_bytes_max = options.attachment_quota << 20;
    app::OutsideSessions outside_sessions(*accounts->desk);
    std::optional<app::RelyingParty> relying_party;
    if (oidc.outbound) {
        relying_party.emplace(app::RelyingParty::Parts{.outbound = *oidc.outbound, .verifier = *oidc.verifier, .sessions = outside_sessions, .clock = context->clock,
                                                       .random = *context->random, .hasher = *oidc.sha256, .api_base = std::string{http::kBasePath}},
                              oidc.settings);
        parts.oidc = &*relying_party;
    }
    std::optional<storage::FileShelf> shelf;
    if (!context->place.sqlite_file().empty()) { shelf.emplace(context->place.folder); }
    parts.snapshots = shelf ? &*shelf : nullptr;
    parts.law_digest = read_model_digest(*context, desk);
    parts.import_template = [&](const std::string& kind, const std::string& format) { return make_template(desk, kind, format); };
    GX_TRY(const auto exchange, ServerExchange::open(*context, desk, parts.labels));
    parts.exchange = &exchange->exchange();
    NoticeOptions notice_options = options.notices;
    notice_options.plain_webhooks = options.demo;
    GX_TRY(const auto inbox, InboxDesk::open(*context, desk.law(), clock, drill.get(), notice_options, [](std::string_view event, const base::Error& error) {
        base::Json line = base::Json::object();
        log_line(base::canonical(line.set("event", event).set("reason", error.reason)));
    }));
    parts.inbox = inbox->services();
    http::SiteOptions site_options;
    server_options.tls_certificate_file = options.tls_certificate;
    server_options.tls_key_file = options.tls_key;
    const bool tls = !options.tls_certificate.empty();
    site_options.server = server_options;
    // Behind a proxy the way to the browser is the proxy's TLS.
    site_options.strict_transport = tls || (options.behind_proxy && !options.demo);
    site_options.behind_proxy = options.behind_proxy;
    site_options.web_folder = context->place.web.string();
    site_options.hosts = {options.hosts.begin(), options.hosts.end()};
    site_options.demonstration = options.demo;
    site_options.version = GX_VERSION;
    site_options.metrics_token = options.metrics_token;
    site_options.fault_log = log_line;
    if (options.access_log) { site_options.access_log = log_line; }
    GX_TRY(const auto site, http::Site::open(parts, site_options));
    malloc_trim(0);  // what reading the law pack and building the model left
    keeper.start();
    GX_CHECK(exchange->start());
    inbox->start();
    const bool v6 = server_options.address.find(':') != std::string::npos;
    fmt::print("Listening on http{}://{}{}{}:{}\n", tls ? "s" : "", v6 ? "[" : "", server_options.address, v6 ? "]" : "", site->port());
    std::fflush(stdout);
    site->run();
    exchange->stop();
    inbox->stop();
    keeper.stop();
    return kDone;
}

}  // namespace

void add_serve_command(Runner& runner) {
    const auto options = std::make_shared<Options>();
    CLI::App* sub = runner.command("serve");
    sub->add_option("--listen", options->listen)->envname("GONGXIN_LISTEN")->type_name("ADDR:PORT");
    sub->add_flag("--demo", options->demo);
    sub->add_option("--host", options->hosts)->type_name("NAME");
    sub->add_option("--metrics-token", options->metrics_token)->envname("GONGXIN_METRICS_TOKEN");
    auto* certificate = sub->add_option("--tls-cert", options->tls_certificate)->type_name("FILE");
    sub->add_option("--tls-key", options->tls_key)->type_name("FILE")->needs(certificate);
    certificate->needs("--tls-key");
    sub->add_flag("--access-log", options->access_log);
    sub->add_option("--session-idle-minutes", options->session_idle_minutes)->check(CLI::Range(1, 480));
    sub->add_option("--session-hours", options->session_hours)->check(CLI::Range(1, 24));
    sub->add_option("--password-classes", options->password_classes)->check(CLI::Range(0, 4));
    sub->add_option("--password-days", options->password_days)->check(CLI::Range(0, 3'650));
    sub->add_option("--rate-limits", options->rate_limits)->envname("GONGXIN_RATE_LIMITS")->check(CLI::IsMember({"on", "off"}));
    sub->add_flag("--behind-proxy", options->behind_proxy);
    sub->add_option("--clamav", options->clamav)->envname("GONGXIN_CLAMAV")->type_name("unix:/PATH|HOST:PORT");
    sub->add_option("--attachment-quota", options->attachment_quota)->envname("GONGXIN_ATTACHMENT_QUOTA")->type_name("MIB")
        ->check(CLI::Range(1, 1 << 20));
    sub->add_flag("--drill", options->drill);
    sub->add_option("--drill-start", options->drill_start)->type_name("DAY");
    NoticeOptions& notices = options->notices;
    sub->add_option("--smtp", notices.smtp)->envname("GONGXIN_SMTP")->type_name("URL");
    sub->add_option("--smtp-from", notices.smtp_from)->envname("GONGXIN_SMTP_FROM")->type_name("ADDRESS");
    sub->add_option("--smtp-user", notices.smtp_user)->envname("GONGXIN_SMTP_USER")->type_name("NAME");
    sub->add_option("--smtp-password-file", notices.smtp_password_file)->envname("GONGXIN_SMTP_PASSWORD_FILE")->type_name("FILE");
    sub->add_option("--webhook-host", notices.webhook_hosts)->envname("GONGXIN_WEBHOOK_HOSTS")->delimiter(',')->type_name("[internal:]HOST[:PORT]");
    sub->add_option("--outbox-retry", notices.retry_seconds)->envname("GONGXIN_OUTBOX_RETRY")->check(CLI::Range(1, 86'400))->type_name("SECONDS");
    sub->add_option("--outbound-ca", notices.ca_file)->envname("GONGXIN_OUTBOUND_CA")->type_name("FILE");
    sub->add_option("--oidc", options->oidc_file)->envname("GONGXIN_OIDC")->type_name("FILE");
    runner.on(sub, [&runner, options] { return run(runner.options, *options); });
}

}  // namespace gx::main
