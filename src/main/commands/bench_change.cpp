// SPDX-License-Identifier: Apache-2.0
// bench change: one changed fact after the other, judged and ranked again without a full pass
#include "app/evaluation/change_run.hpp"
#include "main/commands/bench.hpp"
#include "main/files.hpp"

namespace gx::main {
namespace {

constexpr std::size_t kFileMax = std::size_t{8} << 30U;

struct Options {
    std::string data;
    std::string as_of;
    std::string law;
    unsigned threads = 2;
    unsigned changes = 1'000;
    std::uint32_t seed = 1;
};

Outcome run_changes(const Options& options) {
    const std::filesystem::path law(options.law);
    app::ChangeRunInput input;
    input.threads = options.threads;
    input.changes = options.changes;
    input.seed = options.seed;
    GX_TRY(input.scheme, read_bench_law(law / "schemes/reference.yaml"));
    GX_TRY(input.layouts, read_bench_law(law / "imports/columns.yaml"));
    GX_TRY(input.as_of, base::Date::parse(options.as_of));
    std::map<std::string, std::string> own;
    std::map<std::string, std::string_view> texts;
    for (const base::Json& layout : input.layouts.at("layouts").as_array()) {
        const std::string file = layout.text_or_empty("file");
        GX_TRY(own[file], read_file(std::filesystem::path(options.data) / file, kFileMax));
        texts[file] = own[file];
    }
    GX_TRY(const auto done, app::run_changes(input, texts));
    base::Json out;
    out.set("rows", done.rows).set("bodies", done.bodies).set("changes", std::int64_t{options.changes}).set("moved", done.moved);
    out.set("median_cpu_ns", done.median_ns).set("p99_cpu_ns", done.p99_ns).set("worst_cpu_ns", done.worst_ns);
    out.set("same_bytes", done.same_bytes).set("rss_peak_mb", bench_peak_mebibytes());
    fmt::print("{}\n", base::canonical(out));
    return done.same_bytes ? kDone : kFound;
}

}  // namespace

void add_bench_change(CLI::App& bench, Runner& runner) {
    const auto options = std::make_shared<Options>();
    CLI::App* sub = bench.add_subcommand("change");
    sub->add_option("data", options->data)->required();
    sub->add_option("as_of", options->as_of)->required();
    sub->add_option("--law", options->law)->required()->type_name("DIR");
    sub->add_option("--threads", options->threads)->check(CLI::Range(1U, 64U));
    sub->add_option("--changes", options->changes)->check(CLI::Range(1U, 100'000U));
    sub->add_option("--seed", options->seed);
    runner.on(sub, [options] { return run_changes(*options); });
}

}  // namespace gx::main
