// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/result.hpp"

namespace gx::ingest {

/// A file from outside, read at any place. Opened once; what the file becomes afterwards does not matter.
class ByteSource {
public:
    virtual ~ByteSource() = default;
    virtual std::uint64_t size() const = 0;
    /// Fills `into` from `offset` on as far as the file reaches; the number of bytes read, 0 at the end.
    /// Errors: Unavailable "file.unreadable"
    virtual base::Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) = 0;
};

/// A regular file; links are followed, devices and folders are not opened.
/// Errors: NotFound "file.missing"; InvalidInput "file.not_regular"; Unavailable "file.unreadable"
base::Result<std::unique_ptr<ByteSource>> open_file(const std::string& path);

/// Bytes already in memory (an upload); `bytes` is kept.
std::unique_ptr<ByteSource> from_memory(std::string bytes);

}  // namespace gx::ingest
