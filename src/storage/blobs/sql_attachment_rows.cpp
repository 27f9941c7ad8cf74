// SPDX-License-Identifier: Apache-2.0
#include "storage/blobs/sql_attachment_rows.hpp"

#include "storage/store/sql_work.hpp"

namespace gx::storage {

base::Result<std::int64_t> SqlAttachmentRows::bytes_of_body(app::Work& work, std::string_view tenant, std::string_view body_id) {
    auto* part = dynamic_cast<SqlWork*>(&work);
    GX_ASSERT(part != nullptr);
    return part->connection().integer(
        "SELECT CAST(coalesce(sum(size_bytes), 0) AS BIGINT) FROM attachment WHERE tenant = $1 AND body_id = $2", {tenant, body_id});
}

}  // namespace gx::storage
