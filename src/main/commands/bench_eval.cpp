// SPDX-License-Identifier: Apache-2.0
// bench eval: the production engine on CSV files, without a store
#include "app/evaluation/reference.hpp"
#include "main/commands/bench.hpp"

namespace gx::main {
namespace {

struct Options {
    std::string data;
    std::string as_of;
    std::string out;
    std::string law;
    unsigned threads = 2;
    unsigned repetitions = 5;
};

Outcome evaluate(const Options& options) {
    const std::filesystem::path law(options.law);
    app::ReferenceInput input;
    GX_TRY(input.scheme, read_bench_law(law / "schemes/reference.yaml"));
    GX_TRY(input.layouts, read_bench_law(law / "imports/columns.yaml"));
    GX_TRY(input.as_of, base::Date::parse(options.as_of));
    input.data_folder = options.data;
    input.out_folder = options.out;
    input.threads = options.threads;
    input.repetitions = options.repetitions;
    GX_TRY(const auto times, app::run_reference(input));
    base::Json out;
    out.set("rows", times.rows).set("threads", std::int64_t{times.threads}).set("load_s", bench_seconds(times.load_us));
    out.set("eval_cold_s", bench_seconds(times.cold_us)).set("eval_warm_s", bench_seconds(times.warm_us));
    out.set("eval_warm_cpu_s", bench_seconds(times.warm_cpu_us)).set("rss_peak_mb", bench_peak_mebibytes());
    fmt::print("{}\n", base::canonical(out));
    return kDone;
}

}  // namespace

void add_bench_eval(CLI::App& bench, Runner& runner) {
    const auto options = std::make_shared<Options>();
    CLI::App* sub = bench.add_subcommand("eval");
    sub->add_option("data", options->data)->required();
    sub->add_option("as_of", options->as_of)->required();
    sub->add_option("out", options->out)->required();
    sub->add_option("--law", options->law)->required()->type_name("DIR");
    sub->add_option("--threads", options->threads)->check(CLI::Range(1U, 64U));
    sub->add_option("--repetitions", options->repetitions)->check(CLI::Range(1U, 50U))->envname("PEERS_REPS");
    runner.on(sub, [options] { return evaluate(*options); });
}

}  // namespace gx::main
