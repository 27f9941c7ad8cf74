// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::app {

/// A file that belongs to an object: everything but its bytes.
///
/// Shape: docs/ENTITIES.md "attachment".
struct Attachment {
    std::string code = {};
    std::string entity = {};
    std::string entity_id = {};
    std::string body_id = {};  ///< empty: the object belongs to no body
    std::string name = {};
    std::string media_type = {};
    std::int64_t size_bytes = 0;
    std::string digest = {};  ///< hex
    std::vector<std::string> warnings = {};
    base::Date uploaded_on = {};
    std::string uploaded_by = {};
    std::optional<base::Date> withdrawn_on = {};
    std::string withdraw_reason = {};

    /// Errors: those of base::JsonReader
    static base::Result<Attachment> from_json(const base::Json& content);
    base::Json to_json() const;
};

}  // namespace gx::app
