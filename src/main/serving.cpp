// SPDX-License-Identifier: Apache-2.0
#include "main/serving.hpp"

#include <malloc.h>
#include <sys/resource.h>

#include "crypto/hasher.hpp"
#include "http/routes/route_table.hpp"
#include "ingest/law/yaml_reader.hpp"
#include "main/files.hpp"
#include "main/read_model.hpp"
#include "main/templates.hpp"
#include "outbound/clamav.hpp"

namespace gx::main {
namespace {

constexpr int kArenasMax = 4;

base::Result<base::Json> read_yaml_file(const std::filesystem::path& path) {
    GX_TRY(const std::string text, read_file(path));
    GX_TRY(auto document, ingest::read_yaml(text, path.filename().string()));
    return std::move(document.json);
}

}  // namespace

Serving::Serving(const ServeOptions& options, std::unique_ptr<Context> context, ImportDesk desk)
    : options_(options), context_(std::move(context)), desk_(std::move(desk)), documents_(context_->place.fonts) {}

base::Result<std::unique_ptr<Serving>> Serving::open(const GlobalOptions& global, const ServeOptions& options) {
    GX_CHECK(options.check());
    OidcSetup oidc;
    if (!options.oidc_file.empty()) { GX_TRY(oidc, OidcSetup::read(options.oidc_file, options.demo)); }
    // Arenas keep what a burst of one thread left; a few are enough for as many workers.
    mallopt(M_ARENA_MAX, kArenasMax);
    GX_TRY(auto context, open_context(global, Opening::Existing));
    gather_statistics(*context->store);
    GX_TRY(auto desk, ImportDesk::open(context->place));
    std::unique_ptr<Serving> serving(new Serving(options, std::move(context), std::move(desk)));
    serving->oidc_ = std::move(oidc);
    GX_CHECK(serving->open_clock());
    GX_CHECK(serving->open_keeper());
    GX_TRY(serving->accounts_, open_accounts(*serving->context_, serving->desk_.law().roles, options.accounts()));
    GX_CHECK(serving->open_outside_sign_in());
    if (!options.clamav.empty()) { GX_TRY(serving->virus_scan_, outbound::clamav(options.clamav)); }
    GX_CHECK(serving->open_site());
    malloc_trim(0);  // what reading the law pack and building the model left
    return serving;
}

/// The clock of a drill is a demonstration's matter only.
base::Result<base::Done> Serving::open_clock() {
    if (!options_.drill) { return base::Done{}; }
    base::Date first = context_->clock.today();
    if (!options_.drill_start.empty()) { GX_TRY(first, base::Date::parse(options_.drill_start)); }
    drill_ = std::make_unique<DrillClock>(context_->clock, first);
    return base::Done{};
}

base::Result<base::Done> Serving::open_keeper() {
    GX_TRY(signer_, context_->signer());
    GX_TRY(const std::string tenant, context_->tenant(""));
    checkpoints_.emplace(*context_->store, *context_->hasher, *signer_, context_->clock);
    keeper_.emplace(*checkpoints_, *context_->store, "gongxin/" + tenant, Context::actor(tenant));
    return keeper_->prepare();
}

base::Result<base::Done> Serving::open_outside_sign_in() {
    if (!oidc_.outbound) { return base::Done{}; }
    outside_sessions_.emplace(*accounts_->desk);
    relying_party_.emplace(app::RelyingParty::Parts{.outbound = *oidc_.outbound, .verifier = *oidc_.verifier, .sessions = *outside_sessions_,
                                                    .clock = context_->clock, .random = *context_->random, .hasher = *oidc_.sha256,
                                                    .api_base = std::string{http::kBasePath}},
                           oidc_.settings);
    return base::Done{};
}

base::Result<http::SiteParts> Serving::site_parts() {
    GX_TRY(auto openapi, read_yaml_file(context_->place.api / "openapi.yaml"));
    GX_TRY(auto errors, read_yaml_file(context_->place.api / "errors.yaml"));
    GX_TRY(auto labels, read_yaml_file(context_->place.api / "labels.yaml"));
    GX_TRY(auto keys, context_->note_keys());
    http::SiteParts parts{.store = *context_->store, .async_store = *context_->store, .idempotency = *context_->store,
                          .rows = context_->store->obligation_rows(), .attachment_rows = attachment_rows_,
                          .blobs = *context_->blobs, .archives = archives_, .clock = clock(), .ids = *context_->ids,
                          .random = *context_->random, .accounts = *accounts_->desk,
                          .law = desk_.law(), .hasher = *context_->hasher, .sealer = *context_->sealer,
                          .verifier = *context_->verifier, .keys = std::move(keys), .openapi = std::move(openapi),
                          .errors = std::move(errors), .labels = std::move(labels)};
    parts.virus_scan = virus_scan_.get();
    parts.attachment_limits.body_bytes_max = options_.attachment_quota << 20;
    parts.oidc = relying_party_ ? &*relying_party_ : nullptr;
    if (!context_->place.sqlite_file().empty()) { shelf_.emplace(context_->place.folder); }
    parts.snapshots = shelf_ ? &*shelf_ : nullptr;
    parts.law_digest = read_model_digest(*context_, desk_);
    parts.import_template = [this](const std::string& kind, const std::string& format) { return make_template(desk_, kind, format); };
    parts.documents = &documents_;
    parts.public_origin = options_.public_origin();
    return parts;
}

base::Result<base::Done> Serving::open_site() {
    GX_TRY(auto parts, site_parts());
    GX_TRY(exchange_, ServerExchange::open(*context_, desk_, parts.labels));
    parts.exchange = &exchange_->exchange();
    GX_TRY(sha256_, crypto::make_hasher("sha256"));
    case_notices_.emplace(context_->store->notice_box(), clock(), context_->clock, *context_->ids, options_.notices_sent().channels());
    GX_TRY(cases_, app::CaseDesk::open({.store = *context_->store, .rows = context_->store->case_rows(), .clock = clock(), .ids = *context_->ids,
                                        .law = desk_.law(), .hasher = *context_->hasher, .notices = &*case_notices_, .sha256 = sha256_.get()}));
    parts.cases = cases_.get();
    intake_.emplace(cases_->parts());
    GX_TRY(complaints_, ComplaintDesk::open(*context_, clock(), *signer_, accounts_->desk->accounts(), &*intake_, options_.flood()));
    parts.complaints = complaints_->services();
    std::vector<app::Chore> chores;
    chores.push_back(complaints_->batch());
    GX_TRY(inbox_, InboxDesk::open(*context_, desk_.law(), clock(), drill_.get(), &cases_->round(), options_.notices_sent(), std::move(chores),
                                   // What a mail server says may name the recipient.
                                   [](std::string_view event, const base::Error& error) { log_fault(event, {error.code, error.reason}); }));
    parts.inbox = inbox_->services();
    http::SiteOptions site = options_.site(context_->place.web.string());
    GX_TRY(site.server, options_.server());
    GX_TRY(site_, http::Site::open(parts, site));
    return base::Done{};
}

base::Result<base::Done> Serving::run() {
    // What is filed and read is in memory in clear for a moment: it must not get into a file when the process dies (ASSURANCE S11).
    const rlimit none{.rlim_cur = 0, .rlim_max = 0};
    static_cast<void>(::setrlimit(RLIMIT_CORE, &none));
    keeper_->start();
    GX_CHECK(exchange_->start());
    inbox_->start();
    GX_TRY(const auto where, options_.server());
    const bool v6 = where.address.find(':') != std::string::npos;
    fmt::print("Listening on http{}://{}{}{}:{}\n", options_.tls() ? "s" : "", v6 ? "[" : "", where.address, v6 ? "]" : "", site_->port());
    std::fflush(stdout);
    site_->run();
    exchange_->stop();
    inbox_->stop();
    keeper_->stop();
    return base::Done{};
}

}  // namespace gx::main
