// SPDX-License-Identifier: Apache-2.0
#include "app/evaluation/growth.hpp"

#include <algorithm>

#include "app/evaluation/evaluation_timing.hpp"
#include "domain/evaluation/sample_columns.hpp"

namespace gx::app {
namespace {

using base::Result;
using domain::evaluation::FactSet;
using domain::evaluation::Horizon;
using domain::evaluation::ResultTable;
using domain::evaluation::Scheme;

/// A number for the contents of tables, cell by cell (FNV-1a over whole cells).
std::uint64_t digest_of(const std::vector<ResultTable>& tables) {
    std::uint64_t digest = 0xCBF29CE484222325ULL;
    for (const ResultTable& table : tables) {
        for (const auto& column : table.columns) {
            for (std::size_t row = 0; row < table.rows; ++row) {
                digest = (digest ^ static_cast<std::uint64_t>(column.values[row])) * 0x100000001B3ULL;
            }
        }
    }
    return digest;
}

}  // namespace

Result<GrowthStep> run_growth(const GrowthInput& input, std::int64_t rows) {
    GX_TRY(const auto scheme, Scheme::from_json(input.scheme));
    GX_TRY(const auto layouts, column_layouts(input.layouts));
    const unsigned most = input.threads.empty() ? 1U : *std::max_element(input.threads.begin(), input.threads.end());
    const StopWatch fill;
    GX_TRY(const FactSet facts, domain::evaluation::sample_columns(layouts, input.growth, rows, input.seed, most));
    GrowthStep step;
    step.fill_us = fill.micros();
    step.bodies = facts.bodies.size();
    for (const auto& table : facts.tables) {
        if (table.rows() < step.rows) { continue; }
        step.rows = table.rows();
        step.bytes_per_row = static_cast<std::int64_t>(table.bytes_per_row());
    }
    const Horizon horizon{.as_of = input.as_of, .from = input.as_of, .to = input.as_of, .period = {}};
    std::optional<std::uint64_t> first;
    for (const unsigned threads : input.threads) {
        std::vector<std::int64_t> walls;
        std::vector<std::int64_t> cpus;
        for (unsigned i = 0; i <= std::clamp(input.repetitions, 1U, 50U); ++i) {
            const StopWatch watch;
            GX_TRY(const auto tables, judged_tables(scheme, facts, horizon, threads));
            if (i != 0) {  // the first is cold
                walls.push_back(watch.micros());
                cpus.push_back(watch.cpu_micros());
                continue;
            }
            const std::uint64_t digest = digest_of(tables);
            step.same_bytes = step.same_bytes && first.value_or(digest) == digest;
            first = digest;
        }
        step.runs.push_back(
            {.threads = threads, .wall_us = median_of(std::move(walls)), .cpu_us = median_of(std::move(cpus))});
    }
    return step;
}

}  // namespace gx::app
