// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "app/law/law_pack.hpp"
#include "app/ports/obligation_rows.hpp"
#include "domain/obligation/outcome.hpp"

namespace gx::app {

/// What stands in other rows of an obligation and bears on its outcome.
struct DutyParts {
    std::vector<domain::Milestone> milestones = {};
    std::vector<domain::Payment> payments = {};
    std::vector<domain::LawfulChange> changes = {};
    std::vector<domain::BreachFact> findings = {};
};

/// The parts of some obligations, by obligation id.
///
/// Shape: ids 1..200; at most 20,000 parts of one type for each twenty obligations.
/// Errors: TooLarge "obligation.too_many_parts"; Corrupt "store.content"; those of the store.
Result<std::map<std::string, DutyParts, std::less<>>> load_parts(Reader& reader, const std::string& tenant,
                                                                 std::span<const std::string> ids);

/// True when the outcome follows from the row's columns alone. Total.
bool is_plain(const ObligationRow& row, const domain::ObligationKind& kind);

/// How a row stands on a day, and whether its due day rests on a year without a published calendar.
struct JudgedDuty {
    domain::Standing standing;
    bool provisional = false;
};
/// Of a plain row: never provisional. Total.
JudgedDuty plain_standing(const ObligationRow& row, const domain::ObligationKind& kind, base::Date today);
/// Of any row. Errors: Corrupt "store.content"
Result<JudgedDuty> full_standing(std::string_view content, const domain::ObligationKind& kind, const DutyParts& parts, base::Date today);

}  // namespace gx::app
