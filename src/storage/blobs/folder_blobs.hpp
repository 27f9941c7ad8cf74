// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <filesystem>

#include "app/ports/blob_store.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::storage {

/// Files FOLDER/ab/cdef… named by digest, mode 0600. A file is written aside, synced and then given its name. The folder is
/// made when the first file comes. `hasher` must outlive it.
class FolderBlobs final : public app::BlobStore {
public:
    FolderBlobs(std::filesystem::path folder, const domain::Hasher& hasher) : folder_(std::move(folder)), hasher_(hasher) {}

    base::Result<base::Digest> put(base::ByteView bytes) override;
    base::Result<std::string> part(const base::Digest& digest, std::int64_t index) override;
    base::Result<app::BlobState> state(const base::Digest& digest) override;

private:
    std::filesystem::path file_of(const base::Digest& digest) const;

    std::filesystem::path folder_;
    const domain::Hasher& hasher_;
    std::atomic<std::uint64_t> written_{0};
};

}  // namespace gx::storage
