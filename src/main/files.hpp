// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gx::main {

/// Reads a whole file of at most `bytes_max` bytes.
/// Errors: Unavailable "file.unreadable"; TooLarge "file.too_large"
base::Result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max = 64U << 20U);

/// Who may read a file that is written.
enum class Readers { Everyone, OwnerOnly };

/// Writes a file whole: a temporary beside it, fsync, rename. Errors: Unavailable or StorageFull "file.not_written"
base::Result<base::Done> write_file(const std::filesystem::path& path, std::string_view bytes,
                                    Readers readers = Readers::Everyone);

}  // namespace gx::main
