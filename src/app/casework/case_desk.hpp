// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "app/casework/case_documents.hpp"
#include "app/casework/case_parts.hpp"
#include "app/casework/procedure_book.hpp"
#include "app/casework/read_cases.hpp"
#include "app/casework/work_cases.hpp"

namespace gx::app {

/// Everything about cases that a server or a command works with, put together once. References outlive it.
class CaseDesk {
public:
    struct World {
        Store& store;
        CaseRows& rows;
        Clock& clock;
        IdSource& ids;
        const LawPack& law;
        const domain::Hasher& hasher;               ///< the store's
        MakeNotices* notices = nullptr;             ///< without it steps tell nobody
        const domain::Hasher* sha256 = nullptr;     ///< without it nothing is drawn by lot
    };
    /// Errors: Corrupt "procedure.content".
    static Result<std::unique_ptr<CaseDesk>> open(const World& world);

    const CaseParts& parts() const { return parts_; }
    ReadCases& reads() { return reads_; }
    OpenCase& opens() { return opens_; }
    TakeCaseStep& steps() { return steps_; }
    CaseRound& round() { return round_; }
    CaseDocuments& documents() { return documents_; }

private:
    CaseDesk(const World& world, std::unique_ptr<ProcedureBook> procedures);

    std::unique_ptr<ProcedureBook> procedures_;
    domain::WorkingDayCount days_;
    TreeBook trees_;
    CaseParts parts_;
    ReadCases reads_;
    OpenCase opens_;
    TakeCaseStep steps_;
    CaseRound round_;
    CaseDocuments documents_;
};

}  // namespace gx::app
