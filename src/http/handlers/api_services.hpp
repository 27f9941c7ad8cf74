// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/accounts/account_desk.hpp"
#include "app/attachments/attachments.hpp"
#include "app/journal/prove.hpp"
#include "app/law/law_pack.hpp"
#include "app/obligation/register_obligation.hpp"
#include "app/obligation/staff_duties.hpp"
#include "app/officials/official_parts.hpp"
#include "app/oidc/relying_party.hpp"
#include "app/ports/document_writer.hpp"
#include "app/publication/judge_file.hpp"
#include "app/publication/public_view.hpp"
#include "app/tokens/manage_tokens.hpp"
#include "base/json.hpp"
#include "http/handlers/staff_services.hpp"
#include "http/handlers/complaint_services.hpp"
#include "http/handlers/inbox_services.hpp"
#include "http/routes/metrics.hpp"
#include "http/routes/route.hpp"
#include "http/server/worker_pool.hpp"

namespace gx::app {
struct Exchange;
class CaseDesk;
}

namespace gx::http {

struct PublicationServices;

/// A finished import template.
struct TemplateFile {
    std::string content_type;
    std::string file_name;
    std::string bytes;
};

/// What the handlers work with. Everything outlives the dispatcher.
struct ApiServices {
    const app::PublicView& view;
    const app::LawPack& law;
    const app::Prove& prove;
    const app::JudgeFile& judge;
    app::Store& store;
    app::StaffDuties& duties;
    app::RegisterObligation& register_obligation;
    StaffServices& staff;
    app::OfficialParts officials;
    app::Attachments& attachments;
    /// The newest signed checkpoint in the CONTRACT's form. Errors: NotFound "ledger.no_checkpoint"
    std::function<base::Result<base::Json>()> checkpoint;
    /// The import template of a kind in "xlsx" or "csv". Errors: NotFound "import.kind_unknown"
    std::function<base::Result<TemplateFile>(const std::string& kind, const std::string& format)> import_template;
    base::Json openapi;
    std::shared_ptr<Metrics> metrics;
    std::string metrics_token = {};  ///< empty: metrics for loopback callers without a proxy's header only
    std::string version;
    std::string ledger_hash;         ///< "sm3" or "sha256"
    bool demonstration = false;
    app::AccountDesk& accounts;
    app::ManageTokens& tokens;
    WorkerPool& password_checks;     ///< apart from the workers, so that sign-ins hold up nothing else
    bool secure_cookies = false;     ///< the way to the browser is TLS
    bool behind_proxy = false;       ///< a proxy on this machine names the caller in X-Forwarded-For
    app::RelyingParty* oidc = nullptr;  ///< none: no sign-in through other offices
    app::Exchange* exchange = nullptr;  ///< imports, exports and the journal; none: 503
    std::string law_digest = {};        ///< of the law pack in force, hex
    InboxServices inbox = {};
    app::CaseDesk* cases = nullptr;     ///< none: 503
    PublicationServices* publications = nullptr;  ///< readers of the feed, recalls
    ComplaintServices complaints = {};
    app::DocumentWriter* documents = nullptr;  ///< none: no documents in print, 503
    std::string public_origin = {};            ///< "https://HOST" of the portal, for what is printed; empty: unknown
};

/// Every route of the API. The result still has to pass RouteTable::make.
std::vector<Route> api_routes(const ApiServices& services);

/// The newest checkpoint that the store keeps, with the public key as "key".
/// Errors: NotFound "ledger.no_checkpoint"; those of the store.
base::Result<base::Json> newest_stored_checkpoint(app::Store& store, const std::string& public_key_pem);

}  // namespace gx::http
