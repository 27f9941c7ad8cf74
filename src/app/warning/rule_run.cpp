// SPDX-License-Identifier: Apache-2.0
#include "app/warning/rule_run.hpp"

#include <algorithm>

#include "app/evaluation/evaluation_timing.hpp"
#include "app/warning/foreign_rules.hpp"

namespace gx::app {
namespace {

using base::Result;
using domain::evaluation::ColumnLayout;
using domain::evaluation::FactSet;
using domain::warning::Alert;
using domain::warning::RulePass;
using domain::warning::WarningRules;

void count(const std::vector<RulePass>& passes, unsigned threads, RuleRunOutput& out) {
    std::fill(out.counts.begin(), out.counts.end(), 0);
    out.alerts = 0;
    for (const RulePass& pass : passes) {
        const std::vector<Alert> alerts = pass.run(threads);
        for (const Alert& alert : alerts) { ++out.counts[alert.rule]; }
        out.alerts += static_cast<std::int64_t>(alerts.size());
    }
}

}  // namespace

Result<std::vector<ColumnLayout>> layouts_for(const base::Json& file, const WarningRules& rules) {
    GX_TRY(auto layouts, column_layouts(file));
    std::erase_if(layouts, [&](const ColumnLayout& layout) {
        const bool wanted = std::any_of(rules.facts.begin(), rules.facts.end(),
                                        [&](const auto& fact) { return fact.table == layout.table; });
        return !wanted && layout.role == ColumnLayout::Role::Facts;
    });
    return layouts;
}

Result<RuleRunOutput> run_rules(const RuleRunInput& input, const std::map<std::string, std::string_view>& texts) {
    GX_TRY(const WarningRules rules, translate_rules(input.translation, input.rules));
    GX_TRY(const auto layouts, layouts_for(input.layouts, rules));
    RuleRunOutput out;
    const StopWatch load;
    GX_TRY(const FactSet facts, domain::evaluation::load_columns(layouts, texts, input.threads));
    out.load_us = load.micros();
    const domain::evaluation::Horizon horizon{.as_of = input.as_of, .from = input.as_of, .to = input.as_of, .period = {}};
    const StopWatch bind;
    GX_TRY(const auto passes, RulePass::bind(rules, facts, horizon));
    out.bind_us = bind.micros();
    for (const RulePass& pass : passes) { out.facts += pass.table().rows(); }
    out.counts.resize(rules.rules.size());

    std::vector<std::int64_t> walls;
    std::vector<std::int64_t> cpus;
    for (unsigned i = 0; i <= std::clamp(input.repetitions, 1U, 50U); ++i) {
        const StopWatch watch;
        count(passes, input.threads, out);
        if (i == 0) { continue; }
        walls.push_back(watch.micros());
        cpus.push_back(watch.cpu_micros());
    }
    out.run_us = median_of(std::move(walls));
    out.run_cpu_us = median_of(std::move(cpus));
    return out;
}

}  // namespace gx::app
