// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/access/access_table.hpp"
#include "app/attachments/attachments.hpp"
#include "app/law/law_pack.hpp"
#include "app/access/role.hpp"
#include "app/ports/archives.hpp"
#include "app/ports/async_store.hpp"
#include "app/ports/crypto.hpp"
#include "app/ports/attachment_rows.hpp"
#include "app/ports/blob_store.hpp"
#include "app/ports/idempotency.hpp"
#include "app/ports/obligation_rows.hpp"
#include "app/ports/snapshot.hpp"
#include "app/ports/store.hpp"
#include "app/ports/virus_scan.hpp"
#include "app/ports/world.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/journal/checkpoint.hpp"
#include "domain/journal/hasher.hpp"
#include "http/handlers/api_services.hpp"
#include "http/server/server.hpp"

namespace gx::http {

/// What a site is made of. References and what the functions use must outlive it.
struct SiteParts {
    app::Store& store;
    app::AsyncStore& async_store;       ///< the same store
    app::Idempotency& idempotency;      ///< the same store
    app::ObligationRows& rows;          ///< of the same store
    app::AttachmentRows& attachment_rows;  ///< of the same store
    app::BlobStore& blobs;              ///< beside the same store
    app::Archives& archives;
    app::Clock& clock;
    app::IdSource& ids;                 ///< any thread
    app::Random& random;                ///< any thread
    app::AccountDesk& accounts;         ///< of the same store
    const app::LawPack& law;
    const domain::Hasher& hasher;
    app::Sealer& sealer;
    app::Verifier& verifier;
    std::vector<domain::NoteKey> keys;  ///< newest last
    base::Json openapi;                 ///< api/openapi.yaml
    base::Json errors;                  ///< api/errors.yaml
    base::Json labels;                  ///< api/labels.yaml
    /// As in ApiServices. Without `checkpoint` the newest stored one is given out.
    std::function<base::Result<base::Json>()> checkpoint = {};
    std::function<base::Result<TemplateFile>(const std::string& kind, const std::string& format)> import_template = {};
    /// Where the read model's snapshots lie; none: it is built at each start. With the digest of the law pack in force.
    app::SnapshotShelf* snapshots = nullptr;
    app::RelyingParty* oidc = nullptr;  ///< sign-in through other offices, if any
    std::string law_digest = {};
    app::VirusScan* virus_scan = nullptr;  ///< none: attachments are not scanned
    app::AttachmentLimits attachment_limits = {};
    app::Exchange* exchange = nullptr;  ///< as in ApiServices
    InboxServices inbox = {};
    app::CaseDesk* cases = nullptr;     ///< as in ApiServices
    ComplaintServices complaints = {};
    app::DocumentWriter* documents = nullptr;  ///< as in ApiServices
    std::string public_origin = {};
};

struct SiteOptions {
    ServerOptions server = {};
    std::string web_folder = {};                        ///< build/web; empty: the API alone
    std::set<std::string, std::less<>> hosts = {};      ///< Host values answered; empty: any
    bool strict_transport = false;
    bool behind_proxy = false;                          ///< callers on this machine name the one before them
    bool demonstration = false;
    std::string version = {};
    std::string metrics_token = {};
    std::chrono::milliseconds refresh_every{100};       ///< how far answers may lag behind the journal
    std::function<void(std::string_view)> access_log = {};
    std::function<void(std::string_view)> fault_log = {};
};

/// The whole server: read model, routes, pages, transport.
/// Thread: `run` blocks its caller; `stop` from any thread.
class Site {
public:
    /// Builds the read model and listens.
    /// Errors: InvalidInput "routes.differ" (routes and document), "errors.row", "labels.form", "access.action_form";
    ///         Conflict "access.role_twice"; those of StaticFiles::load, of the store and of Server::listen.
    static base::Result<std::unique_ptr<Site>> open(const SiteParts& parts, const SiteOptions& options);
    ~Site();
    Site(const Site&) = delete;
    Site& operator=(const Site&) = delete;

    std::uint16_t port() const;
    /// Serves and follows the journal until `stop` (or a signal, when the server's options say so).
    void run();
    void stop();
    /// The application below the transport, for tests without a socket.
    Application& application();
    /// Applies what is new in the journal now; `run` does it by itself.
    base::Result<base::Done> refresh();

private:
    struct Impl;
    explicit Site(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// The access table of the law pack's roles. Errors: those of app::AccessTable::make.
base::Result<app::AccessTable> access_of(const app::LawPack& law);

}  // namespace gx::http
