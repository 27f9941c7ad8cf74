// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "app/ports/store.hpp"

namespace gx::app {

enum class ColumnType {
    Text,
    Int,   ///< integer, also fen
    Day,   ///< ISO day in the content, days since 1970 in the column
    Bool,  ///< 0 or 1
};

/// An index column of an entity's table: derived from the content, checked again by `verify`.
struct ColumnSpec {
    std::string_view column;   ///< also the member's name in the content; "a/b" below is written "a_b" here
    std::string_view pointer;  ///< path of members, separated by '/'
    ColumnType type;
    bool always = false;       ///< no content of the type is without it
};

/// A kind of journalled entity: one table, one generic codec (DESIGN 4.1).
struct EntityType {
    std::string_view name;
    std::string_view table;
    std::string_view key_pointer;  ///< member that holds the natural key
    std::span<const ColumnSpec> columns;
};

std::span<const EntityType> entity_types();
/// Nothing for an unknown name.
const EntityType* find_entity_type(std::string_view name);

/// A column value that looks into the content it comes from.
using ValueView = std::variant<std::nullptr_t, std::int64_t, std::string_view>;

/// As `column_value`, without a copy; lives as long as the content does.
Result<ValueView> column_view(const ColumnSpec& column, const base::Json& content);
/// The column's value in a content; null when the member is absent.
/// Errors: Corrupt "entity.column_type" when the member has another type.
Result<Value> column_value(const ColumnSpec& column, const base::Json& content);
/// As `natural_key`, without a copy; lives as long as the content does.
Result<std::string_view> natural_key_view(const EntityType& type, const base::Json& content);
/// The natural key of a content. Errors: InvalidInput "entity.key_missing"
Result<std::string> natural_key(const EntityType& type, const base::Json& content);

}  // namespace gx::app
