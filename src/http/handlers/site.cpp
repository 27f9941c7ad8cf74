// SPDX-License-Identifier: Apache-2.0
#include "http/handlers/site.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/tokens/token_book.hpp"
#include "http/handlers/publication_services.hpp"
#include "http/routes/dispatcher.hpp"

namespace gx::http {
namespace {

constexpr unsigned kPasswordsAtOnce = 4;           ///< each takes 64 MiB and a core (ASSURANCE S8)
constexpr std::size_t kPasswordsWaitingMax = 64;
constexpr int kFollowerNice = 5;
constexpr std::chrono::milliseconds kPauseWhenStarved{5'000};  ///< before the model is built anew

}  // namespace

struct Site::Impl {
    Impl(const SiteParts& parts, const SiteOptions& chosen, app::Labels names)
        : options(chosen), labels(std::move(names)), prove(parts.store, parts.hasher),
          judge(parts.store, parts.hasher, parts.verifier, parts.keys),
          view(parts.store, parts.clock, app::PublicLaw::of(parts.law), labels),
          duties(parts.store, parts.rows, parts.clock, parts.law),
          registrar(parts.async_store, parts.rows, parts.idempotency, parts.clock, parts.ids, parts.hasher, parts.law),
          staff(parts.store, parts.clock, parts.ids, parts.law, duties),
          accounts(parts.accounts),
          attachments(parts.store, parts.attachment_rows, parts.blobs, parts.archives, parts.virus_scan, parts.clock, parts.ids,
                      parts.attachment_limits),
          tokens(parts.store, parts.clock, parts.hasher, parts.law.roles, parts.accounts.accounts()),
          manage_tokens(parts.store, parts.clock, parts.ids, parts.random, parts.hasher, parts.accounts.accounts(), &tokens),
          password_checks(kPasswordsAtOnce, kPasswordsWaitingMax),
          publications(parts.store, parts.clock, parts.ids, parts.random, parts.hasher),
          services{view,
                   parts.law,
                   prove,
                   judge,
                   parts.store,
                   duties,
                   registrar,
                   staff,
                   {parts.store, parts.clock, parts.ids, parts.sealer, parts.law.fields},
                   attachments,
                   parts.checkpoint,
                   parts.import_template,
                   parts.openapi,
                   std::make_shared<Metrics>(),
                   chosen.metrics_token,
                   chosen.version,
                   std::string{parts.hasher.name()},
                   chosen.demonstration,
                   parts.accounts,
                   manage_tokens,
                   password_checks,
                   chosen.strict_transport,
                   chosen.behind_proxy,
                   parts.oidc} {
        services.exchange = parts.exchange;
        services.law_digest = parts.law.digest([&hasher = parts.hasher](std::string_view text) {
            return base::to_hex(hasher.digest(base::as_bytes(text)));
        });
        services.inbox = parts.inbox;
        services.cases = parts.cases;
        services.publications = &publications;
        services.complaints = parts.complaints;
        services.documents = parts.documents;
        services.public_origin = parts.public_origin;
        if (!services.checkpoint) {
            const std::string key = parts.keys.empty() ? std::string{} : parts.keys.back().public_pem;
            services.checkpoint = [&store = parts.store, key] { return newest_stored_checkpoint(store, key); };
        }
        if (!services.import_template) {
            services.import_template = [](const std::string&, const std::string&) -> base::Result<TemplateFile> {
                return base::Error{base::ErrorCode::NotFound, "import.kind_unknown"};
            };
        }
    }

    /// Keeps the read model current until the site stops.
    void follow() {
        // Where processors are scarce, those who wait for an answer go first.
        static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kFollowerNice));
        std::unique_lock guard(lock);
        while (!stopping) {
            guard.unlock();
            // Who may come in is settled first: the read model may take its time after a large import.
            log_fault("accounts", accounts.refresh());
            log_fault("tokens", tokens.refresh());
            const auto refreshed = view.refresh();
            log_fault("refresh", refreshed);
            if (view.save_due()) { log_fault("snapshot", view.save()); }
            guard.lock();
            if (view.behind()) { continue; }
            const bool starved = !refreshed.ok() && !view.ready();
            wake.wait_for(guard, starved ? kPauseWhenStarved : options.refresh_every, [this] { return stopping; });
        }
        guard.unlock();
        if (!view.behind()) { log_fault("snapshot", view.save()); }
    }

