// SPDX-License-Identifier: Apache-2.0
#include "storage/blobs/open_blobs.hpp"

#include "storage/blobs/database_blobs.hpp"
#include "storage/blobs/folder_blobs.hpp"

namespace gx::storage {

std::unique_ptr<app::BlobStore> open_blobs(Database& database, const domain::Hasher& hasher) {
    const std::string file = database.file();
    if (file.empty()) { return std::make_unique<DatabaseBlobs>(database, hasher); }
    return blobs_beside(file, hasher);
}

std::unique_ptr<app::BlobStore> blobs_beside(const std::string& database_file, const domain::Hasher& hasher) {
    return std::make_unique<FolderBlobs>(std::filesystem::absolute(database_file).parent_path() / "blobs", hasher);
}

}  // namespace gx::storage
