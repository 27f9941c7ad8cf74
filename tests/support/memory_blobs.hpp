// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>

#include "app/ports/blob_store.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::support {

/// Blobs in a map, open to a test that wants to spoil them.
class MemoryBlobs final : public app::BlobStore {
public:
    explicit MemoryBlobs(const domain::Hasher& hasher) : hasher_(hasher) {}

    base::Result<base::Digest> put(base::ByteView bytes) override {
        const base::Digest digest = hasher_.digest(bytes);
        kept[digest] = std::string(base::as_text(bytes));
        return digest;
    }
    base::Result<std::string> part(const base::Digest& digest, std::int64_t index) override {
        const auto found = kept.find(digest);
        if (found == kept.end()) { return base::Error{base::ErrorCode::NotFound, "blob.missing"}; }
        const auto from = static_cast<std::size_t>(index) * app::kBlobPartBytes;
        return from >= found->second.size() ? std::string() : found->second.substr(from, app::kBlobPartBytes);
    }
    base::Result<app::BlobState> state(const base::Digest& digest) override {
        const auto found = kept.find(digest);
        if (found == kept.end()) { return app::BlobState::Missing; }
        return hasher_.digest(base::as_bytes(found->second)) == digest ? app::BlobState::Sound : app::BlobState::Changed;
    }

    std::map<base::Digest, std::string> kept;

private:
    const domain::Hasher& hasher_;
};

}  // namespace gx::support
