// SPDX-License-Identifier: Apache-2.0
// bench: production code timed on files; each sub-command has a file of its own
#include "main/commands/bench.hpp"

#include <sys/resource.h>

#include "ingest/law/yaml_reader.hpp"
#include "main/files.hpp"

namespace gx::main {

base::Result<base::Json> read_bench_law(const std::filesystem::path& path) {
    GX_TRY(const std::string text, read_file(path));
    GX_TRY(auto document, ingest::read_yaml(text, path.filename().string()));
    return std::move(document.json);
}

base::Json bench_seconds(std::int64_t micros) {
    return base::Json::Decimal{fmt::format("{}.{:06}", micros / 1'000'000, micros % 1'000'000)};
}

std::int64_t bench_peak_mebibytes() {
    struct rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

void add_bench_commands(Runner& runner) {
    CLI::App* bench = runner.app.add_subcommand("bench");
    bench->require_subcommand(1);
    add_bench_eval(*bench, runner);
    add_bench_change(*bench, runner);
    add_bench_rules(*bench, runner);
    add_bench_scale(*bench, runner);
    add_bench_import(*bench, runner);
    add_bench_log(*bench, runner);
    add_bench_xlsx(*bench, runner);
}

}  // namespace gx::main
