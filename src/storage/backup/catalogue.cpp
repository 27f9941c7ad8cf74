// SPDX-License-Identifier: Apache-2.0
#include "storage/backup/catalogue.hpp"

namespace gx::storage {
namespace {

// Dialect point: each database describes itself in its own words.
constexpr std::string_view kSqliteColumns =
    "SELECT m.name, c.name, upper(c.type) FROM sqlite_master m JOIN pragma_table_info(m.name) c "
    "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'schema_migration' ORDER BY m.name, c.cid";
constexpr std::string_view kPostgresColumns =
    "SELECT table_name::text, column_name::text, upper(data_type::text) FROM information_schema.columns "
    "WHERE table_schema = current_schema() AND table_name <> 'schema_migration' "
    "ORDER BY table_name::text COLLATE \"C\", ordinal_position";

Result<BulkColumn::Type> column_type(std::string_view type) {
    if (type == "BIGINT") { return BulkColumn::Type::Integer; }
    if (type == "TEXT") { return BulkColumn::Type::Text; }
    if (type == "BYTEA") { return BulkColumn::Type::Bytes; }
    return Error{ErrorCode::Corrupt, "store.column_type", std::string(type)};
}

}  // namespace

std::vector<BulkColumn> TableShape::bulk() const {
    std::vector<BulkColumn> out;
    for (const Column& column : columns) { out.push_back({column.name, column.type}); }
    return out;
}

std::string TableShape::names() const {
    std::string out;
    for (const Column& column : columns) { out += fmt::format("{}{}", out.empty() ? "" : ", ", column.name); }
    return out;
}

Result<std::vector<TableShape>> table_shapes(Connection& connection) {
    GX_TRY(const auto rows, connection.query(connection.dialect() == Dialect::Sqlite ? kSqliteColumns : kPostgresColumns));
    std::vector<TableShape> tables;
    while (true) {
        GX_TRY(const bool row, rows->next());
        if (!row) { return tables; }
        if (tables.empty() || tables.back().name != rows->text(0)) { tables.push_back({std::string(rows->text(0)), {}}); }
        GX_TRY(const auto type, column_type(rows->text(2)));
        tables.back().columns.push_back({std::string(rows->text(1)), type});
    }
}

}  // namespace gx::storage
