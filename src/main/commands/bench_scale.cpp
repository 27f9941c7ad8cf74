// SPDX-License-Identifier: Apache-2.0
// bench scale: the production engine on columns made in memory, from a million obligations upwards
#include "app/evaluation/growth.hpp"
#include "base/large_memory.hpp"
#include "main/commands/bench.hpp"

namespace gx::main {
namespace {

struct Options {
    std::string law;
    std::string as_of = "2026-06-30";
    std::int64_t from = 1'000'000;
    std::int64_t to = 100'000'000;
    std::uint64_t seed = 1;
    std::vector<unsigned> threads{1, 2};
    unsigned repetitions = 5;
};

/// One JSON line.
void print(const app::GrowthStep& step) {
    base::Json out;
    out.set("obligations", step.rows).set("bodies", step.bodies).set("fill_s", bench_seconds(step.fill_us));
    out.set("bytes_per_obligation", step.bytes_per_row).set("rss_peak_mb", bench_peak_mebibytes());
    out.set("same_bytes", step.same_bytes);
    base::Json runs = base::Json::array();
    for (const app::GrowthStep::Run& run : step.runs) {
        const auto per_second = run.wall_us == 0 ? 0 : step.rows * 1'000'000 / run.wall_us;
        runs.push(base::Json::object().set("threads", std::int64_t{run.threads}).set("s", bench_seconds(run.wall_us))
                      .set("cpu_s", bench_seconds(run.cpu_us)).set("obligations_per_s", per_second));
    }
    out.set("runs", std::move(runs));
    fmt::print("{}\n", base::canonical(out));
    std::fflush(stdout);
}

Outcome grow(const Options& options) {
    const std::filesystem::path law(options.law);
    app::GrowthInput input;
    GX_TRY(input.scheme, read_bench_law(law / "schemes/reference.yaml"));
    GX_TRY(input.layouts, read_bench_law(law / "imports/columns.yaml"));
    GX_TRY(input.growth, read_bench_law(law / "growth.yaml"));
    GX_TRY(input.as_of, base::Date::parse(options.as_of));
    input.seed = options.seed;
    input.threads = options.threads;
    input.repetitions = options.repetitions;
    // 1, 3, 10, 30, 100 … of the first size.
    bool third = false;
    for (std::int64_t rows = options.from; rows <= options.to; third = !third) {
        GX_TRY(const auto step, app::run_growth(input, rows));
        base::LargeMemory::release();
        print(step);
        rows = third ? rows / 3 * 10 : rows * 3;
    }
    return kDone;
}

}  // namespace

void add_bench_scale(CLI::App& bench, Runner& runner) {
    const auto options = std::make_shared<Options>();
    constexpr std::int64_t kRowsMax = 1'000'000'000;
    CLI::App* sub = bench.add_subcommand("scale");
    sub->add_option("--law", options->law)->required()->type_name("DIR");
    sub->add_option("--as-of", options->as_of);
    sub->add_option("--from", options->from)->check(CLI::Range(std::int64_t{3}, kRowsMax));
    sub->add_option("--to", options->to)->check(CLI::Range(std::int64_t{3}, kRowsMax));
    sub->add_option("--seed", options->seed);
    sub->add_option("--threads", options->threads)->delimiter(',')->check(CLI::Range(1U, 64U));
    sub->add_option("--repetitions", options->repetitions)->check(CLI::Range(1U, 50U));
    runner.on(sub, [options] { return grow(*options); });
}

}  // namespace gx::main
