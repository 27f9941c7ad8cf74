// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gx::base {

/// The bytes of a file, mapped: nothing is read before it is looked at, nothing is copied. The file must not shrink meanwhile.
class MappedFile {
public:
    /// Errors: NotFound "file.unreadable" with the path in `where`.
    static Result<MappedFile> open(const std::string& path);
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

    std::string_view text() const { return {at_, size_}; }

private:
    MappedFile(const char* at, std::size_t size) : at_(at), size_(size) {}
    const char* at_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace gx::base
