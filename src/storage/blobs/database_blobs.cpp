// SPDX-License-Identifier: Apache-2.0
#include "storage/blobs/database_blobs.hpp"

#include <algorithm>
#include <array>

namespace gx::storage {
namespace {

constexpr std::size_t kIdleMax = 4;

Result<Done> replace_blob(Connection& connection, const base::Digest& digest, base::ByteView bytes) {
    GX_CHECK(connection.begin(Begin::Write));
    GX_CHECK(connection.execute("DELETE FROM blob_part WHERE digest = $1", {std::string_view(base::to_hex(digest))}));
    GX_CHECK(insert_blob(connection, digest, bytes));
    return connection.commit();
}

}  // namespace

Result<Done> insert_blob(Connection& connection, const base::Digest& digest, base::ByteView bytes) {
    const std::string hex = base::to_hex(digest);
    const std::array columns = {BulkColumn{"digest", BulkColumn::Type::Text}, BulkColumn{"part", BulkColumn::Type::Integer},
                                BulkColumn{"bytes", BulkColumn::Type::Bytes}};
    const std::size_t count = (bytes.size() + app::kBlobPartBytes - 1) / app::kBlobPartBytes;
    return connection.insert_rows(kBlobTable, columns, count, [&](std::size_t row, std::span<Param> values) {
        const std::size_t from = row * app::kBlobPartBytes;
        values[0] = std::string_view(hex);
        values[1] = static_cast<std::int64_t>(row);
        values[2] = bytes.subspan(from, std::min(app::kBlobPartBytes, bytes.size() - from));
    });
}

Result<std::unique_ptr<Connection>> DatabaseBlobs::take() {
    {
        const std::lock_guard guard(idle_lock_);
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
    }
    return database_.connect();
}

void DatabaseBlobs::give_back(std::unique_ptr<Connection> connection) {
    if (connection->in_transaction()) { connection->rollback(); }
    const std::lock_guard guard(idle_lock_);
    if (connection->usable() && idle_.size() < kIdleMax) { idle_.push_back(std::move(connection)); }
}

Result<base::Digest> DatabaseBlobs::put(base::ByteView bytes) {
    GX_ASSERT(!bytes.empty() && bytes.size() <= app::kBlobBytesMax);
    const base::Digest digest = hasher_.digest(bytes);
    GX_TRY(const app::BlobState present, state(digest));
    if (present == app::BlobState::Sound) { return digest; }
    GX_TRY(auto connection, take());
    auto written = replace_blob(*connection, digest, bytes);
    give_back(std::move(connection));
    // Somebody else put the same bytes meanwhile.
    if (!written.ok() && written.error().reason == "store.constraint") {
        GX_TRY(const app::BlobState now, state(digest));
        if (now == app::BlobState::Sound) { return digest; }
    }
    if (!written.ok()) { return std::move(written).error(); }
    return digest;
}

Result<std::string> DatabaseBlobs::part(const base::Digest& digest, std::int64_t index) {
    const std::string hex = base::to_hex(digest);
    GX_TRY(auto connection, take());
    const auto read = [&]() -> Result<std::string> {
        GX_TRY(const auto rows, connection->query("SELECT bytes FROM blob_part WHERE digest = $1 AND part = $2", {std::string_view(hex), index}));
        GX_TRY(const bool row, rows->next());
        if (row) { return std::string(base::as_text(rows->bytes(0))); }
        GX_TRY(const std::int64_t parts, connection->integer("SELECT count(*) FROM blob_part WHERE digest = $1", {std::string_view(hex)}));
        // A hole in the middle ends the file too early, which its digest tells.
        if (parts == 0) { return Error{ErrorCode::NotFound, "blob.missing", hex}; }
        return std::string();
    };
    auto bytes = read();
    give_back(std::move(connection));
    return bytes;
}

Result<app::BlobState> DatabaseBlobs::state(const base::Digest& digest) {
    const auto bytes = whole(digest);
    if (!bytes.ok()) {
        if (bytes.error().reason == "blob.missing") { return app::BlobState::Missing; }
        if (bytes.error().reason == "blob.too_large") { return app::BlobState::Changed; }
        return bytes.error();
    }
    return hasher_.digest(base::as_bytes(*bytes)) == digest ? app::BlobState::Sound : app::BlobState::Changed;
}

}  // namespace gx::storage
