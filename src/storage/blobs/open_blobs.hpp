// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "app/ports/blob_store.hpp"
#include "domain/journal/hasher.hpp"
#include "storage/drivers/connection.hpp"

namespace gx::storage {

/// Where the bytes of a store's attachments lie: the folder "blobs" beside an embedded database's file, the table `blob_part`
/// on a server. Both arguments must outlive it. Total: nothing is made yet.
std::unique_ptr<app::BlobStore> open_blobs(Database& database, const domain::Hasher& hasher);
/// The same for a database file that need not be there yet.
std::unique_ptr<app::BlobStore> blobs_beside(const std::string& database_file, const domain::Hasher& hasher);

}  // namespace gx::storage
