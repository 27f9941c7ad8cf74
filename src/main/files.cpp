// SPDX-License-Identifier: Apache-2.0
#include "main/files.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <unistd.h>

namespace gx::main {
namespace {

base::Error not_written(const std::filesystem::path& path) {
    const int code = errno;
    const bool full = code == ENOSPC || code == EDQUOT;
    return base::Error{full ? base::ErrorCode::StorageFull : base::ErrorCode::Unavailable, "file.not_written",
                       std::strerror(code), path.string()};
}

}  // namespace

base::Result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max) {
    std::ifstream in(path, std::ios::binary);
    std::error_code ec;
    if (!in || std::filesystem::is_directory(path, ec)) {
        return base::Error{base::ErrorCode::Unavailable, "file.unreadable", "cannot be read", path.string()};
    }
    std::string out;
    char buffer[65536];
    while (in.read(buffer, sizeof buffer) || in.gcount() > 0) {
        out.append(buffer, static_cast<std::size_t>(in.gcount()));
        if (out.size() > bytes_max) {
            return base::Error{base::ErrorCode::TooLarge, "file.too_large", fmt::format("over {} bytes", bytes_max), path.string()};
        }
    }
    return out;
}

base::Result<base::Done> write_file(const std::filesystem::path& path, std::string_view bytes, Readers readers) {
    std::error_code ec;
    if (path.has_parent_path()) { std::filesystem::create_directories(path.parent_path(), ec); }
    const std::string draft = path.string() + ".part";
    const int fd = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, readers == Readers::OwnerOnly ? 0600 : 0644);
    if (fd < 0) { return not_written(path); }
    std::size_t at = 0;
    while (at < bytes.size()) {
        const ::ssize_t n = ::write(fd, bytes.data() + at, bytes.size() - at);
        if (n < 0 && errno == EINTR) { continue; }
        if (n < 0) {
            auto error = not_written(path);
            ::close(fd);
            ::unlink(draft.c_str());
            return error;
        }
        at += static_cast<std::size_t>(n);
    }
    if (::fsync(fd) != 0 || ::close(fd) != 0 || ::rename(draft.c_str(), path.c_str()) != 0) {
        auto error = not_written(path);
        ::unlink(draft.c_str());
        return error;
    }
    return base::Done{};
}

}  // namespace gx::main
