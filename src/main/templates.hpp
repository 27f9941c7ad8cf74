// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/handlers/api_services.hpp"
#include "main/import_desk.hpp"

namespace gx::main {

/// The import template of a kind as a file in memory. Format "xlsx" or "csv".
/// Errors: NotFound "import.kind_unknown"; Unavailable "file.not_written"
base::Result<http::TemplateFile> make_template(const ImportDesk& desk, const std::string& kind, const std::string& format);

}  // namespace gx::main
