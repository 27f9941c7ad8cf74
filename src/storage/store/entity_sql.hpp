// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/ports/entity_types.hpp"
#include "app/ports/store.hpp"
#include "storage/drivers/connection.hpp"

namespace gx::storage {

/// The statements of one entity type, made once from entity_types.hpp. Parameters of insert and update:
/// $1 tenant, $2 id, $3 key, $4 version, $5 seq, $6 content, $7… the index columns.
struct EntitySql {
    const app::EntityType* type;
    std::string select;  ///< "SELECT tenant, id, key, version, seq, content FROM t"
    std::string insert;
    std::string update;  ///< of the row with version $4 - 1
    std::string remove;  ///< $1 tenant, $2 id, $3 version
    std::vector<BulkColumn> columns;  ///< of insert, in order of its parameters
};

/// Errors: InvalidInput "store.unknown_type"
Result<const EntitySql*> entity_sql(std::string_view type);

/// Derives key, index columns and canonical content, and puts the parameters of insert and update into `values`: views
/// into `entity` and `content`. The position ($5) is left to the caller.
///
/// Shape:  `values` has one place for each of EntitySql::columns.
/// Errors: InvalidInput "store.text" (not UTF-8, or U+0000 in id, key or an index column), "entity.key_missing";
///         TooLarge "store.content_too_large", "store.text_too_long"; Corrupt "entity.column_type".
Result<Done> encode_row(const EntitySql& sql, const app::Entity& entity, std::string& content, std::span<Param> values);

/// Where key and position stand among the parameters of insert and update.
inline constexpr std::size_t kKeyPlace = 2;
inline constexpr std::size_t kSeqPlace = 4;

/// Reads a row of EntitySql::select. Errors: Corrupt "store.content" when its content is no JSON object.
Result<app::Entity> decode_row(const app::EntityType& type, const Cursor& row);

/// Errors: Corrupt "store.content"
Result<base::Json> parse_content(std::string_view text);

}  // namespace gx::storage
