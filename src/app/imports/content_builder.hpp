// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/imports/import_layout.hpp"
#include "app/imports/row_values.hpp"
#include "base/json.hpp"

namespace gx::app {

/// An entity another row of the store or of this file stands for.
struct KnownEntity {
    std::string id;
    std::string key;
    base::Json also;  ///< the members that references copy
    std::string body_id = {};  ///< of which body it is; empty: of none
};

/// Sets or, with a null, removes the value at a path of members ("counterparty/name", "evidence/0/title").
void set_path(base::Json& content, std::string_view path, base::Json value);
/// The value at a path; null when there is none.
const base::Json& at_path(const base::Json& content, std::string_view path);
/// Takes empty objects and arrays away, deepest first.
void prune(base::Json& content);

/// Writes the values of a row over a content (of the newest version, or of the layout's constants).
///
/// Shape: columns the file does not have stay as they are; given but empty ones are taken away. Sealed columns are left
///        to the caller. `references` is by column; null where there is none.
void apply_row(const ImportLayout& layout, const HeaderMatch& header, const ReadRow& row,
               const std::vector<const KnownEntity*>& references, base::Json& content);

}  // namespace gx::app
