// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::storage {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

/// A file of chained blocks: eight bytes "GXBACK1\n", eight bytes with the name of the hash (padded with blanks), then
/// blocks of up to 4,096 bytes, each followed by H(digest of the block before || its bytes). The first block stands on
/// H(the sixteen bytes). A changed, missing or added byte anywhere is noticed and located.
inline constexpr std::size_t kBlockBytes = 4'096;
inline constexpr std::string_view kBlockMagic = "GXBACK1\n";

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

/// Makes a new name in the folder of `path` durable. Errors: StorageFull "store.full"; Unavailable "backup.not_written".
Result<Done> sync_folder_of(const std::string& path);

/// Writes such a file beside its final name and moves it there when it is whole and on the disk.
///
/// Errors: Conflict "backup.exists"; StorageFull "store.full"; Unavailable "backup.not_written".
class BlockWriter {
public:
    BlockWriter(const domain::Hasher& hasher, std::string path);
    BlockWriter(const BlockWriter&) = delete;
    BlockWriter& operator=(const BlockWriter&) = delete;
    /// An unfinished file is removed.
    ~BlockWriter();

    Result<Done> open();
    Result<Done> write(std::string_view bytes);
    Result<Done> finish();

private:
    Result<Done> put_block();
    Result<Done> put(std::string_view bytes);

    const domain::Hasher& hasher_;
    std::string path_;
    std::string part_;
    File file_;
    std::string block_;
    base::Digest chain_{};
};

/// Reads such a file and hands out only bytes whose block has proved right.
///
/// Errors: NotFound "backup.missing"; Corrupt "backup.not_a_backup", "backup.block_changed", "backup.truncated",
///         "backup.trailing_bytes"; `where` is "bytes A-B".
class BlockReader {
public:
    BlockReader(const domain::Hasher& hasher, std::string path) : hasher_(hasher), path_(std::move(path)) {}

    Result<Done> open();
    /// Exactly `count` bytes, valid until the next call.
    Result<std::string_view> read(std::size_t count);
    /// After the last record: nothing may follow.
    Result<Done> expect_end();
    /// Where reading stands, for messages.
    std::string where() const;

    /// The name of the hash that a backup was written with, unproved.
    static Result<std::string> hash_name(const std::string& path);

private:
    Result<bool> next_block();

    const domain::Hasher& hasher_;
    std::string path_;
    File file_;
    std::string pending_;      ///< proved bytes not handed out yet
    std::size_t used_ = 0;     ///< of pending_
    std::uint64_t offset_ = 0; ///< of the block read last
    std::uint64_t next_ = 0;
    base::Digest chain_{};
    bool last_ = false;
};

}  // namespace gx::storage