    void log_fault(const char* event, const base::Result<base::Done>& done) const {
        if (done.ok() || !options.fault_log) { return; }
        base::Json line = base::Json::object();
        line.set("event", event).set("reason", done.error().reason).set("detail", done.error().detail);
        options.fault_log(base::canonical(line));
    }

    SiteOptions options;
    app::Labels labels;
    app::Prove prove;
    app::JudgeFile judge;
    app::PublicView view;
    app::StaffDuties duties;
    app::RegisterObligation registrar;
    StaffServices staff;
    app::AccountDesk& accounts;
    app::Attachments attachments;
    app::TokenBook tokens;
    app::ManageTokens manage_tokens;
    WorkerPool password_checks;
    PublicationServices publications;
    ApiServices services;
    std::unique_ptr<Dispatcher> dispatcher;
    std::unique_ptr<Server> server;
    std::mutex lock;
    std::condition_variable wake;
    bool stopping = false;
};

base::Result<app::AccessTable> access_of(const app::LawPack& law) {
    std::vector<app::RoleGrants> grants;
    for (const auto& role : law.roles) { grants.push_back({role.id, {role.actions.begin(), role.actions.end()}}); }
    return app::AccessTable::make(grants);
}

base::Result<std::unique_ptr<Site>> Site::open(const SiteParts& parts, const SiteOptions& options) {
    GX_TRY(auto labels, app::Labels::from_json(parts.labels));
    GX_TRY(auto catalogue, ProblemCatalogue::from_json(parts.errors));
    GX_TRY(auto access, access_of(parts.law));
    StaticFiles files;
    if (!options.web_folder.empty()) { GX_TRY(files, StaticFiles::load(options.web_folder)); }
    auto impl = std::make_unique<Impl>(parts, options, std::move(labels));
    GX_TRY(auto routes, RouteTable::make(api_routes(impl->services), parts.openapi, access));
    GX_CHECK(impl->tokens.refresh());
    if (parts.snapshots != nullptr) { impl->view.keep_in(*parts.snapshots, parts.law_digest); }
    // Without memory for the read model the server answers 503 until there is some; anything else stops the start.
    if (const auto built = impl->view.refresh(); !built.ok()) {
        if (built.error().reason != "view.memory" && built.error().reason != "store.memory") { return built.error(); }
        impl->log_fault("refresh", built);
    }
    DispatcherOptions dispatching;
    dispatching.hosts = options.hosts;
    dispatching.strict_transport = options.strict_transport;
    dispatching.freshness = [&view = impl->view] { return Freshness{view.position(), view.day(), view.changes()}; };
    dispatching.staff_freshness = [&parts_store = parts.store, &clock = parts.clock] {
        return Freshness{parts_store.position(), clock.today()};
    };
    dispatching.authenticate = [&tokens = impl->tokens](std::string_view token) { return tokens.find(token); };
    dispatching.authenticate_session = [&sessions = impl->accounts.sessions()](std::string_view cookie) { return sessions.find(cookie); };
    dispatching.metrics = impl->services.metrics;
    dispatching.access_log = options.access_log;
    dispatching.fault_log = options.fault_log;
    impl->dispatcher = std::make_unique<Dispatcher>(std::move(routes), std::move(catalogue), std::move(access),
                                                    std::move(files), std::move(dispatching));
    GX_TRY(impl->server, Server::listen(options.server, *impl->dispatcher));
    return std::unique_ptr<Site>(new Site(std::move(impl)));
}

Site::Site(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Site::~Site() = default;

std::uint16_t Site::port() const { return impl_->server->port(); }
Application& Site::application() { return *impl_->dispatcher; }
base::Result<base::Done> Site::refresh() { return impl_->view.refresh(); }

void Site::run() {
    std::thread follower([this] { impl_->follow(); });
    impl_->server->run();
    {
        const std::lock_guard guard(impl_->lock);
        impl_->stopping = true;
    }
    impl_->wake.notify_all();
    follower.join();
}

void Site::stop() { impl_->server->stop(); }

}  // namespace gx::http
