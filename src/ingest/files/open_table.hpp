// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "app/ports/table.hpp"
#include "ingest/files/byte_source.hpp"
#include "ingest/files/text_stream.hpp"

namespace gx::ingest {

enum class FileFormat { Csv, Json, Xlsx };

/// What a file is, by its content and never by its name. An empty file is CSV.
/// Errors: InvalidInput "file.legacy_or_encrypted" (.xls and protected workbooks), "file.compressed", "file.markup"
///         (HTML or XML named .xls), "file.unsupported" (PDF, images); Unavailable "file.unreadable"
base::Result<FileFormat> find_format(ByteSource& source);

/// A reader for a table file of any format.
/// Errors: as find_format and the format's reader; TooLarge "file.too_large"
base::Result<std::unique_ptr<app::TableReader>> open_table(std::shared_ptr<ByteSource> source,
                                                           const app::TableLimits& limits = {});
base::Result<std::unique_ptr<app::TableReader>> open_table(const std::string& path,
                                                           const app::TableLimits& limits = {});

}  // namespace gx::ingest
