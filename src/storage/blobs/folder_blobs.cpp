// SPDX-License-Identifier: Apache-2.0
#include "storage/blobs/folder_blobs.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace gx::storage {
namespace {

namespace fs = std::filesystem;
using base::ByteView;
using base::Digest;
using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kWriteMax = 1U << 20U;
constexpr std::string_view kAside = ".part-";
constexpr time_t kAsideSecondsMax = 86'400;

/// A descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) { ::close(number_); }
    }
    int get() const { return number_; }

private:
    int number_;
};

Error not_written(const fs::path& path) {
    const int reason = errno;
    if (reason == ENOSPC || reason == EDQUOT) { return {ErrorCode::StorageFull, "store.full", path.string()}; }
    return {ErrorCode::Unavailable, "blob.not_written", fmt::format("{}: {}", path.string(), std::strerror(reason))};
}

Error not_read(const fs::path& path) {
    const int reason = errno;
    if (reason == ENOENT || reason == ENOTDIR) { return {ErrorCode::NotFound, "blob.missing", path.filename().string()}; }
    return {ErrorCode::Unavailable, "blob.not_read", fmt::format("{}: {}", path.string(), std::strerror(reason))};
}

Result<Done> sync_folder(const fs::path& folder) {
    const Descriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (handle.get() < 0 || ::fsync(handle.get()) != 0) { return not_written(folder); }
    return Done{};
}

/// A folder whose own name is durable too.
Result<Done> make_folder(const fs::path& folder) {
    if (::mkdir(folder.c_str(), 0700) == 0) { return sync_folder(fs::absolute(folder).parent_path()); }
    if (errno != EEXIST) { return not_written(folder); }
    return Done{};
}

/// What a crash left half written; nobody writes one file for a day.
void remove_left_over(const fs::path& folder) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        struct stat facts {};
        const std::string path = entry.path().string();
        if (!entry.path().filename().string().starts_with(kAside) || ::stat(path.c_str(), &facts) != 0) { continue; }
        if (facts.st_mtime + kAsideSecondsMax < ::time(nullptr)) { ::unlink(path.c_str()); }
    }
}

Result<Done> write_aside(const fs::path& path, ByteView bytes) {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (file.get() < 0) { return not_written(path); }
    while (!bytes.empty()) {
        const ssize_t count = ::write(file.get(), bytes.data(), std::min(bytes.size(), kWriteMax));
        if (count < 0 && errno == EINTR) { continue; }
        if (count <= 0) { return not_written(path); }
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    if (::fsync(file.get()) != 0) { return not_written(path); }
    return Done{};
}

}  // namespace

fs::path FolderBlobs::file_of(const Digest& digest) const {
    const std::string hex = base::to_hex(digest);
    return folder_ / hex.substr(0, 2) / hex.substr(2);
}

Result<Digest> FolderBlobs::put(ByteView bytes) {
    GX_ASSERT(!bytes.empty() && bytes.size() <= app::kBlobBytesMax);
    const Digest digest = hasher_.digest(bytes);
    GX_TRY(const app::BlobState present, state(digest));
    if (present == app::BlobState::Sound) { return digest; }
    const fs::path file = file_of(digest);
    GX_CHECK(make_folder(folder_));
    if (written_.load() == 0) { remove_left_over(folder_); }
    const fs::path aside = folder_ / fmt::format("{}{}-{}", kAside, ::getpid(), ++written_);
    auto written = write_aside(aside, bytes);
    if (written.ok()) { written = make_folder(file.parent_path()); }
    if (written.ok() && ::rename(aside.c_str(), file.c_str()) != 0) { written = not_written(file); }
    if (!written.ok()) {
        ::unlink(aside.c_str());
        return std::move(written).error();
    }
    GX_CHECK(sync_folder(file.parent_path()));
    return digest;
}

Result<std::string> FolderBlobs::part(const Digest& digest, std::int64_t index) {
    const fs::path path = file_of(digest);
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat facts {};
    if (file.get() < 0 || ::fstat(file.get(), &facts) != 0) { return not_read(path); }
    if (!S_ISREG(facts.st_mode)) { return Error{ErrorCode::Unavailable, "blob.not_read", path.string()}; }
    std::string out(app::kBlobPartBytes, '\0');
    std::size_t have = 0;
    while (have < out.size()) {
        const auto offset = index * static_cast<std::int64_t>(app::kBlobPartBytes) + static_cast<std::int64_t>(have);
        const ssize_t count = ::pread(file.get(), out.data() + have, out.size() - have, offset);
        if (count < 0 && errno == EINTR) { continue; }
        if (count < 0) { return not_read(path); }
        if (count == 0) { break; }
        have += static_cast<std::size_t>(count);
    }
    out.resize(have);
    return out;
}

Result<app::BlobState> FolderBlobs::state(const Digest& digest) {
    const auto bytes = whole(digest);
    if (!bytes.ok()) {
        if (bytes.error().reason == "blob.missing") { return app::BlobState::Missing; }
        if (bytes.error().reason == "blob.too_large") { return app::BlobState::Changed; }
        return bytes.error();
    }
    return hasher_.digest(base::as_bytes(*bytes)) == digest ? app::BlobState::Sound : app::BlobState::Changed;
}

}  // namespace gx::storage
