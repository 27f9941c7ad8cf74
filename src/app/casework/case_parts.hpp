// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/access/tree_book.hpp"
#include "app/law/law_pack.hpp"
#include "app/notices/make_notices.hpp"
#include "app/ports/case_rows.hpp"
#include "app/ports/world.hpp"
#include "domain/calendar/working_day_count.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::app {

class ProcedureBook;

/// What the use cases of cases work with. References outlive them.
struct CaseParts {
    Store& store;
    CaseRows& rows;
    Clock& clock;
    IdSource& ids;
    const LawPack& law;
    const domain::WorkingDayCount& days;
    TreeBook& trees;
    ProcedureBook& procedures;
    MakeNotices* notices = nullptr;            ///< without it `notify` tells nobody
    const domain::Hasher* sha256 = nullptr;    ///< draws are refused without it ("case.part_missing")
    const domain::Hasher* journal = nullptr;   ///< the store's: digests of evaluations; these are refused without it
};

}  // namespace gx::app
