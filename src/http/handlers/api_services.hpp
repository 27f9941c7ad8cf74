// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/journal/prove.hpp"
#include "app/law/law_pack.hpp"
#include "app/obligation/register_obligation.hpp"
#include "app/obligation/staff_duties.hpp"
#include "app/publication/judge_file.hpp"
#include "app/publication/public_view.hpp"
#include "base/json.hpp"
#include "http/handlers/staff_services.hpp"
#include "http/routes/metrics.hpp"
#include "http/routes/route.hpp"

namespace gx::http {

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
};

/// Every route of the API. The result still has to pass RouteTable::make.
std::vector<Route> api_routes(const ApiServices& services);

/// The newest checkpoint that the store keeps, with the public key as "key".
/// Errors: NotFound "ledger.no_checkpoint"; those of the store.
base::Result<base::Json> newest_stored_checkpoint(app::Store& store, const std::string& public_key_pem);

}  // namespace gx::http
