// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::app {

/// What `gongxin bench change` runs: facts from CSV files, judged once; then single rows change, and only their body is read,
/// judged and ranked again.
///
/// Shape: as ReferenceInput; `changes` 1..100,000. A change gives one row of the largest fact table the values of another row of its body.
struct ChangeRunInput {
    base::Json scheme;
    base::Json layouts;
    base::Date as_of;
    unsigned threads = 2;
    unsigned changes = 1'000;
    std::uint32_t seed = 1;
};

/// Units: nanoseconds of CPU time of the one thread, from the changed row to the body's new score and place.
struct ChangeRunOutput {
    std::int64_t rows = 0;
    std::int64_t bodies = 0;
    std::int64_t moved = 0;  ///< changes that gave their body another score
    std::int64_t median_ns = 0;
    std::int64_t p99_ns = 0;
    std::int64_t worst_ns = 0;
    bool same_bytes = false;  ///< afterwards all result tables equal those of a new evaluation of the changed facts
};

/// `texts` holds each layout's file by name.
/// Errors: InvalidInput "layout.field", "columns.count" (no fact table with rows); those of Scheme, load_columns, Evaluation.
base::Result<ChangeRunOutput> run_changes(const ChangeRunInput& input, const std::map<std::string, std::string_view>& texts);

}  // namespace gx::app
