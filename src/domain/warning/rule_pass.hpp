// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "domain/evaluation/fact_set.hpp"
#include "domain/warning/mask_program.hpp"
#include "domain/warning/warning_rule.hpp"

namespace gx::domain::warning {

class ConditionCompiler;

/// A row that a rule warns of.
struct Alert {
    std::uint32_t row = 0;   ///< in the pass's table, until the row's body is replaced
    std::uint16_t rule = 0;  ///< number in the rules given to `bind`
    std::uint8_t rung = 0;   ///< of the rule's ladder

    bool operator==(const Alert&) const = default;
};

/// All rules over one table as one pass: each condition that several rules share is tested once for a block of rows, and
/// none that no row depends on any more.
///
/// Shape: rules not in force on the as-of day warn of nothing. At most 65,535 rules.
class RulePass {
public:
    /// The passes of `rules`, one a table, in the order of the tables' first rules. `facts` outlive them.
    /// Errors: InvalidInput "scheme.unknown_table", "scheme.dangling_name" (no such fact), "scheme.duplicate_name",
    ///         "warning.too_large" and those of ConditionCompiler.
    static base::Result<std::vector<RulePass>> bind(const WarningRules& rules, const evaluation::FactSet& facts,
                                                    const evaluation::Horizon& horizon);

    /// The alerts of all rows, on up to `threads` threads: ordered by blocks of rows, in a block by rule, rung and row.
    std::vector<Alert> run(unsigned threads, const LaneTests& tests = lane_tests()) const;
    /// Those of one body, ordered by row, then rule.
    std::vector<Alert> run_body(std::uint32_t body) const;

    const evaluation::Table& table() const { return *table_; }

private:
    struct Test {
        std::uint16_t rule = 0;
        std::vector<std::uint32_t> rungs;  ///< a node for each
    };
    /// Rows one behind the other.
    struct Stretch {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
    };

    base::Result<base::Done> add(const WarningRules& rules, const RuleFact& fact, const std::vector<std::size_t>& numbers,
                                 const evaluation::Horizon& horizon);
    base::Result<Test> test_of(const WarningRule& rule, std::uint32_t counted, ConditionCompiler& compiler);
    std::vector<Stretch> stretches() const;
    void run_stretch(MaskProgram::Run& run, Stretch stretch, std::vector<Alert>& out) const;
    void run_block(MaskProgram::Run& run, std::uint32_t begin, std::uint32_t count, std::vector<Alert>& out) const;

    const evaluation::Table* table_ = nullptr;
    MaskProgram program_;
    std::vector<Test> tests_;
};

}  // namespace gx::domain::warning
