// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/evaluation/scheme.hpp"
#include "domain/legal/source.hpp"

namespace gx::domain::warning {

/// How urgent a warning is. Source: DOMAIN 7.1
enum class Level : std::uint8_t { Blue, Yellow, Orange, Red };
std::string_view to_string(Level level);
/// Nothing for another text.
std::optional<Level> level_of(std::string_view text);

/// What rules look at: the rows of a fact table, with named values over one row.
struct RuleFact {
    std::string id;
    std::string table;
    std::optional<evaluation::Formula> where;
    std::string known_by;                          ///< column of the day a row is known from
    std::vector<std::string> ended_by;             ///< columns of days a row is over from
    std::vector<evaluation::NamedFormula> values;  ///< each may use those before
    std::string at;
};

/// A step of a rule's ladder.
struct Rung {
    Level level = Level::Blue;
    evaluation::Formula when;
};

/// Rows that a rule never warns of, and why.
struct Exemption {
    evaluation::Title title;
    std::vector<std::string> source;
    evaluation::Formula when;
};

/// A rule over single rows: one row, one warning, on the first rung whose condition holds.
///
/// Shape: 1..8 rungs, the most urgent first; `parameters` are whole numbers that its formulas use by name.
struct WarningRule {
    std::string id;
    evaluation::Title title;
    std::vector<std::string> source;
    std::string fact;
    std::optional<InForce> in_force;  ///< always, when absent
    std::vector<evaluation::NamedFormula> parameters;
    std::optional<evaluation::Formula> where;
    std::vector<Exemption> exempt;
    std::vector<Rung> ladder;
    std::string at;
};

/// The facts and rules of one or several rule files.
///
/// Source: DOMAIN 7.2; DESIGN 4.5 ("Warning rules use the same predicates")
struct WarningRules {
    std::vector<RuleFact> facts;
    std::vector<WarningRule> rules;

    /// Reads a file {facts: [], rules: []}, both optional.
    /// Errors: InvalidInput "scheme.expression", "scheme.unknown_field", "scheme.field_missing", "scheme.field_type",
    ///         "scheme.number", "legal.in_force_reversed", "warning.level_unknown", "warning.ladder_order"; `where` is the JSON pointer.
    static base::Result<WarningRules> from_json(const base::Json& file);

    /// Nullptr when there is none.
    const RuleFact* fact(std::string_view id) const;
    const WarningRule* rule(std::string_view id) const;
};

}  // namespace gx::domain::warning
