// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/imports/run_import.hpp"
#include "main/context.hpp"
#include "main/import_desk.hpp"

namespace gx::main {

/// A table file and what is to become of it.
struct ImportFile {
    std::string file;
    std::string tenant;
    app::RunImport::Mode mode = app::RunImport::Mode::Write;
    app::RunImport::Existing existing = app::RunImport::Existing::Update;
    app::RejectSink* rejects = nullptr;
};

/// Takes a file from the command line: rows to the million in one transaction.
/// Errors: those of the reader, of RunImport and of the store.
base::Result<app::ImportResult> import_file(Context& context, const ImportDesk& desk, const app::ImportLayout& layout,
                                            const ImportFile& options);

}  // namespace gx::main
