// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::app {

/// What `gongxin bench scale` runs: columns made in memory, judged by a scheme on one and on more threads.
///
/// Shape: `layouts` and `scheme` as in ReferenceInput; `growth` says what the columns are filled with (bodies, levels, tables with
///        codes, days, after, whole, share_of, empty_percent). Nothing here knows the data or the definition.
struct GrowthInput {
    base::Json scheme;
    base::Json layouts;
    base::Json growth;
    base::Date as_of;
    std::uint64_t seed = 1;
    std::vector<unsigned> threads;  ///< numbers of threads to measure, one after the other
    unsigned repetitions = 3;       ///< 1..50
};

/// One size. Units: microseconds, bytes.
struct GrowthStep {
    struct Run {
        unsigned threads = 1;
        std::int64_t wall_us = 0;  ///< median, from columns in memory to all result tables in memory
        std::int64_t cpu_us = 0;
    };
    std::int64_t rows = 0;
    std::int64_t bodies = 0;
    std::int64_t fill_us = 0;
    std::int64_t bytes_per_row = 0;  ///< of the largest table's columns and keys
    std::vector<Run> runs;
    bool same_bytes = true;  ///< all runs gave the same result tables
};

/// Makes columns of `rows` rows and judges them. The same seed gives the same columns on any number of threads.
///
/// Errors: InvalidInput "growth.field" with the JSON pointer; those of Scheme, ColumnLayout, Table and Evaluation.
base::Result<GrowthStep> run_growth(const GrowthInput& input, std::int64_t rows);

}  // namespace gx::app
