// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/ports/store.hpp"
#include "base/date.hpp"

namespace gx::app {

/// What a person says against a part of the own file. It changes no record; it shows on every copy until it is answered.
///
/// Shape:  docs/ENTITIES.md "file_objection"; `entity` is "official", "tenure" or "record".
/// Source: S-5.6c, S-5.4a
struct FileObjection {
    std::string id;  ///< of the row
    std::int64_t version = 0;
    std::string official_id = {};
    std::string entity = {};
    std::string entity_id = {};
    std::string text = {};
    base::Date filed_on = {};
    std::string answer = {};
    std::string answered_by = {};
    std::optional<base::Date> answered_on = {};

    bool open() const { return !answered_on; }
    /// Errors: Corrupt "store.content"
    static Result<FileObjection> from_row(const Entity& row);
    base::Json to_json() const;
    /// As answers show it: the content with id and version.
    base::Json shown() const;
};

/// The open objections of these officials. Shape: at most 200 officials, 10,000 objections.
Result<std::vector<FileObjection>> open_objections(Reader& reader, const std::string& tenant, std::span<const std::string> official_ids);
/// All objections of one official, newest first.
Result<std::vector<FileObjection>> objections_of(Reader& reader, const std::string& tenant, const std::string& official_id);

}  // namespace gx::app
