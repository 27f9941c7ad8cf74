// SPDX-License-Identifier: Apache-2.0
// template, import, import undo
#include "app/imports/run_import.hpp"
#include "app/imports/undo_import.hpp"
#include "ingest/files/byte_source.hpp"
#include "ingest/ocds/import_ocds.hpp"
#include "main/context.hpp"
#include "main/files.hpp"
#include "main/import_desk.hpp"
#include "main/import_file.hpp"
#include "main/runner.hpp"
#include "render/csv_writer.hpp"

namespace gx::main {
namespace {

struct Options {
    std::string kind;
    std::string file;
    std::string out;
    std::string errors;
    std::string tenant;
    bool dry_run = false;
    bool no_update = false;
};

Outcome write_template(const GlobalOptions& global, const Options& options) {
    GlobalOptions anywhere = global;
    if (anywhere.data.empty() && anywhere.database.empty()) { anywhere.data = "."; }
    GX_TRY(const auto place, find_place(anywhere));
    GX_TRY(const auto desk, ImportDesk::open(place));
    GX_TRY(const auto layout, desk.layout(options.kind));
    render::FileTableWriters writers;
    GX_TRY(const auto out, writers.open(options.out));
    GX_CHECK(app::write_template(layout, desk.labels(), *out));
    GX_CHECK(out->finish());
    return kDone;
}

void print(const GlobalOptions& global, const ImportDesk& desk, const app::ImportLayout& layout,
           const app::ImportResult& result) {
    const app::ImportCounts& n = result.counts;
    if (global.json) {
        base::Json out;
        out.set("batch", result.batch).set("read", n.read).set("added", n.added).set("changed", n.changed);
        out.set("unchanged", n.unchanged).set("kept", n.kept).set("rejected", n.rejected);
        base::Json rejected = base::Json::array();
        for (const app::RejectedRow& row : result.first_rejected) {
            base::Json faults = base::Json::array();
            for (const app::CellFault& fault : row.faults) {
                faults.push(base::Json::object().set("column", fault.column_key).set("reason", fault.reason).set(
                    "cell", app::cell_name(row.sheet, row.number, fault.column)));
            }
            rejected.push(base::Json::object().set("row", std::int64_t{row.number}).set("sheet", row.sheet).set("faults", std::move(faults)));
        }
        fmt::print("{}\n", base::canonical(out.set("rejected_rows", std::move(rejected))));
        return;
    }
    fmt::print("read {} added {} changed {} unchanged {} kept {} rejected {}\n", n.read, n.added, n.changed, n.unchanged, n.kept,
               n.rejected);
    if (!result.batch.empty()) { fmt::print("batch {}\n", result.batch); }
    for (const app::RejectedRow& row : result.first_rejected) { fmt::print("{}\n", desk.reason_line(layout, row)); }
}

Outcome run(const GlobalOptions& global, const Options& options) {
    GX_TRY(const auto place, find_place(global));
    GX_TRY(const auto desk, ImportDesk::open(place));
    GX_TRY(const auto layout, desk.layout(options.kind));
    GX_TRY(const auto context, open_context(global, Opening::Existing));
    GX_TRY(const std::string tenant, context->tenant(options.tenant));

    render::FileTableWriters writers;
    app::ErrorsWorkbook errors(layout, desk.labels(), desk.texts(), writers, options.errors);
    ImportFile file{.file = options.file, .tenant = tenant};
    file.mode = options.dry_run ? app::RunImport::Mode::DryRun : app::RunImport::Mode::Write;
    file.existing = options.no_update ? app::RunImport::Existing::Keep : app::RunImport::Existing::Update;
    file.rejects = options.errors.empty() ? nullptr : &errors;
    GX_TRY(const auto result, import_file(*context, desk, layout, file));
    if (!options.errors.empty()) { GX_CHECK(errors.finish()); }
    print(global, desk, layout, result);
    if (!options.dry_run) { gather_statistics(*context->store); }
    return result.counts.rejected == 0 ? kDone : kFound;
}

/// OCDS releases: four tables of one file, and an account of all that was read.
Outcome run_ocds(const GlobalOptions& global, const Options& options) {
    GX_TRY(const auto context, open_context(global, Opening::Existing));
    GX_TRY(const std::string tenant, context->tenant(options.tenant));
    GX_TRY(const auto desk, ImportDesk::open(context->place));
    std::map<std::string, app::ImportLayout, std::less<>> layouts;
    for (const char* kind : {"ocds_bodies", "ocds_contracts", "ocds_milestones", "ocds_payments"}) {
        GX_TRY(auto layout, desk.layout(kind));
        layouts.emplace(kind, std::move(layout));
    }
    GX_TRY(std::shared_ptr<ingest::ByteSource> file, ingest::open_file(options.file));
    app::RunImport rows(*context->store, context->clock, *context->ids, context->sealer.get(), desk.content_check());
    ingest::ImportOcds use_case(rows, [&](std::string_view kind) {
        const auto found = layouts.find(kind);
        return found == layouts.end() ? nullptr : &found->second;
    });
    ingest::ImportOcds::Input input{.file = file, .file_name = options.file};
    GX_TRY(input.file_digest, file_digest(*context->hasher, options.file));
    input.mode = options.dry_run ? app::RunImport::Mode::DryRun : app::RunImport::Mode::Write;
    input.existing = options.no_update ? app::RunImport::Existing::Keep : app::RunImport::Existing::Update;
    GX_TRY(const auto done, use_case.run(input, Context::actor(tenant)));
    fmt::print("{}\n", base::canonical(done.to_json()));
    const auto rejected = done.bodies.counts.rejected + done.contracts.counts.rejected + done.milestones.counts.rejected +
                          done.payments.counts.rejected;
    return rejected == 0 ? kDone : kFound;
}

Outcome undo(const GlobalOptions& global, const Options& options) {
    GX_TRY(const auto context, open_context(global, Opening::Existing));
    GX_TRY(const std::string tenant, context->tenant(options.tenant));
    GX_TRY(const auto done, app::UndoImport(*context->store, context->clock, context->sealer.get()).run(options.file, Context::actor(tenant)));
    fmt::print("removed {} restored {}\n", done.removed, done.restored);
    return kDone;
}

}  // namespace

void add_import_commands(Runner& runner) {
    const auto options = std::make_shared<Options>();
    CLI::App* sub = runner.command("template");
    sub->add_option("kind", options->kind)->required();
    sub->add_option("--out", options->out)->required()->type_name("FILE");
    runner.on(sub, [&runner, options] { return write_template(runner.options, *options); });

    sub = runner.command("import");
    sub->add_option("kind", options->kind)->required();
    sub->add_option("file", options->file)->required();
    sub->add_option("--tenant", options->tenant);
    sub->add_flag("--dry-run", options->dry_run);
    sub->add_flag("--no-update", options->no_update);
    sub->add_option("--errors", options->errors)->type_name("FILE.xlsx");
    runner.on(sub, [&runner, options] {
        if (options->kind == "undo") { return undo(runner.options, *options); }
        return options->kind == "ocds" ? run_ocds(runner.options, *options) : run(runner.options, *options);
    });
}

}  // namespace gx::main
