// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <map>

#include "app/journal/verify_parts.hpp"

namespace gx::app::verify_parts {
namespace {

constexpr std::array<std::string_view, 3> kColumns = {"id", "seq", "digest"};
enum Columns { kId, kSeq, kDigest };

Result<BlobState> state_of(BlobStore& blobs, std::string_view hex) {
    const auto digest = base::digest_from_hex(hex);
    if (!digest.ok()) { return BlobState::Missing; }
    return blobs.state(*digest);
}

}  // namespace

Result<Done> check_blobs(Reader& reader, BlobStore& blobs, Findings& findings) {
    std::map<std::string, BlobState, std::less<>> known;
    return reader.scan_columns("attachment", "", kColumns, [&](const RowView& row) -> Result<Done> {
        auto found = known.find(row.text(kDigest));
        if (found == known.end()) {
            GX_TRY(const BlobState state, state_of(blobs, row.text(kDigest)));
            found = known.emplace(row.text(kDigest), state).first;
        }
        if (found->second == BlobState::Sound) { return Done{}; }
        const bool missing = found->second == BlobState::Missing;
        findings.add(row.integer(kSeq), "attachment", missing ? "blob_missing" : "blob_changed", std::string(row.text(kId)));
        return Done{};
    });
}

}  // namespace gx::app::verify_parts
