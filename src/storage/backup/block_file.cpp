// SPDX-License-Identifier: Apache-2.0
#include "storage/backup/block_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace gx::storage {
namespace {

constexpr std::size_t kNameBytes = 8;
constexpr std::size_t kHeadBytes = 16;

Error write_error(const std::string& path) {
    const int reason = errno;
    if (reason == ENOSPC || reason == EDQUOT) { return {ErrorCode::StorageFull, "store.full", path}; }
    return {ErrorCode::Unavailable, "backup.not_written", fmt::format("{}: {}", path, std::strerror(reason))};
}

std::string head_of(std::string_view hash) {
    std::string head(kBlockMagic);
    head += hash.substr(0, kNameBytes);
    head.resize(kHeadBytes, ' ');
    return head;
}

Result<File> open_backup(const std::string& path) {
    File file(std::fopen(path.c_str(), "rbe"));
    if (!file) { return Error{ErrorCode::NotFound, "backup.missing", fmt::format("{}: {}", path, std::strerror(errno))}; }
    return file;
}

Result<std::string> read_head(std::FILE* file) {
    std::string head(kHeadBytes, '\0');
    const std::size_t got = std::fread(head.data(), 1, head.size(), file);
    if (got != head.size() || !head.starts_with(kBlockMagic)) {
        return Error{ErrorCode::Corrupt, "backup.not_a_backup", {}, "bytes 0-15"};
    }
    return head;
}

}  // namespace

Result<Done> sync_folder_of(const std::string& path) {
    const std::string folder = std::filesystem::absolute(path).parent_path().string();
    const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) { return write_error(folder); }
    const int outcome = ::fsync(handle);
    ::close(handle);
    return outcome == 0 ? Result<Done>(Done{}) : Result<Done>(write_error(folder));
}

BlockWriter::BlockWriter(const domain::Hasher& hasher, std::string path)
    : hasher_(hasher), path_(std::move(path)), part_(path_ + ".part") {}

BlockWriter::~BlockWriter() {
    if (file_) { ::unlink(part_.c_str()); }
}

Result<Done> BlockWriter::open() {
    std::error_code ignored;
    if (std::filesystem::exists(path_, ignored)) { return Error{ErrorCode::Conflict, "backup.exists", path_}; }
    const int handle = ::open(part_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (handle < 0) { return write_error(part_); }
    file_.reset(::fdopen(handle, "wb"));
    const std::string head = head_of(hasher_.name());
    chain_ = hasher_.digest(base::as_bytes(head));
    return put(head);
}

Result<Done> BlockWriter::put(std::string_view bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) { return write_error(part_); }
    return Done{};
}

Result<Done> BlockWriter::put_block() {
    chain_ = hasher_.digest(chain_, base::as_bytes(block_));
    GX_CHECK(put(block_));
    block_.clear();
    return put(base::as_text(chain_));
}

Result<Done> BlockWriter::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const std::size_t count = std::min(bytes.size(), kBlockBytes - block_.size());
        block_ += bytes.substr(0, count);
        bytes.remove_prefix(count);
        if (block_.size() == kBlockBytes) { GX_CHECK(put_block()); }
    }
    return Done{};
}

Result<Done> BlockWriter::finish() {
    if (!block_.empty()) { GX_CHECK(put_block()); }
    if (std::fflush(file_.get()) != 0 || ::fsync(::fileno(file_.get())) != 0) { return write_error(part_); }
    if (::rename(part_.c_str(), path_.c_str()) != 0) { return write_error(path_); }
    file_.reset();
    return sync_folder_of(path_);
}

Result<std::string> BlockReader::hash_name(const std::string& path) {
    GX_TRY(const auto file, open_backup(path));
    GX_TRY(const auto head, read_head(file.get()));
    const std::string_view name = std::string_view(head).substr(kBlockMagic.size());
    return std::string(name.substr(0, name.find_last_not_of(' ') + 1));
}

Result<Done> BlockReader::open() {
    GX_TRY(file_, open_backup(path_));
    GX_TRY(const auto head, read_head(file_.get()));
    if (head != head_of(hasher_.name())) {
        return Error{ErrorCode::Corrupt, "backup.not_a_backup", "another hash", "bytes 8-15"};
    }
    chain_ = hasher_.digest(base::as_bytes(head));
    next_ = kHeadBytes;
    return Done{};
}

std::string BlockReader::where() const { return fmt::format("bytes {}-{}", offset_, next_ == 0 ? 0 : next_ - 1); }

/// False at the end of the file.
Result<bool> BlockReader::next_block() {
    constexpr std::size_t kDigestBytes = std::tuple_size_v<base::Digest>;
    std::array<char, kBlockBytes + kDigestBytes> bytes;
    const std::size_t got = std::fread(bytes.data(), 1, bytes.size(), file_.get());
    if (std::ferror(file_.get()) != 0) { return Error{ErrorCode::Unavailable, "backup.not_read", path_}; }
    if (got == 0) { return false; }
    offset_ = next_;
    next_ += got;
    if (last_) { return Error{ErrorCode::Corrupt, "backup.trailing_bytes", {}, where()}; }
    if (got <= kDigestBytes) { return Error{ErrorCode::Corrupt, "backup.truncated", {}, where()}; }
    last_ = got < bytes.size();
    const std::string_view block(bytes.data(), got - kDigestBytes);
    chain_ = hasher_.digest(chain_, base::as_bytes(block));
    if (base::as_text(chain_) != std::string_view(bytes.data() + block.size(), kDigestBytes)) {
        return Error{ErrorCode::Corrupt, "backup.block_changed", {}, where()};
    }
    pending_.erase(0, used_);
    used_ = 0;
    pending_ += block;
    return true;
}

Result<std::string_view> BlockReader::read(std::size_t count) {
    while (pending_.size() - used_ < count) {
        GX_TRY(const bool more, next_block());
        if (!more) { return Error{ErrorCode::Corrupt, "backup.truncated", {}, where()}; }
    }
    const std::string_view bytes = std::string_view(pending_).substr(used_, count);
    used_ += count;
    return bytes;
}

Result<Done> BlockReader::expect_end() {
    if (used_ != pending_.size()) { return Error{ErrorCode::Corrupt, "backup.trailing_bytes", {}, where()}; }
    GX_TRY(const bool more, next_block());
    if (more) { return Error{ErrorCode::Corrupt, "backup.trailing_bytes", {}, where()}; }
    return Done{};
}

}  // namespace gx::storage
