// SPDX-License-Identifier: Apache-2.0
#include "storage/blobs/sql_attachment_rows.hpp"

#include "storage/store/side_tables.hpp"

namespace gx::storage {

base::Result<std::int64_t> SqlAttachmentRows::bytes_of_body(app::Reader& reader, std::string_view tenant, std::string_view body_id) {
    return side_connection(reader).integer(
        "SELECT CAST(coalesce(sum(size_bytes), 0) AS BIGINT) FROM attachment WHERE tenant = $1 AND body_id = $2", {tenant, body_id});
}

}  // namespace gx::storage
