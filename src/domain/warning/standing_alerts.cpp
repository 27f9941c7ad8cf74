// SPDX-License-Identifier: Apache-2.0
#include "domain/warning/standing_alerts.hpp"

#include <algorithm>
#include <tuple>

namespace gx::domain::warning {

base::Result<StandingAlerts> StandingAlerts::run(const WarningRules& rules, const evaluation::FactSet& facts,
                                                 const evaluation::Horizon& horizon, unsigned threads) {
    StandingAlerts standing;
    GX_TRY(standing.passes_, RulePass::bind(rules, facts, horizon));
    standing.by_body_.resize(facts.bodies.size());
    for (const RulePass& pass : standing.passes_) {
        std::vector<Alert> alerts = pass.run(threads);
        std::sort(alerts.begin(), alerts.end(), [](const Alert& a, const Alert& b) {
            return std::tie(a.row, a.rule) < std::tie(b.row, b.rule);
        });
        // Rows of one body lie together: each body's alerts are one run of the sorted list.
        for (std::uint32_t body = 0; body < pass.table().bodies(); ++body) {
            const evaluation::Segment& segment = pass.table().segment(body);
            auto alert = std::lower_bound(alerts.begin(), alerts.end(), segment.begin,
                                          [](const Alert& a, std::uint32_t row) { return a.row < row; });
            for (; alert != alerts.end() && alert->row < segment.begin + segment.count; ++alert) {
                standing.by_body_[body].push_back({pass.table().key(alert->row), alert->rule, alert->rung});
            }
        }
    }
    return standing;
}

void StandingAlerts::update_body(std::uint32_t body) {
    by_body_[body].clear();
    for (const RulePass& pass : passes_) {
        for (const Alert& alert : pass.run_body(body)) {
            by_body_[body].push_back({pass.table().key(alert.row), alert.rule, alert.rung});
        }
    }
}

}  // namespace gx::domain::warning
