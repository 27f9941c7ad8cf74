// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "app/ports/store.hpp"
#include "base/date.hpp"
#include "domain/evaluation/columns.hpp"
#include "domain/obligation/obligation_kind.hpp"
#include "domain/obligation/outcome.hpp"

namespace gx::app {

/// Gathers what belongs to each obligation and writes obligation and milestone rows with their outcome on a day.
class DutyFacts {
public:
    /// Read before the obligations, in any order.
    static constexpr std::array<std::string_view, 4> kPartTypes{"milestone", "payment", "change", "finding"};

    DutyFacts(const domain::ObligationKinds& kinds, base::Date as_of) : kinds_(kinds), as_of_(as_of) {}

    /// Keeps a milestone, payment, change or finding until its obligation comes.
    /// Errors: Corrupt "evaluation.corrupt_fact"
    Result<Done> add_part(const Entity& entity);
    /// Errors: Corrupt "evaluation.corrupt_fact", "evaluation.unknown_kind"
    Result<Done> add_rows(const Entity& obligation, std::uint32_t body, domain::evaluation::TableBuilder& obligations,
                          domain::evaluation::TableBuilder& milestones);

private:
    struct Parts {
        std::vector<domain::Milestone> milestones;
        std::vector<std::string> milestone_ids;
        std::vector<domain::Payment> payments;
        std::vector<domain::LawfulChange> changes;
        std::vector<domain::BreachFact> findings;
    };
    void add_milestones(const Parts& parts, const domain::Obligation& obligation, const domain::ObligationKind& kind,
                        domain::Outcome outcome, std::uint32_t body,
                        domain::evaluation::TableBuilder& milestones) const;

    const domain::ObligationKinds& kinds_;
    base::Date as_of_;
    std::unordered_map<std::string, Parts> parts_;  ///< by obligation id
};

}  // namespace gx::app
