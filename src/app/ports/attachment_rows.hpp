// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "app/ports/store.hpp"

namespace gx::app {

/// What is summed of attachments. What it decides is decided within a write, so that two at once cannot both fit.
class AttachmentRows {
public:
    virtual ~AttachmentRows() = default;
    /// Bytes of all attachments of a body's objects, also of withdrawn ones: their bytes are kept. Errors: those of the store.
    virtual Result<std::int64_t> bytes_of_body(Reader& reader, std::string_view tenant, std::string_view body_id) = 0;
};

}  // namespace gx::app
