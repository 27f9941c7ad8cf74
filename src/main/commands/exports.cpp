// SPDX-License-Identifier: Apache-2.0
// export
#include "app/exports/run_export.hpp"
#include "main/context.hpp"
#include "main/import_desk.hpp"
#include "main/runner.hpp"
#include "render/csv_writer.hpp"

namespace gx::main {
namespace {

struct Options {
    std::string kind;
    std::string out;
    std::string tenant;
    std::vector<std::string> filters;
};

Outcome run(const GlobalOptions& global, const Options& options) {
    GX_TRY(const auto context, open_context(global, Opening::Existing));
    GX_TRY(const std::string tenant, context->tenant(options.tenant));
    GX_TRY(const auto desk, ImportDesk::open(context->place));
    GX_TRY(const auto layout, desk.layout(options.kind));
    render::FileTableWriters writers;
    GX_TRY(const auto out, writers.open(options.out));
    const bool workbook = options.out.ends_with(".xlsx");
    app::RunExport::Input input{.layout = layout, .labels = desk.labels(), .filter = {}, .format = workbook ? "xlsx" : "csv", .out = *out};
    for (const std::string& filter : options.filters) {
        const auto at = filter.find('=');
        if (at == std::string::npos) {
            return base::Error{base::ErrorCode::InvalidInput, "options.filter", "COLUMN=TEXT", "--filter " + filter};
        }
        input.filter[filter.substr(0, at)] = filter.substr(at + 1);
    }
    app::RunExport use_case(*context->store, *context->hasher, context->clock, *context->ids);
    GX_TRY(const auto done, use_case.run(input, Context::actor(tenant)));
    fmt::print("rows {} digest {}\n", done.rows, done.digest);
    return kDone;
}

}  // namespace

void add_export_command(Runner& runner) {
    const auto options = std::make_shared<Options>();
    CLI::App* sub = runner.command("export");
    sub->add_option("kind", options->kind)->required();
    sub->add_option("--out", options->out)->required()->type_name("FILE");
    sub->add_option("--tenant", options->tenant);
    sub->add_option("--filter", options->filters)->type_name("COLUMN=TEXT");
    runner.on(sub, [&runner, options] { return run(runner.options, *options); });
}

}  // namespace gx::main
