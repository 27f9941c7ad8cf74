// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "app/ports/blob_store.hpp"
#include "domain/journal/hasher.hpp"
#include "storage/drivers/connection.hpp"

namespace gx::storage {

/// The table that holds parts of blobs: rows (digest, part, bytes), also in a backup.
inline constexpr std::string_view kBlobTable = "blob_part";

/// Rows of `blob_part`, all of a blob in one transaction. `database` and `hasher` must outlive it.
class DatabaseBlobs final : public app::BlobStore {
public:
    DatabaseBlobs(Database& database, const domain::Hasher& hasher) : database_(database), hasher_(hasher) {}

    Result<base::Digest> put(base::ByteView bytes) override;
    Result<std::string> part(const base::Digest& digest, std::int64_t index) override;
    Result<app::BlobState> state(const base::Digest& digest) override;

private:
    Result<std::unique_ptr<Connection>> take();
    void give_back(std::unique_ptr<Connection> connection);

    Database& database_;
    const domain::Hasher& hasher_;
    std::mutex idle_lock_;
    std::vector<std::unique_ptr<Connection>> idle_;
};

/// Adds the rows of one blob within the open transaction. Errors: those of the connection.
Result<Done> insert_blob(Connection& connection, const base::Digest& digest, base::ByteView bytes);

}  // namespace gx::storage
