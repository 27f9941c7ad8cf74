// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/evaluation/expression.hpp"

namespace gx::domain::evaluation {

/// A formula with the JSON pointer of the place it stands at.
struct Formula {
    Expression expression;
    std::string at;
};

struct NamedFormula {
    std::string name;
    Formula formula;
};

/// A text in both languages.
struct Title {
    std::string zh;
    std::string en;
};

/// A named table of values for `step`: by text or whole number (`by_code`), or by bands (`bands`, each below a limit).
struct Lookup {
    struct Band {
        std::optional<Number> below;
        Number value;
        std::string name;
    };
    std::map<std::string, Number, std::less<>> by_code;
    std::vector<Band> bands;
};

/// Rows of a table that count.
///
/// Shape: a row is known when the day in `known_by` is not after the as-of day, and over when a day in `ended_by` is not
///        after it; `values` are named formulas over one row, each may use those before.
struct Fact {
    std::string id;
    std::string table;
    std::optional<Formula> where;
    std::string known_by;
    std::vector<std::string> ended_by;
    std::vector<NamedFormula> values;
    std::string at;
};

struct MeasureColumn {
    std::string name;
    std::optional<Formula> value;      ///< sum of this; count when absent
    std::optional<Formula> condition;  ///< of these rows only
};

/// Counts and sums over the rows of a fact, by body and, when `by` is given, by the codes of that column.
struct MeasureSet {
    std::string id;
    std::string fact;
    std::string by;
    std::vector<MeasureColumn> columns;
    std::vector<NamedFormula> values;  ///< over the columns of one body and code
    std::string at;
};

/// Which rows stand behind a leaf, and which of them did well.
struct RowsBehind {
    std::string fact;
    std::optional<Formula> where;
    std::optional<Formula> kept;
    std::string entity;
};

/// In which forms a body files the statement of a leaf, and of what it consists.
///
/// Shape: forms of "parts", "counts", "flag", "code"; empty for a leaf that a register feeds. `parts` 1..5.
struct Filing {
    std::vector<std::string> forms;
    std::int64_t parts = 1;
    std::vector<std::string> classes;  ///< of "counts"
    std::vector<std::string> codes;    ///< of "code"
};

enum class WhenEmpty { NotApplicable, Full, Zero };

/// A leaf. In a `mean_nonnull` scheme only `value` counts; in a `grouped` one `f` (0..1) does.
struct Indicator {
    std::string id;
    std::string group;
    Number weight;
    Title title;
    std::string clause;
    std::optional<Formula> value;
    std::optional<Formula> numerator;
    std::optional<Formula> denominator;
    std::optional<Formula> f;
    WhenEmpty when_empty = WhenEmpty::NotApplicable;
    std::optional<Formula> na_when;
    std::optional<Formula> not_filed_when;
    std::string statement;  ///< leaf code of the statement it reads; empty when a register feeds it
    Filing filing;
    std::vector<RowsBehind> rows;
    std::string at;
};

struct Group {
    std::string id;
    Title title;
    Number weight;
};

/// How indicators become one score.
struct Aggregate {
    enum class Kind { MeanNonNull, Grouped } kind = Kind::MeanNonNull;
    int decimals = 0;
    int leaf_decimals = 4;
    std::optional<Number> maximum;  ///< the score is kept within 0..maximum
    std::optional<Formula> when;    ///< no score where this does not hold
};

struct BonusLine {
    std::string id;
    Title title;
    std::string clause;
    Formula points;
    std::vector<RowsBehind> rows;
};

struct Bonus {
    Number maximum;
    std::vector<BonusLine> lines;
};

struct Cap {
    std::string id;
    Title title;
    std::string clause;
    Number at_most;
    Formula when;
    std::vector<RowsBehind> rows;
};

/// First that fits. Shape: only the last has neither `when` nor `below`.
struct Grade {
    std::string label;
    Title title;
    std::optional<Formula> when;
    std::optional<Number> below;
};

struct Rank {
    std::string id;
    std::string of;
    std::string within;   ///< body column; empty: all bodies together
    std::string rated;    ///< name of the number of rated bodies in the same peer group
    std::int64_t sample_min = 1;
    struct Key {
        std::string name;
        bool descending = false;
    };
    std::vector<Key> order;  ///< order of the shown list among equals; never changes the rank
};

struct RollUpColumn {
    enum class Kind { Count, Sum, Mean } kind = Kind::Count;
    std::string name;
    std::optional<Formula> formula;
    int decimals = 0;
};

struct RollUp {
    std::vector<RollUpColumn> columns;
    std::vector<NamedFormula> values;
};

/// Shape: `value` names a count, sum, value, indicator, rank, leaf[…], group[…], or is one of body, name, caps, grade.
struct OutputColumn {
    std::string header;
    Formula value;
    int decimals = 0;
    bool decimals_given = false;
    Title title;
};

/// A result table: one row a body, a body and code of a measure set, or a division.
struct Output {
    enum class Rows { Bodies, Measures, Divisions } rows = Rows::Bodies;
    std::string id;
    std::string measures;
    std::vector<OutputColumn> columns;
    std::vector<Rank::Key> order;
};

/// A scheme as its file says it, checked for form, names and weights; columns are checked when facts are bound.
///
/// Source: DESIGN 4.5; DOMAIN 5.3
struct Scheme {
    std::string id;
    std::string version;
    Title title;
    std::string source;
    std::optional<Formula> bodies;  ///< which bodies are judged; all when absent
    std::map<std::string, Lookup, std::less<>> lookups;
    std::vector<Fact> facts;
    std::vector<MeasureSet> measures;
    std::vector<NamedFormula> values;  ///< over the measures and columns of a body
    std::vector<Group> groups;
    std::vector<Indicator> indicators;
    Aggregate aggregate;
    std::optional<Bonus> bonus;
    std::vector<Cap> caps;
    std::vector<Grade> grades;
    std::vector<Rank> ranks;
    std::optional<RollUp> roll_up;
    std::vector<Output> outputs;

    /// Errors: InvalidInput "scheme.expression", "scheme.unknown_field", "scheme.field_missing", "scheme.field_type",
    ///         "scheme.weights", "scheme.dangling_name", "scheme.duplicate_name", "scheme.unknown_node",
    ///         "scheme.grades_open", "scheme.number"; `where` is the JSON pointer.
    static base::Result<Scheme> from_json(const base::Json& file);

    const Fact* fact(std::string_view name) const;
};

}  // namespace gx::domain::evaluation
