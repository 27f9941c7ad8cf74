// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "base/json.hpp"
#include "domain/evaluation/column_csv.hpp"

namespace gx::domain::evaluation {

/// Fills the columns of layouts with made-up values, clustered by body as they are made, without a builder in between.
///
/// Shape: `growth` is {bodies, levels, tables: [{table, per_thousand, columns: [{column, codes | days | after | whole | share_of,
///        empty_percent}]}]}; a table gets rows * per_thousand / 1000 rows. Keys of bodies and divisions count from 1.
/// Errors: InvalidInput "growth.field" with the JSON pointer of what is missing or unknown.
base::Result<FactSet> sample_columns(const std::vector<ColumnLayout>& layouts, const base::Json& growth, std::int64_t rows,
                                     std::uint64_t seed, unsigned threads);

}  // namespace gx::domain::evaluation
