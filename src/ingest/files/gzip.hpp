// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "ingest/files/byte_source.hpp"

namespace gx::ingest {

/// The file as it is, or its inflated bytes in memory when it is a gzip file (at most 256 MiB, at most 200 times the packed size).
/// Errors: InvalidInput "file.gzip_damaged"; TooLarge "file.too_large"; Unavailable "file.unreadable"
base::Result<std::shared_ptr<ByteSource>> inflated_if_gzip(std::shared_ptr<ByteSource> file);

}  // namespace gx::ingest
