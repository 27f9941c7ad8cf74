// SPDX-License-Identifier: Apache-2.0
#include "ingest/files/byte_source.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace gx::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

class FileSource final : public ByteSource {
public:
    FileSource(int descriptor, std::uint64_t size) : descriptor_(descriptor), size_(size) {}
    FileSource(const FileSource&) = delete;
    FileSource& operator=(const FileSource&) = delete;
    ~FileSource() override { ::close(descriptor_); }

    std::uint64_t size() const override { return size_; }
    Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) override {
        std::size_t filled = 0;
        while (filled < into.size()) {
            const ssize_t got = ::pread(descriptor_, into.data() + filled, into.size() - filled,
                                        static_cast<off_t>(offset + filled));
            if (got < 0 && errno == EINTR) { continue; }
            if (got < 0) { return Error{ErrorCode::Unavailable, "file.unreadable", std::strerror(errno)}; }
            if (got == 0) { break; }
            filled += static_cast<std::size_t>(got);
        }
        return filled;
    }

private:
    int descriptor_;
    std::uint64_t size_;
};

class MemorySource final : public ByteSource {
public:
    explicit MemorySource(std::string bytes) : bytes_(std::move(bytes)) {}
    std::uint64_t size() const override { return bytes_.size(); }
    Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) override {
        if (offset >= bytes_.size()) { return std::size_t{0}; }
        const std::size_t count = std::min<std::size_t>(into.size(), bytes_.size() - offset);
        std::memcpy(into.data(), bytes_.data() + offset, count);
        return count;
    }

private:
    std::string bytes_;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> open_file(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0) {
        const bool missing = errno == ENOENT || errno == ENOTDIR;
        return Error{missing ? ErrorCode::NotFound : ErrorCode::Unavailable,
                     missing ? "file.missing" : "file.unreadable", std::strerror(errno), path};
    }
    struct stat facts {};
    if (::fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode)) {
        ::close(descriptor);
        return Error{ErrorCode::InvalidInput, "file.not_regular", {}, path};
    }
    return std::unique_ptr<ByteSource>(
        std::make_unique<FileSource>(descriptor, static_cast<std::uint64_t>(facts.st_size)));
}

std::unique_ptr<ByteSource> from_memory(std::string bytes) { return std::make_unique<MemorySource>(std::move(bytes)); }

}  // namespace gx::ingest
