// SPDX-License-Identifier: Apache-2.0
#include "storage/backup/blob_records.hpp"

#include "storage/blobs/database_blobs.hpp"

namespace gx::storage {
namespace {

constexpr std::string_view kAttachments = "attachment";

Error unsound(const char* reason, const std::string& digest) { return {ErrorCode::Corrupt, reason, {}, digest}; }

Result<std::string> sound_bytes(const domain::Hasher& hasher, app::BlobStore& blobs, const std::string& hex) {
    const auto digest = base::digest_from_hex(hex);
    if (!digest.ok()) { return unsound("backup.blob_unsound", hex); }
    auto bytes = blobs.whole(*digest);
    if (!bytes.ok() && bytes.error().code == ErrorCode::Unavailable) { return bytes; }
    if (!bytes.ok() || hasher.digest(base::as_bytes(*bytes)) != *digest) { return unsound("backup.blob_unsound", hex); }
    return bytes;
}

const Held* value_of(const TableShape& shape, const std::vector<Held>& row, std::string_view column) {
    for (std::size_t i = 0; i < shape.columns.size(); ++i) {
        if (shape.columns[i].name == column) { return &row[i]; }
    }
    return nullptr;
}

template <class T>
const T* typed(const TableShape& shape, const std::vector<Held>& row, std::string_view column) {
    const Held* value = value_of(shape, row, column);
    return value == nullptr ? nullptr : std::get_if<T>(value);
}

void put_part(std::string& text, const TableShape& shape, const std::string& digest, std::int64_t part, std::string_view bytes) {
    record::begin_row(text);
    for (const auto& column : shape.columns) {
        if (column.name == "digest") {
            record::put_bytes(text, digest);
        } else if (column.name == "part") {
            record::put_integer(text, part);
        } else {
            record::put_bytes(text, bytes);
        }
    }
}

}  // namespace

Result<std::int64_t> write_blobs(Connection& connection, const domain::Hasher& hasher, app::BlobStore& blobs,
                                 const TableShape& shape, BlockWriter& out) {
    GX_CHECK(out.write(record::json_record(record::kTable, record::describe(shape))));
    GX_TRY(const auto rows, connection.stream("SELECT DISTINCT digest FROM attachment WHERE digest IS NOT NULL ORDER BY digest"));
    std::int64_t count = 0;
    std::string text;
    while (true) {
        GX_TRY(const bool row, rows->next());
        if (!row) { return count; }
        const std::string digest(rows->text(0));
        GX_TRY(const std::string bytes, sound_bytes(hasher, blobs, digest));
        for (std::size_t from = 0; from < bytes.size(); from += app::kBlobPartBytes) {
            text.clear();
            const auto part = static_cast<std::int64_t>(from / app::kBlobPartBytes);
            put_part(text, shape, digest, part, std::string_view(bytes).substr(from, app::kBlobPartBytes));
            GX_CHECK(out.write(text));
            ++count;
        }
    }
}

Result<Done> BlobProof::row(const TableShape& shape, const std::vector<Held>& row) {
    if (shape.name == kAttachments) {
        if (const auto* digest = typed<std::string>(shape, row, "digest")) { named_.insert(*digest); }
        return Done{};
    }
    if (shape.name != kBlobTable) { return Done{}; }
    const auto* digest = typed<std::string>(shape, row, "digest");
    const auto* part = typed<std::int64_t>(shape, row, "part");
    const auto* bytes = typed<base::Bytes>(shape, row, "bytes");
    if (digest == nullptr || part == nullptr || bytes == nullptr) { return Error{ErrorCode::Corrupt, "backup.malformed", "part of a blob"}; }
    if (*digest != digest_) {
        GX_CHECK(finish());
        digest_ = *digest;
    }
    if (*part != parts_++ || bytes_.size() + bytes->size() > app::kBlobBytesMax) { return unsound("backup.blob", digest_); }
    bytes_ += base::as_text(*bytes);
    return Done{};
}

Result<Done> BlobProof::finish() {
    if (digest_.empty()) { return Done{}; }
    const auto digest = base::digest_from_hex(digest_);
    if (!digest.ok() || hasher_.digest(base::as_bytes(bytes_)) != *digest) { return unsound("backup.blob", digest_); }
    GX_CHECK(take_(*digest, base::as_bytes(bytes_)));
    seen_.insert(std::move(digest_));
    digest_.clear();
    bytes_.clear();
    parts_ = 0;
    return Done{};
}

Result<Done> BlobProof::end() {
    GX_CHECK(finish());
    for (const std::string& digest : named_) {
        if (!seen_.contains(digest)) { return unsound("backup.blob", digest); }
    }
    return Done{};
}

}  // namespace gx::storage
