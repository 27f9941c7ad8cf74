// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/law/law_pack.hpp"
#include "app/ports/obligation_rows.hpp"
#include "app/ports/store.hpp"
#include "app/ports/world.hpp"
#include "app/staff/offset_page.hpp"

namespace gx::app {

/// Which obligations within reach are asked for; empty members ask for all.
struct DutyQuery {
    std::string body = {};   ///< id or code
    std::string kind = {};
    std::string state = {};  ///< "open", "done", "cancelled", "void"
    std::optional<base::Date> due_from = {};
    std::optional<base::Date> due_to = {};
    std::string sort = "-due_on";  ///< "due_on", "-due_on", "code", "-code"; ties by id
    OffsetPage page = {};
};

/// What staff reads of the obligations within its reach, as JSON texts written directly: the stored content with id, version,
/// body, state (as recorded), outcome and light (as judged today) before it.
///
/// Thread: any.
class StaffDuties {
public:
    StaffDuties(Store& store, ObligationRows& rows, Clock& clock, const LawPack& law)
        : store_(store), rows_(rows), clock_(clock), law_(law) {}

    /// {"items": […], "next": cursor, "total": exact}. A body that is not there has none.
    /// Errors: NotPermitted "access.denied"; InvalidInput "page.cursor_invalid", "page.cursor_with_page", "page.too_deep"
    ///         (rows beyond 10,000); Corrupt "store.content"; those of the store.
    Result<std::string> list(const DutyQuery& query, const Actor& actor);
    /// One obligation by id or code. Errors: NotPermitted "access.denied"; NotFound "obligation.unknown"; as list.
    Result<std::string> show(std::string_view id_or_code, const Actor& actor);
    /// {"items": [{kind, state, count, amount_fen, fulfilled_fen}], "count": all, "amount_fen": all}, by kind and state; of
    /// one body when `body` (id or code) is given. Errors: NotPermitted "access.denied"; NotFound "body.unknown"
    Result<std::string> summary(const std::string& body, const Actor& actor);

    bool is_local() const { return rows_.is_local(); }

private:
    struct Shown;
    Result<Done> take(const ObligationRow& row, std::vector<Shown>& shown) const;
    Result<Done> judge_rest(std::vector<Shown>& shown, const std::string& tenant) const;

    Store& store_;
    ObligationRows& rows_;
    Clock& clock_;
    const LawPack& law_;
};

}  // namespace gx::app
