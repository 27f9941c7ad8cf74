// SPDX-License-Identifier: Apache-2.0
#include "main/import_file.hpp"

#include <filesystem>

#include "ingest/files/open_table.hpp"

namespace gx::main {
namespace {

constexpr std::int64_t kRowsMax = 50'000'000;
/// A larger file is cut, so that the write-ahead log stays within a few gigabytes.
constexpr std::int64_t kRowsPerWrite = 2'000'000;

/// From here on it pays to have the store for oneself.
constexpr std::uintmax_t kLargeBytes = 4U << 20U;

std::uintmax_t file_size(const std::string& file) {
    std::error_code ec;
    const auto size = std::filesystem::file_size(file, ec);
    return ec ? 0 : size;
}

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
    const bool large = options.mode == app::RunImport::Mode::Write && file_size(options.file) >= kLargeBytes;
    if (large) { context.store->use_alone(true); }
    auto result = use_case.run(input, Context::actor(options.tenant));
    if (large) { context.store->use_alone(false); }
    return result;
}

}  // namespace gx::main
