// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/evaluation/fact_set.hpp"
#include "domain/evaluation/row_program.hpp"
#include "domain/evaluation/scheme.hpp"
#include "domain/warning/mask_program.hpp"

namespace gx::domain::warning {

/// Compiles conditions of the scheme language over the rows of one table into a mask program.
///
/// Names are replaced by what they stand for, comparisons are turned until a column stands on one side and a number on the
/// other ("as_of - due_day > 60" tests due_day), and a comparison of a `case` becomes one of its branches. What is left
/// goes to the row compiler. The answers are the row compiler's.
///
/// Shape:  `table` and `program` outlive it; row functions are min max clamp case quotient.
/// Errors: InvalidInput "scheme.unknown_column", "scheme.type", "scheme.number", "scheme.unknown_node",
///         "scheme.duplicate_name", "evaluation.overflow", "warning.too_large"; `where` is the formula's JSON pointer.
class ConditionCompiler {
public:
    ConditionCompiler(const evaluation::Table& table, const evaluation::Horizon& horizon, MaskProgram& program);

    /// Makes a name known to all later formulas.
    base::Result<base::Done> define(const std::string& name, const evaluation::Formula& formula);
    base::Result<std::uint32_t> condition(const evaluation::Formula& formula);
    /// Rows whose day in `column` is not after the as-of day; null is not.
    base::Result<std::uint32_t> come_by(const std::string& column, const std::string& at);

    /// Makes names known until `forget`: the parameters of one rule.
    base::Result<base::Done> define_all(const std::vector<evaluation::NamedFormula>& formulas);
    void forget(const std::vector<evaluation::NamedFormula>& formulas);

    /// Hands the row programs that the conditions need to the mask program; nothing may be compiled afterwards.
    void finish();

private:
    using Expression = evaluation::Expression;

    base::Result<Expression> expanded(const Expression& node);
    base::Result<std::uint32_t> truth(const Expression& node);
    base::Result<std::uint32_t> all_true(const Expression& node);
    base::Result<std::uint32_t> compared(const Expression& node);
    struct Range {
        Expression of;
        std::int64_t low;
        std::int64_t high;
    };
    std::optional<Range> range_of(const Expression& node) const;
    base::Result<std::uint32_t> text_compared(const Expression& node);
    base::Result<std::uint32_t> within(const Expression& node, std::int64_t low, std::int64_t high);
    base::Result<std::uint32_t> call_within(const Expression& node, std::int64_t low, std::int64_t high);
    base::Result<std::uint32_t> case_within(const Expression& node, std::size_t from, std::int64_t low, std::int64_t high);
    base::Result<std::uint32_t> coded(const Expression& node, const std::vector<std::string>& texts);
    base::Result<std::uint32_t> code_column(const Expression& node) const;
    base::Result<Operand> operand(const Expression& node, std::uint32_t program);
    std::optional<std::int64_t> constant(const Expression& node) const;
    base::Result<base::Done> count(std::size_t parts = 1);
    base::Error fault(std::string_view reason, std::string detail) const;

    const evaluation::Table& table_;
    const evaluation::Horizon& horizon_;
    MaskProgram& program_;
    struct Named {
        Expression expression;
        std::size_t parts = 1;
    };
    std::map<std::string, Named, std::less<>> names_;
    std::map<std::string, evaluation::Lookup, std::less<>> no_lookups_;
    std::vector<evaluation::RowCompiler> rows_;  ///< plain registers, and those of quotients
    std::uint32_t first_program_ = 0;
    std::string at_;
    std::size_t parts_ = 0;  ///< of the formula under way, names replaced
};

}  // namespace gx::domain::warning
