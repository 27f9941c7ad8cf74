// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "domain/evaluation/evaluation.hpp"

namespace gx::domain::evaluation {

/// A row of a register behind a leaf, a bonus line or a cap.
struct RowBehind {
    std::string entity;  ///< "milestone"
    std::string key;     ///< natural key
    bool kept = true;    ///< false: this row cost points
};

/// A page of rows. Shape: rows that cost points first, each list in order of the table; each key once.
struct RowsPage {
    std::vector<RowBehind> rows;
    std::size_t total = 0;
    std::size_t lost = 0;
};

/// Which part of a scheme the rows stand behind.
enum class RowsOf { Leaf, Bonus, Cap };

/// The rows behind one leaf, bonus line or cap of a body. Shape: limit 0..1,000.
/// Errors: NotFound "evaluation.leaf_unknown"; InvalidInput those of RowCompiler.
base::Result<RowsPage> rows_behind(const Evaluation& evaluation, std::uint32_t body, RowsOf what, std::string_view id,
                                   std::size_t offset, std::size_t limit);

/// Why a body has its score: total → group → leaf → numerator, denominator → rows; bonus, caps and rounding as lines of
/// their own. The lines sum to the total.
///
/// Shape:  {"scheme", "scheme_version", "period", "as_of", "body", "score", "score_decimals", "grade", "not_filed",
///          "leaf_sum", "before_caps", "bonus": {"sum", "maximum", "lines": []}, "caps": [], "rounding": [], "ranks": [],
///          "groups": [{"id", "weight", "score", "leaves": [{"id", "state", "numerator", "denominator", "ratio_e6", "band"
///          (where the ratio lies in a banded table, its name), "f", "f_e6", "weight_e4", "effective_weight_e4", "score", "rows", "rows_total", "rows_lost"}]}]}
///         Schemes without groups have "leaves" at the top. Absent = null. At most `rows_max` rows a leaf.
/// Units:  score and before_caps in 10^-score_decimals; leaf scores, leaf_sum and bonus in 10^-leaf_decimals.
/// Errors: those of `rows_behind`; InvalidInput "evaluation.not_judged".
base::Result<base::Json> explain(const Evaluation& evaluation, std::uint32_t body, std::size_t rows_max);

/// "measured", "not_filed", "not_applicable", "empty_full", "empty_zero"
std::string_view to_string(LeafState state);

}  // namespace gx::domain::evaluation
