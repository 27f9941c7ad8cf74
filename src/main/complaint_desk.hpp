// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "app/accounts/account_book.hpp"
#include "app/complaints/filing_batch.hpp"
#include "app/rounds/rounds.hpp"
#include "http/handlers/complaint_services.hpp"
#include "main/context.hpp"

namespace gx::main {

/// Everything of complaints that a server runs, put together.
class ComplaintDesk {
public:
    /// `intake` may be null: named complaints are refused then, and anonymous ones wait. References outlive the desk.
    /// Errors: NotFound "tenant.unknown"; those of the store.
    static base::Result<std::unique_ptr<ComplaintDesk>> open(Context& context, app::Clock& clock, app::Signer& signer, app::AccountBook& accounts,
                                                             app::ComplaintIntake* intake, const app::FloodSettings& flood);
    http::ComplaintServices services();
    /// What the daily round does for complaints.
    app::Chore batch();

private:
    ComplaintDesk(Context& context, app::Clock& clock, app::Signer& signer, app::AccountBook& accounts, app::ComplaintIntake* intake,
                  const app::FloodSettings& flood, std::unique_ptr<domain::Hasher> sha256, std::string tenant);

    std::unique_ptr<domain::Hasher> sha256_;
    std::unique_ptr<app::Envelope> envelope_;
    app::ComplaintParts parts_;
    app::Prove prove_;
    app::FloodGate gate_;
    app::FileComplaint file_;
    app::FollowComplaint follow_;
    app::HandlerKeys keys_;
    app::ReadFiling read_;
    app::RunFilingBatch batch_;
};

}  // namespace gx::main
