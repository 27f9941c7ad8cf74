// SPDX-License-Identifier: Apache-2.0
// bench xlsx: the production reader over a workbook
#include <charconv>
#include <chrono>

#include "ingest/files/open_table.hpp"
#include "main/commands/bench.hpp"

namespace gx::main {
namespace {

Outcome measure(const std::string& file) {
    const auto from = std::chrono::steady_clock::now();
    GX_TRY(const auto table, ingest::open_table(file));
    app::TableRow row;
    std::int64_t rows = 0;
    std::int64_t cells = 0;
    std::int64_t sum = 0;  // of the first column, so that a reader that skips cells is seen
    while (true) {
        GX_TRY(const bool more, table->next(row));
        if (!more) { break; }
        ++rows;
        for (const app::Cell& cell : row.cells) { cells += cell.kind == app::CellKind::Empty ? 0 : 1; }
        std::int64_t first = 0;
        if (!row.cells.empty()) {
            const std::string_view text = row.cells.front().text;
            std::from_chars(text.data(), text.data() + text.size(), first);
        }
        sum += first;
    }
    const auto us = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - from).count();
    base::Json out;
    out.set("rows", rows).set("cells", cells).set("first_column_sum", sum).set("read_s", bench_seconds(us));
    out.set("rows_per_s", us == 0 ? base::Json() : base::Json(rows * 1'000'000 / us)).set("rss_peak_mb", bench_peak_mebibytes());
    fmt::print("{}\n", base::canonical(out));
    return kDone;
}

}  // namespace

void add_bench_xlsx(CLI::App& bench, Runner& runner) {
    const auto file = std::make_shared<std::string>();
    CLI::App* sub = bench.add_subcommand("xlsx");
    sub->add_option("file", *file)->required();
    runner.on(sub, [file] { return measure(*file); });
}

}  // namespace gx::main
