// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/json.hpp"
#include "base/result.hpp"
#include "main/runner.hpp"

namespace gx::main {

/// The sub-commands of `gongxin bench`, one file each: production code timed on files, without a server.
void add_bench_eval(CLI::App& bench, Runner& runner);
void add_bench_change(CLI::App& bench, Runner& runner);
void add_bench_rules(CLI::App& bench, Runner& runner);
void add_bench_scale(CLI::App& bench, Runner& runner);
void add_bench_import(CLI::App& bench, Runner& runner);
void add_bench_log(CLI::App& bench, Runner& runner);
void add_bench_xlsx(CLI::App& bench, Runner& runner);

/// A YAML file of the law pack that a measurement was given.
/// Errors: NotFound "file.unreadable"; those of the YAML reader.
base::Result<base::Json> read_bench_law(const std::filesystem::path& path);

/// Microseconds as decimal seconds.
base::Json bench_seconds(std::int64_t micros);

/// The most memory this process has held so far. Units: MiB.
std::int64_t bench_peak_mebibytes();

}  // namespace gx::main
