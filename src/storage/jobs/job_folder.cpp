// SPDX-License-Identifier: Apache-2.0
#include "storage/jobs/job_folder.hpp"

#include <cerrno>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gx::storage {
namespace {

namespace fs = std::filesystem;
using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

Error not_written(const fs::path& path, int code) {
    const bool full = code == ENOSPC || code == EDQUOT;
    return {full ? ErrorCode::StorageFull : ErrorCode::Unavailable, "file.not_written", std::strerror(code), path.string()};
}

class OpenFile final : public app::JobFile {
public:
    OpenFile(int fd, std::uint64_t size) : fd_(fd), size_(size) {}
    ~OpenFile() override { ::close(fd_); }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    std::uint64_t size() const override { return size_; }
    Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) override {
        while (true) {
            const ::ssize_t got = ::pread(fd_, into.data(), into.size(), static_cast<::off_t>(offset));
            if (got >= 0) { return static_cast<std::size_t>(got); }
            if (errno != EINTR) { return Error{ErrorCode::Unavailable, "file.unreadable", std::strerror(errno)}; }
        }
    }

private:
    int fd_;
    std::uint64_t size_;
};

/// All bytes, or the reason why not.
int write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ::ssize_t n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno != EINTR) { return errno; }
        if (n > 0) { bytes.remove_prefix(static_cast<std::size_t>(n)); }
    }
    return 0;
}

}  // namespace

Result<std::unique_ptr<JobFolder>> JobFolder::at(fs::path folder) {
    std::error_code fault;
    fs::create_directories(folder, fault);
    if (!fault) { fs::permissions(folder, fs::perms::owner_all, fault); }
    if (fault) { return Error{ErrorCode::Unavailable, "file.not_written", fault.message(), folder.string()}; }
    return std::unique_ptr<JobFolder>(new JobFolder(std::move(folder)));
}

std::string JobFolder::path(std::string_view name) const {
    GX_ASSERT(!name.empty() && name.front() != '.' && name.find('/') == std::string_view::npos);
    return (folder_ / name).string();
}

Result<Done> JobFolder::write(std::string_view name, std::string_view bytes) {
    const std::string file = path(name);
    const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) { return not_written(file, errno); }
    int code = write_all(fd, bytes);
    if (code == 0 && ::fsync(fd) != 0) { code = errno; }
    if (::close(fd) != 0 && code == 0) { code = errno; }
    if (code == 0) { return Done{}; }
    ::unlink(file.c_str());
    return not_written(file, code);
}

Result<Done> JobFolder::narrow(std::string_view name) {
    const std::string file = path(name);
    if (::chmod(file.c_str(), 0600) != 0) { return not_written(file, errno); }
    return Done{};
}

Result<std::unique_ptr<app::JobFile>> JobFolder::open(std::string_view name) {
    const int fd = ::open(path(name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct ::stat about {};
    if (fd < 0 || ::fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
        if (fd >= 0) { ::close(fd); }
        return Error{ErrorCode::NotFound, "job.file_gone", std::string(name)};
    }
    return std::unique_ptr<app::JobFile>(std::make_unique<OpenFile>(fd, static_cast<std::uint64_t>(about.st_size)));
}

bool JobFolder::has(std::string_view name) const {
    std::error_code ignored;
    return fs::is_regular_file(path(name), ignored);
}

void JobFolder::remove(std::string_view name) {
    std::error_code ignored;
    fs::remove(path(name), ignored);
}

std::size_t JobFolder::purge(base::Instant before) {
    std::size_t count = 0;
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_, ignored)) {
        struct ::stat about {};
        if (::lstat(entry.path().c_str(), &about) != 0 || !S_ISREG(about.st_mode)) { continue; }
        const std::int64_t written = static_cast<std::int64_t>(about.st_mtim.tv_sec) * 1'000 + about.st_mtim.tv_nsec / 1'000'000;
        if (written < before.millis() && fs::remove(entry.path(), ignored)) { ++count; }
    }
    return count;
}

}  // namespace gx::storage
