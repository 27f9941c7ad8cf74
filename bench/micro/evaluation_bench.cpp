// SPDX-License-Identifier: Apache-2.0
// The hot functions of the evaluation, each on its own:
// cmake --preset bench && cmake --build --preset bench --target evaluation_bench
// && build/bench/evaluation_bench. Units: items are rows, bodies, or bytes of CSV.
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include <benchmark/benchmark.h>

#include "domain/evaluation/csv_cursor.hpp"
#include "domain/evaluation/evaluation.hpp"
#include "domain/evaluation/sample_columns.hpp"
#include "source_dir.hpp"

namespace gx::domain::evaluation {
namespace {

/// The value, or the end of the program: a benchmark without its input measures nothing.
template <class T>
T needed(base::Result<T> result) {
    if (!result) {
        std::cerr << result.error().reason << ' ' << result.error().detail << ' ' << result.error().where << '\n';
        std::exit(1);
    }
    return std::move(result).value();
}

base::Json fixture(const std::string& name) {
    std::ifstream file{std::string{GX_SOURCE_DIR} + "/" + name, std::ios::binary};
    std::stringstream text;
    text << file.rdbuf();
    return needed(base::parse_json(text.str()));
}

/// A province in memory and the scheme it is judged by.
struct Province {
    Province() : scheme(needed(Scheme::from_json(fixture("tests/fixtures/evaluation/schemes/reference.json")))) {
        std::vector<ColumnLayout> layouts;
        const base::Json file = fixture("tests/fixtures/evaluation/schemes/columns.json");
        for (const base::Json& each : file.at("layouts").as_array()) {
            layouts.push_back(needed(ColumnLayout::from_json(each)));
        }
        facts = needed(sample_columns(layouts, fixture("bench/micro/growth.json"), kRows, 1, 2));
        horizon.as_of = needed(base::Date::parse("2026-06-30"));
    }
    static constexpr std::int64_t kRows = 400'000;
    Scheme scheme;
    FactSet facts;
    Horizon horizon;
};

const Province& province() {
    static const Province made;
    return made;
}

void count_items(benchmark::State& state, std::int64_t items) {
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * items);
}

void block_kernels(benchmark::State& state) {
    const Province& from = province();
    const Fact& fact = from.scheme.facts.front();
    const Table& table = *from.facts.find(fact.table);
    RowCompiler compiler{table, from.horizon, from.scheme.lookups};
    RowValue passed = needed(compiler.rows_of(fact));
    std::vector<RowValue> values;
    for (const MeasureColumn& column : from.scheme.measures.front().columns) {
        values.push_back(needed(compiler.contribution(column)));
    }
    std::vector<RowValue*> kept{&passed};
    for (RowValue& value : values) { kept.push_back(&value); }
    const RowProgram program = compiler.finish(kept);
    RowProgram::Block block{program};
    for (auto _ : state) {
        for (std::uint32_t row = 0; row + kLanes <= table.rows(); row += kLanes) { program.run(block, row, kLanes); }
        benchmark::DoNotOptimize(block.memory());
    }
    count_items(state, table.rows());
}
BENCHMARK(block_kernels)->Unit(benchmark::kMillisecond);

void measure_pass(benchmark::State& state) {
    const Province& from = province();
    const MeasurePass pass =
        needed(MeasurePass::bind(from.scheme, from.scheme.measures.front(), from.facts, from.horizon));
    MeasureBlock block;
    pass.prepare(block);
    for (auto _ : state) {
        pass.run(block, 0, from.facts.bodies.size());
        benchmark::DoNotOptimize(block.values.data());
    }
    count_items(state, pass.table().rows());
}
BENCHMARK(measure_pass)->Unit(benchmark::kMillisecond);

/// Passes and a judge over them. Shape: blocks do not move any more once the judge is bound.
struct Bench {
    Bench() : blocks(province().scheme.measures.size()) {
        const Province& from = province();
        for (std::size_t s = 0; s < blocks.size(); ++s) {
            const MeasurePass pass =
                needed(MeasurePass::bind(from.scheme, from.scheme.measures[s], from.facts, from.horizon));
            pass.prepare(blocks[s]);
            pass.run(blocks[s], 0, from.facts.bodies.size());
        }
        judge = needed(Judge::bind(from.scheme, from.facts, blocks, from.horizon));
    }
    std::vector<MeasureBlock> blocks;
    std::unique_ptr<Judge> judge;
};

void judge_side_by_side(benchmark::State& state) {
    const Bench bench;
    const std::uint32_t bodies = province().facts.bodies.size();
    LaneVerdict verdict = bench.judge->make_lane_verdict();
    for (auto _ : state) {
        for (std::uint32_t body = 0; body < bodies; body += kBodyLanes) {
            bench.judge->judge_lanes(body, std::min(kBodyLanes, bodies - body), verdict);
            benchmark::DoNotOptimize(verdict.score);
        }
    }
    count_items(state, bodies);
}
BENCHMARK(judge_side_by_side)->Unit(benchmark::kMillisecond);

void judge_exactly(benchmark::State& state) {
    const Bench bench;
    const std::uint32_t bodies = province().facts.bodies.size();
    Verdict verdict = bench.judge->make_verdict();
    for (auto _ : state) {
        for (std::uint32_t body = 0; body < bodies; ++body) {
            benchmark::DoNotOptimize(bench.judge->judge(body, verdict).ok());
        }
    }
    count_items(state, bodies);
}
BENCHMARK(judge_exactly)->Unit(benchmark::kMillisecond);

void judge_and_rank_all(benchmark::State& state) {
    const Province& from = province();
    for (auto _ : state) {
        benchmark::DoNotOptimize(needed(Evaluation::run(from.scheme, from.facts, from.horizon, 1)));
    }
    count_items(state, from.facts.bodies.size());
}
BENCHMARK(judge_and_rank_all)->Unit(benchmark::kMillisecond);

void rank_after_one_change(benchmark::State& state) {
    const Province& from = province();
    const auto evaluation = needed(Evaluation::run(from.scheme, from.facts, from.horizon, 1));
    std::uint32_t body = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(evaluation->update_body(body).ok());
        body = (body + 1) % from.facts.bodies.size();
    }
    count_items(state, 1);
}
BENCHMARK(rank_after_one_change)->Unit(benchmark::kMicrosecond);

void result_tables(benchmark::State& state) {
    const Province& from = province();
    const auto evaluation = needed(Evaluation::run(from.scheme, from.facts, from.horizon, 1));
    for (auto _ : state) {
        for (std::size_t i = 0; i < from.scheme.outputs.size(); ++i) {
            benchmark::DoNotOptimize(needed(evaluation->table(i, 1)));
        }
    }
    count_items(state, from.facts.bodies.size());
}
BENCHMARK(result_tables)->Unit(benchmark::kMillisecond);

void csv_cursor(benchmark::State& state) {
    std::string text;
    for (int i = 0; i < 20'000; ++i) {
        text += std::to_string(i) +
                ",17,commitment,关于按期兑现承诺事项的说明,2024-03-01,2024-06-30,,123456789,0,\"某公司, "
                "\"\"甲\"\"\",private,open,1,\n";
    }
    for (auto _ : state) {
        CsvCursor cursor{text};
        std::size_t bytes = 0;
        while (!cursor.done()) { bytes += cursor.next().size(); }
        benchmark::DoNotOptimize(bytes);
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}
BENCHMARK(csv_cursor)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace gx::domain::evaluation

BENCHMARK_MAIN();
