// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "app/casework/case_desk.hpp"
#include "app/complaints/case_intake.hpp"
#include "app/journal/make_checkpoint.hpp"
#include "app/oidc/outside_sessions.hpp"
#include "app/oidc/relying_party.hpp"
#include "http/handlers/site.hpp"
#include "ingest/files/zip_archives.hpp"
#include "main/account_tools.hpp"
#include "main/complaint_desk.hpp"
#include "main/context.hpp"
#include "main/exchange.hpp"
#include "main/import_desk.hpp"
#include "main/inbox_desk.hpp"
#include "main/keeper.hpp"
#include "main/oidc_setup.hpp"
#include "main/serve_options.hpp"
#include "render/pdf_writer.hpp"
#include "storage/blobs/sql_attachment_rows.hpp"
#include "storage/snapshot/file_shelf.hpp"

namespace gx::main {

/// All parts of a running server, put together. Members are in order of dependence.
///
/// Thread: one.
class Serving {
public:
    /// Errors: those of ServeOptions::check, of opening store, law pack, keys and files, and of Site::open.
    static base::Result<std::unique_ptr<Serving>> open(const GlobalOptions& global, const ServeOptions& options);
    /// Serves until a signal; says where it listens.
    base::Result<base::Done> run();

private:
    Serving(const ServeOptions& options, std::unique_ptr<Context> context, ImportDesk desk);
    base::Result<base::Done> open_clock();
    base::Result<base::Done> open_keeper();
    base::Result<base::Done> open_outside_sign_in();
    /// What the site works with, of what is open by now. Errors: those of reading the API's files.
    base::Result<http::SiteParts> site_parts();
    base::Result<base::Done> open_site();
    app::Clock& clock() { return drill_ ? static_cast<app::Clock&>(*drill_) : context_->clock; }

    ServeOptions options_;
    std::unique_ptr<Context> context_;
    ImportDesk desk_;
    std::unique_ptr<DrillClock> drill_;
    std::unique_ptr<app::Signer> signer_;
    std::optional<app::MakeCheckpoint> checkpoints_;
    std::optional<Keeper> keeper_;
    std::unique_ptr<AccountTools> accounts_;
    OidcSetup oidc_;
    std::optional<app::OutsideSessions> outside_sessions_;
    std::optional<app::RelyingParty> relying_party_;
    ingest::ZipArchives archives_;
    storage::SqlAttachmentRows attachment_rows_;
    std::unique_ptr<app::VirusScan> virus_scan_;
    std::optional<storage::FileShelf> shelf_;
    std::unique_ptr<ServerExchange> exchange_;
    std::unique_ptr<domain::Hasher> sha256_;             ///< of draws by lot, whatever the store hashes with
    std::optional<app::MakeNotices> case_notices_;
    std::unique_ptr<app::CaseDesk> cases_;
    std::optional<app::CaseIntake> intake_;
    std::unique_ptr<ComplaintDesk> complaints_;
    std::unique_ptr<InboxDesk> inbox_;
    render::PdfWriter documents_;
    std::unique_ptr<http::Site> site_;
};

}  // namespace gx::main
