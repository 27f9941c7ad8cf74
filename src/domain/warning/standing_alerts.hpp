// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "domain/warning/rule_pass.hpp"

namespace gx::domain::warning {

/// An alert that outlives the place of its row.
struct StandingAlert {
    std::string row_key;
    std::uint16_t rule = 0;
    std::uint8_t rung = 0;

    auto operator<=>(const StandingAlert&) const = default;
};

/// The alerts of all bodies by all rules, kept current body by body.
///
/// Shape: by body: in order of the rules' tables, in a table by row, then rule. The same facts and rules give the same
///        alerts, whether bodies were looked at together or one after the other.
class StandingAlerts {
public:
    /// `rules` and `facts` outlive it. Errors: as RulePass::bind.
    static base::Result<StandingAlerts> run(const WarningRules& rules, const evaluation::FactSet& facts,
                                            const evaluation::Horizon& horizon, unsigned threads);

    /// Looks at one body again, after Table::replace_body. Shape: a table that was rebuilt needs a new run.
    void update_body(std::uint32_t body);

    const std::vector<StandingAlert>& of(std::uint32_t body) const { return by_body_[body]; }
    std::uint32_t bodies() const { return static_cast<std::uint32_t>(by_body_.size()); }

private:
    std::vector<RulePass> passes_;
    std::vector<std::vector<StandingAlert>> by_body_;
};

}  // namespace gx::domain::warning
