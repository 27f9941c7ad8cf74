// SPDX-License-Identifier: Apache-2.0
#include "app/ports/blob_store.hpp"

namespace gx::app {

base::Result<std::string> BlobStore::whole(const base::Digest& digest) {
    std::string all;
    for (std::int64_t index = 0;; ++index) {
        GX_TRY(const std::string next, part(digest, index));
        all += next;
        if (all.size() > kBlobBytesMax) { return base::Error{base::ErrorCode::TooLarge, "blob.too_large", base::to_hex(digest)}; }
        if (next.size() < kBlobPartBytes) { return all; }
    }
}

}  // namespace gx::app
