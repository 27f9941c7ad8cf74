// SPDX-License-Identifier: Apache-2.0
#include "storage/snapshot/file_shelf.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "base/checksum.hpp"

namespace gx::storage {
namespace {

using base::ByteView;
using base::Done;
using base::Error;
using base::ErrorCode;

constexpr std::uint64_t kMagic = 0x31'50'41'4E'53'58'47'0AULL;
constexpr std::size_t kPartsMax = 64;
constexpr std::size_t kAlignment = 64;
constexpr std::size_t kWriteMax = 1U << 24U;

struct Head {
    std::uint64_t magic = kMagic;
    std::uint32_t version = 0;
    std::uint32_t parts = 0;
    std::uint64_t table_checksum = 0;
};

struct TableRow {
    char name[32] = {};
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::uint64_t checksum = 0;
};

std::size_t aligned(std::size_t offset) { return (offset + kAlignment - 1) / kAlignment * kAlignment; }

template <class T>
ByteView bytes_of(const T* values, std::size_t count) {
    return {reinterpret_cast<const std::uint8_t*>(values), count * sizeof(T)};  // NOLINT
}

/// A file descriptor that closes itself.
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

base::Result<Done> write_all(int file, ByteView bytes, std::size_t offset) {
    while (!bytes.empty()) {
        const ssize_t count = ::pwrite(file, bytes.data(), std::min(bytes.size(), kWriteMax), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) { continue; }
        if (count <= 0) {
            const bool full = errno == ENOSPC || errno == EDQUOT;
            return Error{full ? ErrorCode::StorageFull : ErrorCode::Unavailable, full ? "snapshot.full" : "snapshot.write", std::strerror(errno)};
        }
        bytes = bytes.subspan(static_cast<std::size_t>(count));
        offset += static_cast<std::size_t>(count);
    }
    return Done{};
}

/// A mapped file whose table was checked.
class MappedSnapshot final : public app::Snapshot {
public:
    MappedSnapshot(void* address, std::size_t size) : address_(address), size_(size) {}
    MappedSnapshot(const MappedSnapshot&) = delete;
    MappedSnapshot& operator=(const MappedSnapshot&) = delete;
    ~MappedSnapshot() override { ::munmap(address_, size_); }

    ByteView bytes() const { return {static_cast<const std::uint8_t*>(address_), size_}; }
    bool read_table(std::uint32_t version) {
        Head head;
        if (size_ < sizeof head) { return false; }
        std::memcpy(&head, address_, sizeof head);
        const std::size_t table = head.parts * sizeof(TableRow);
        if (head.magic != kMagic || head.version != version || head.parts > kPartsMax || size_ - sizeof head < table) { return false; }
        if (base::checksum64(bytes().subspan(sizeof head, table)) != head.table_checksum) { return false; }
        rows_.resize(head.parts);
        std::memcpy(rows_.data(), bytes().data() + sizeof head, table);
        for (const auto& row : rows_) {
            if (row.offset > size_ || row.size > size_ - row.offset) { return false; }
        }
        return true;
    }
    std::optional<ByteView> part(std::string_view name) const override {
        for (const auto& row : rows_) {
            if (name != std::string_view{row.name, ::strnlen(row.name, sizeof row.name)}) { continue; }
            const ByteView part = bytes().subspan(row.offset, row.size);
            return base::checksum64(part) == row.checksum ? std::optional{part} : std::nullopt;
        }
        return std::nullopt;
    }

private:
    void* address_;
    std::size_t size_;
    std::vector<TableRow> rows_;
};

}  // namespace

std::filesystem::path FileShelf::file_of(std::string_view name) const { return folder_ / (std::string{name} + ".snapshot"); }

base::Result<Done> FileShelf::put(std::string_view name, std::uint32_t version, std::span<const app::SnapshotPart> parts) {
    GX_ASSERT(!parts.empty() && parts.size() <= kPartsMax);
    std::vector<TableRow> rows(parts.size());
    std::size_t offset = sizeof(Head) + rows.size() * sizeof(TableRow);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        GX_ASSERT(parts[i].name.size() < sizeof rows[i].name);
        parts[i].name.copy(rows[i].name, parts[i].name.size());
        if (!parts[i].bytes.empty()) { offset = aligned(offset); }  // an empty last part begins where the file ends
        rows[i].offset = offset;
        rows[i].size = parts[i].bytes.size();
        rows[i].checksum = base::checksum64(parts[i].bytes);
        offset += parts[i].bytes.size();
    }
    const Head head{.version = version, .parts = static_cast<std::uint32_t>(parts.size()),
                    .table_checksum = base::checksum64(bytes_of(rows.data(), rows.size()))};
    const auto target = file_of(name);
    const auto beside = std::filesystem::path(target.string() + ".new");
    {
        const Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR));
        if (file.get() < 0) { return Error{ErrorCode::Unavailable, "snapshot.write", std::strerror(errno)}; }
        auto done = write_all(file.get(), bytes_of(&head, 1), 0);
        if (done.ok()) { done = write_all(file.get(), bytes_of(rows.data(), rows.size()), sizeof head); }
        for (std::size_t i = 0; done.ok() && i < parts.size(); ++i) { done = write_all(file.get(), parts[i].bytes, rows[i].offset); }
        if (done.ok() && ::fsync(file.get()) != 0) { done = Error{ErrorCode::Unavailable, "snapshot.write", std::strerror(errno)}; }
        if (!done.ok()) {
            ::unlink(beside.c_str());
            return done;
        }
    }
    if (::rename(beside.c_str(), target.c_str()) != 0) { return Error{ErrorCode::Unavailable, "snapshot.write", std::strerror(errno)}; }
    return Done{};
}

std::unique_ptr<app::Snapshot> FileShelf::open(std::string_view name, std::uint32_t version) {
    const Descriptor file(::open(file_of(name).c_str(), O_RDONLY | O_CLOEXEC));
    struct stat about {};
    if (file.get() < 0 || ::fstat(file.get(), &about) != 0 || about.st_size <= 0) { return nullptr; }
    const auto size = static_cast<std::size_t>(about.st_size);
    void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
    if (address == MAP_FAILED) { return nullptr; }
    auto snapshot = std::make_unique<MappedSnapshot>(address, size);
    if (!snapshot->read_table(version)) { return nullptr; }
    return snapshot;
}

}  // namespace gx::storage
