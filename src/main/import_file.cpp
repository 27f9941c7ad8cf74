// SPDX-License-Identifier: Apache-2.0
#include "main/import_file.hpp"

#include "ingest/files/open_table.hpp"

namespace gx::main {
namespace {

constexpr std::int64_t kRowsMax = 50'000'000;
/// A larger file is cut, so that the write-ahead log stays within a few gigabytes.
constexpr std::int64_t kRowsPerWrite = 2'000'000;

}  // namespace

base::Result<app::ImportResult> import_file(Context& context, const ImportDesk& desk, const app::ImportLayout& layout,
                                            const ImportFile& options) {
    GX_TRY(const auto table, ingest::open_table(options.file, app::TableLimits{.rows_max = kRowsMax}));
    app::RunImport use_case(*context.store, context.clock, *context.ids, context.sealer.get(), desk.content_check());
    app::RunImport::Input input{.layout = layout, .table = *table};
    input.file_name = options.file;
    GX_TRY(input.file_digest, file_digest(*context.hasher, options.file));
    input.mode = options.mode;
    input.existing = options.existing;
    input.rows_max = kRowsMax;
    input.rows_per_write = kRowsPerWrite;
    input.rejects = options.rejects;
    input.passed_over_headers = app::passed_over_headers(desk.labels());
    return use_case.run(input, Context::actor(options.tenant));
}

}  // namespace gx::main
