// SPDX-License-Identifier: Apache-2.0
#include "main/complaint_desk.hpp"

#include "crypto/envelope.hpp"
#include "crypto/hasher.hpp"

namespace gx::main {

ComplaintDesk::ComplaintDesk(Context& context, app::Clock& clock, app::Signer& signer, app::AccountBook& accounts, app::ComplaintIntake* intake,
                             const app::FloodSettings& flood, std::unique_ptr<domain::Hasher> sha256, std::string tenant)
    : sha256_(std::move(sha256)), envelope_(crypto::make_envelope(*context.random)),
      parts_{.store = *context.store, .filings = context.store->sealed_filings(), .envelope = *envelope_, .sealer = *context.sealer,
             .signer = signer, .hasher = *context.hasher, .clock = clock, .ids = *context.ids, .random = *context.random,
             .accounts = accounts, .intake = intake, .tenant = std::move(tenant)},
      prove_(*context.store, *context.hasher), gate_(*context.sealer, *sha256_, context.clock, *context.random, flood),
      file_(parts_, gate_), follow_(parts_, gate_, prove_), keys_(parts_), read_(parts_), batch_(parts_) {}

base::Result<std::unique_ptr<ComplaintDesk>> ComplaintDesk::open(Context& context, app::Clock& clock, app::Signer& signer,
                                                                 app::AccountBook& accounts, app::ComplaintIntake* intake,
                                                                 const app::FloodSettings& flood) {
    GX_TRY(auto sha256, crypto::make_hasher("sha256"));
    GX_TRY(auto tenant, context.tenant(""));
    return std::unique_ptr<ComplaintDesk>(new ComplaintDesk(context, clock, signer, accounts, intake, flood, std::move(sha256), std::move(tenant)));
}

http::ComplaintServices ComplaintDesk::services() {
    return {.gate = &gate_, .file = &file_, .follow = &follow_, .keys = &keys_, .read = &read_};
}

app::Chore ComplaintDesk::batch() {
    app::Chore chore;
    chore.name = "filings";
    chore.run_for = [this](app::Work& work, const std::string& tenant) { return batch_.run(work, tenant); };
    return chore;
}

}  // namespace gx::main
