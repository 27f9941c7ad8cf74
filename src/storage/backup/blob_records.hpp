// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "app/ports/blob_store.hpp"
#include "storage/backup/records.hpp"

namespace gx::storage {

/// Writes the bytes that attachments of the snapshot name as rows of `blob_part`, each proved by its digest, wherever they lie.
/// Gives the number of rows.
/// Errors: Corrupt "backup.blob_unsound" (`where` is the digest: run `verify`); those of the writer and of the blobs.
Result<std::int64_t> write_blobs(Connection& connection, const domain::Hasher& hasher, app::BlobStore& blobs,
                                 const TableShape& shape, BlockWriter& out);

/// Puts the rows of `blob_part` of a backup together and proves each blob, and that none is missing.
class BlobProof {
public:
    using Take = std::function<Result<Done>(const base::Digest& digest, base::ByteView bytes)>;
    BlobProof(const domain::Hasher& hasher, Take take) : hasher_(hasher), take_(std::move(take)) {}

    /// A row of any table. Errors: Corrupt "backup.malformed", "backup.blob"; those of `take`.
    Result<Done> row(const TableShape& shape, const std::vector<Held>& row);
    /// After the last row. Errors: Corrupt "backup.blob" (`where` is the digest).
    Result<Done> end();

private:
    Result<Done> finish();

    const domain::Hasher& hasher_;
    Take take_;
    std::string digest_;
    std::string bytes_;
    std::int64_t parts_ = 0;
    std::set<std::string, std::less<>> named_;
    std::set<std::string, std::less<>> seen_;
};

}  // namespace gx::storage
