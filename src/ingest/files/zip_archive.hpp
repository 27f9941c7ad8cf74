// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "ingest/files/byte_source.hpp"

namespace gx::ingest {

/// What a zip file from outside may at most be.
struct ZipLimits {
    std::size_t entries_max = 1'000;
    std::uint64_t inflated_bytes_max = 2ULL << 30U;      ///< of all entries together, as declared
    std::uint64_t ratio_max = 200;                       ///< of one entry above `ratio_free_bytes`
    std::uint64_t ratio_free_bytes = 8ULL << 20U;
};

/// A zip file whose directory was checked before any entry is inflated. Entries are never written to disk.
///
/// Thread: one entry is open at a time.
class ZipArchive {
public:
    /// Errors: InvalidInput "zip.damaged", "zip.encrypted", "zip.overlap", "zip.duplicate_entry", "zip.method";
    ///         TooLarge "zip.too_many_entries", "zip.bomb"; where: the entry's name, shortened.
    static base::Result<std::unique_ptr<ZipArchive>> open(std::shared_ptr<ByteSource> source, const ZipLimits& limits);
    ZipArchive(const ZipArchive&) = delete;
    ZipArchive& operator=(const ZipArchive&) = delete;
    ~ZipArchive();

    bool has(std::string_view name) const { return entries_.contains(name); }
    std::vector<std::string> names() const;
    /// Begins to read an entry. Errors: InvalidInput "zip.entry_missing", "zip.damaged"
    base::Result<base::Done> begin(std::string_view name);
    /// The next inflated bytes; 0 at the end, after length and checksum agreed with what the directory says.
    /// Errors: InvalidInput "zip.size_lie", "zip.damaged"
    base::Result<std::size_t> read(std::span<char> into);
    /// A small entry as a whole. Errors: as begin and read; TooLarge "zip.entry_too_large"
    base::Result<std::string> read_all(std::string_view name, std::size_t bytes_max);

private:
    struct Entry {
        std::uint64_t directory_offset = 0;
        std::uint64_t number = 0;
        std::uint64_t packed = 0;
        std::uint64_t inflated = 0;
    };
    struct Impl;
    explicit ZipArchive(std::shared_ptr<ByteSource> source);
    base::Result<base::Done> read_directory(const ZipLimits& limits);
    base::Result<base::Done> check_overlap();
    void close_entry();

    std::unique_ptr<Impl> impl_;
    std::map<std::string, Entry, std::less<>> entries_;
    std::string open_name_;
    std::uint64_t open_left_ = 0;
    bool entry_open_ = false;
};

}  // namespace gx::ingest
