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

/// What `gongxin bench eval` runs: CSV files straight into columns, judged by a scheme, result tables as CSV files.
///
/// Shape: `layouts` is a file with a list "layouts" of ColumnLayout; `scheme` a scheme file. Both belong to the law pack
///        of the comparison: nothing here knows the data or the definition.
struct ReferenceInput {
    base::Json scheme;
    base::Json layouts;
    std::string data_folder;
    std::string out_folder;
    base::Date as_of;
    unsigned threads = 2;
    unsigned repetitions = 5;  ///< warm runs, 1..50
};

/// Units: microseconds. `warm_*` are medians, from columns in memory to all result tables in memory.
struct ReferenceTimes {
    std::int64_t rows = 0;
    std::int64_t load_us = 0;
    std::int64_t cold_us = 0;
    std::int64_t warm_us = 0;
    std::int64_t warm_cpu_us = 0;
    unsigned threads = 1;
};

/// Reads, judges, writes one file a result table.
/// Errors: NotFound "file.unreadable"; StorageFull "file.not_written"; those of Scheme, ColumnLayout, load_columns and
///         Evaluation.
base::Result<ReferenceTimes> run_reference(const ReferenceInput& input);

/// The same from and to memory: file names to texts.
base::Result<std::map<std::string, std::string>> run_reference_texts(
    const ReferenceInput& input, const std::map<std::string, std::string_view>& texts, ReferenceTimes& times);

}  // namespace gx::app
