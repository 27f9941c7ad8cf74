// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace gx::app {

/// The largest file that is taken, and how much of it is read at a time.
inline constexpr std::size_t kBlobBytesMax = 20U << 20U;
inline constexpr std::size_t kBlobPartBytes = 256U << 10U;

/// What the bytes of a digest are when read again.
enum class BlobState : std::uint8_t { Sound, Missing, Changed };

/// Bytes of files, each found by the store's hash of its content and kept once. What is there is whole, also after a crash.
///
/// Errors: StorageFull "store.full"; Unavailable "blob.not_written", "blob.not_read"; those of the database.
/// Thread: any.
class BlobStore {
public:
    virtual ~BlobStore() = default;
    /// Durable when it returns; bytes that were changed since are replaced. Shape: 1..kBlobBytesMax bytes.
    virtual base::Result<base::Digest> put(base::ByteView bytes) = 0;
    /// The bytes from kBlobPartBytes * index on, at most kBlobPartBytes of them; empty behind the end. Not compared with the digest.
    /// Errors: NotFound "blob.missing"
    virtual base::Result<std::string> part(const base::Digest& digest, std::int64_t index) = 0;
    /// Reads all and compares. Shape: one file in memory.
    virtual base::Result<BlobState> state(const base::Digest& digest) = 0;

    /// All bytes, as they are. Errors: NotFound "blob.missing"; TooLarge "blob.too_large"
    base::Result<std::string> whole(const base::Digest& digest);
};

}  // namespace gx::app
