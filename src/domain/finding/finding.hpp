// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/obligation/outcome.hpp"

namespace gx::domain {

/// What an organ found.
enum class FindingKind {
    Breach,     ///< confirmed as a breach
    NotTrue,    ///< the accusation is not true
    Rectified,  ///< true and rectified at once: no breach, no record
};
std::string_view to_string(FindingKind kind);

/// A finding by a named organ with its document. Nothing negative rests on anything less.
///
/// Units:  civil days.
/// Source: S-5.2c, S-6.1e; EXT-N1103 (rectified at once is no breach; refusal to rectify is)
struct Finding {
    std::string code;
    FindingKind kind = FindingKind::Breach;
    std::string obligation_id;
    std::string body_id;
    std::string organ;
    std::string doc_no;
    base::Date decided_on;
    std::string facts;
    std::optional<base::Date> revoked_on;
    std::string note;
    std::vector<std::string> basis;

    /// Errors: as JsonReader; InvalidInput "finding.kind", "finding.revoked_before_decided";
    ///         BasisMissing "finding.organ_missing", "finding.document_missing".
    static base::Result<Finding> from_json(const base::Json& content, const std::string& pointer = {});
    base::Json to_json() const;

    bool in_force_on(base::Date day) const { return decided_on <= day && !(revoked_on && *revoked_on <= day); }
};

/// The breach facts of one obligation, for its outcome: findings of kind breach that name it, in order of decision.
/// `ids` are the entity ids of `findings`, one each.
std::vector<BreachFact> breaches_of(const std::string& obligation_id, const std::vector<Finding>& findings,
                                    const std::vector<std::string>& ids);

/// Refuses a finding by the accused body itself: verification belongs to the superior or competent department.
/// Errors: StateForbids "finding.own_cause"
/// Source: EXT-N1103
base::Result<base::Done> check_organ(const Finding& finding, std::string_view body_name);

}  // namespace gx::domain
