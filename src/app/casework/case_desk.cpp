// SPDX-License-Identifier: Apache-2.0
#include "app/casework/case_desk.hpp"

namespace gx::app {

CaseDesk::CaseDesk(const World& world, std::unique_ptr<ProcedureBook> procedures)
    : procedures_(std::move(procedures)), days_(world.law.calendar), trees_(world.store, world.clock),
      parts_{world.store, world.rows, world.clock, world.ids, world.law, days_, trees_, *procedures_, world.notices, world.sha256, &world.hasher},
      reads_(parts_), opens_(parts_), steps_(parts_), round_(parts_), documents_(parts_) {}

Result<std::unique_ptr<CaseDesk>> CaseDesk::open(const World& world) {
    GX_TRY(auto procedures, ProcedureBook::open(world.law, world.hasher));
    return std::unique_ptr<CaseDesk>(new CaseDesk(world, std::move(procedures)));
}

}  // namespace gx::app
