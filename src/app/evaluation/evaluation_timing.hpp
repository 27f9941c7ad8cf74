// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <ctime>
#include <vector>

#include "base/json.hpp"
#include "domain/evaluation/column_csv.hpp"
#include "domain/evaluation/evaluation.hpp"

namespace gx::app {

/// Wall and CPU time since it was made. Units: microseconds.
class StopWatch {
public:
    std::int64_t micros() const {
        const auto passed = std::chrono::steady_clock::now() - from_;
        return std::chrono::duration_cast<std::chrono::microseconds>(passed).count();
    }
    /// CPU time of all threads of the process.
    std::int64_t cpu_micros() const { return (std::clock() - cpu_from_) * 1'000'000 / CLOCKS_PER_SEC; }

private:
    std::chrono::steady_clock::time_point from_ = std::chrono::steady_clock::now();
    std::clock_t cpu_from_ = std::clock();
};

/// The middle one. Shape: at least one value.
std::int64_t median_of(std::vector<std::int64_t> values);

/// The list "layouts" of a file. Errors: InvalidInput "layout.field" with the JSON pointer.
base::Result<std::vector<domain::evaluation::ColumnLayout>> column_layouts(const base::Json& file);

/// Judges all bodies and makes all result tables. Errors: those of Evaluation.
base::Result<std::vector<domain::evaluation::ResultTable>> judged_tables(const domain::evaluation::Scheme& scheme,
                                                                         const domain::evaluation::FactSet& facts,
                                                                         const domain::evaluation::Horizon& horizon,
                                                                         unsigned threads);

}  // namespace gx::app
