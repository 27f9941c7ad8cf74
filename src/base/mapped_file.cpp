// SPDX-License-Identifier: Apache-2.0
#include "base/mapped_file.hpp"

#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gx::base {

Result<MappedFile> MappedFile::open(const std::string& path) {
    const Error unreadable{ErrorCode::NotFound, "file.unreadable", path, path};
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) { return unreadable; }
    struct stat about {};
    if (::fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) {
        ::close(file);
        return unreadable;
    }
    const auto size = static_cast<std::size_t>(about.st_size);
    if (size == 0) {
        ::close(file);
        return MappedFile{nullptr, 0};
    }
    void* const at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    ::close(file);
    if (at == MAP_FAILED) { return unreadable; }
    ::madvise(at, size, MADV_SEQUENTIAL);
    ::madvise(at, size, MADV_WILLNEED);
    return MappedFile{static_cast<const char*>(at), size};
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : at_(std::exchange(other.at_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(at_, other.at_);
    std::swap(size_, other.size_);
    return *this;
}

MappedFile::~MappedFile() {
    if (at_ != nullptr) { ::munmap(const_cast<char*>(at_), size_); }
}

}  // namespace gx::base
