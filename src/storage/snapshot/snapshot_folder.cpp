// SPDX-License-Identifier: Apache-2.0
#include "storage/snapshot/snapshot_folder.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "storage/backup/block_file.hpp"

namespace gx::storage {
namespace {

class MappedFile final : public app::SnapshotView {
public:
    MappedFile(void* at, std::size_t size) : at_(at), size_(size) {}
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile() override { ::munmap(at_, size_); }
    base::ByteView bytes() const override { return {static_cast<const std::uint8_t*>(at_), size_}; }

private:
    void* at_;
    std::size_t size_;
};

Error not_written(const std::string& path) {
    if (errno == ENOSPC || errno == EDQUOT) { return {ErrorCode::StorageFull, "store.full", path}; }
    return {ErrorCode::Unavailable, "snapshot.not_written", path};
}

Result<Done> write_and_sync(const std::string& path, const std::function<Result<Done>(const app::ColumnSnapshots::Sink&)>& write) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) { return not_written(path); }
    const File stream{::fdopen(file, "wb")};
    if (stream == nullptr) {
        const Error error = not_written(path);
        ::close(file);
        return error;
    }
    GX_CHECK(write([&](base::ByteView bytes) -> Result<Done> {
        if (std::fwrite(bytes.data(), 1, bytes.size(), stream.get()) != bytes.size()) { return not_written(path); }
        return Done{};
    }));
    if (std::fflush(stream.get()) != 0 || ::fsync(file) != 0) { return not_written(path); }
    return Done{};
}

}  // namespace

std::unique_ptr<app::SnapshotView> SnapshotFolder::open(std::string_view name) {
    const int file = ::open(path(name).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) { return nullptr; }
    struct stat info {};
    const bool usable = ::fstat(file, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0;
    const auto size = static_cast<std::size_t>(usable ? info.st_size : 0);
    void* const at = usable ? ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0) : MAP_FAILED;
    ::close(file);
    if (at == MAP_FAILED) { return nullptr; }
    return std::make_unique<MappedFile>(at, size);
}

Result<Done> SnapshotFolder::save(std::string_view name, const std::function<Result<Done>(const Sink&)>& write) {
    const std::string target = path(name);
    const std::string part = fmt::format("{}.{}.part", target, ::getpid());
    auto written = write_and_sync(part, write);
    if (written && std::rename(part.c_str(), target.c_str()) != 0) { written = not_written(target); }
    if (!written) {
        ::unlink(part.c_str());
        return written;
    }
    return sync_folder_of(target);
}

}  // namespace gx::storage
