// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/evaluation/column_csv.hpp"
#include "domain/warning/rule_pass.hpp"

namespace gx::app {

/// What `gongxin bench rules` runs: rules over CSV files that go straight into columns.
///
/// Shape: `layouts` and `translation` belong to the law pack of the comparison; `rules` is the foreign list
///        (foreign_rules.hpp). Nothing here knows the data or a rule.
struct RuleRunInput {
    base::Json layouts;
    base::Json translation;
    base::Json rules;
    base::Date as_of;
    unsigned threads = 2;
    unsigned repetitions = 5;  ///< timed runs after a first one, 1..50
};

/// Units: microseconds; medians from columns in memory to all alerts and their counts in memory. `counts` is by rule.
struct RuleRunOutput {
    std::int64_t facts = 0;
    std::int64_t alerts = 0;
    std::vector<std::int64_t> counts;
    std::int64_t load_us = 0;
    std::int64_t bind_us = 0;
    std::int64_t run_us = 0;
    std::int64_t run_cpu_us = 0;
};

/// The layouts of a file {layouts: []} that rules over `tables` need: divisions, bodies and those tables.
/// Errors: InvalidInput "layout.field"
base::Result<std::vector<domain::evaluation::ColumnLayout>> layouts_for(const base::Json& file,
                                                                        const domain::warning::WarningRules& rules);

/// `texts` holds each layout's file by name.
/// Errors: those of translate_rules, ColumnLayout, load_columns and RulePass::bind.
base::Result<RuleRunOutput> run_rules(const RuleRunInput& input, const std::map<std::string, std::string_view>& texts);

}  // namespace gx::app
