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

/// What an entity looks like as a row. Shape: `columns` in the order of the type's columns.
struct EntityRow {
    std::string key;
    std::string content;
    std::vector<app::Value> columns;
};

/// Derives key, index columns and canonical content.
///
/// Errors: InvalidInput "store.text" (not UTF-8, or U+0000 in id, key or an index column), "entity.key_missing";
///         TooLarge "store.content_too_large", "store.text_too_long"; Corrupt "entity.column_type".
Result<EntityRow> encode_row(const app::EntityType& type, const app::Entity& entity);

/// The parameters of insert and update; views into `entity` and `row`.
void fill_params(const app::Entity& entity, const EntityRow& row, std::int64_t seq, std::span<Param> values);

/// Reads a row of EntitySql::select. Errors: Corrupt "store.content" when its content is no JSON object.
Result<app::Entity> decode_row(const app::EntityType& type, const Cursor& row);

/// Errors: Corrupt "store.content"
Result<base::Json> parse_content(std::string_view text);

}  // namespace gx::storage
