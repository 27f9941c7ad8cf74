// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/ports/attachment_rows.hpp"
#include "base/result.hpp"

namespace gx::storage {

/// app::AttachmentRows over a Reader or Work of a SqlStore. Thread: any.
class SqlAttachmentRows final : public app::AttachmentRows {
public:
    base::Result<std::int64_t> bytes_of_body(app::Reader& reader, std::string_view tenant, std::string_view body_id) override;
};

}  // namespace gx::storage
