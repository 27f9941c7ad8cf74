// SPDX-License-Identifier: Apache-2.0
#include "storage/migrate/refill.hpp"

#include <utility>
#include <vector>

#include "app/ports/entity_types.hpp"
#include "base/text.hpp"
#include "storage/store/entity_sql.hpp"

namespace gx::storage {
namespace {

constexpr std::string_view kMark = "-- refill:";
constexpr std::int64_t kRowsAtOnce = 1'000;

Param param_of(const app::Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) { return Param{std::string_view(*text)}; }
    if (const auto* number = std::get_if<std::int64_t>(&value)) { return Param{*number}; }
    return Param{nullptr};
}

/// "UPDATE t SET a = $2, b = $3 WHERE id = $1"
std::string update_sql(const app::EntityType& type) {
    std::string sql = fmt::format("UPDATE {} SET ", type.table);
    for (std::size_t i = 0; i < type.columns.size(); ++i) {
        sql += fmt::format("{}{} = ${}", i == 0 ? "" : ", ", type.columns[i].column, i + 2);
    }
    return sql + " WHERE id = $1";
}

Result<Done> refill_row(Connection& connection, const app::EntityType& type, const std::string& sql, const std::string& id,
                        const std::string& text) {
    GX_TRY(const auto content, parse_content(text));
    std::vector<app::Value> values;
    for (const app::ColumnSpec& column : type.columns) {
        GX_TRY(auto value, app::column_value(column, content));
        values.push_back(std::move(value));
    }
    std::vector<Param> params = {Param{std::string_view(id)}};
    for (const app::Value& value : values) { params.push_back(param_of(value)); }
    GX_CHECK(connection.execute(sql, std::span<const Param>(params)));
    return Done{};
}

Result<Done> refill_type(Connection& connection, std::string_view name) {
    const app::EntityType* type = app::find_entity_type(name);
    if (type == nullptr || type->columns.empty()) { return Error{ErrorCode::InvalidInput, "store.unknown_type", std::string(name)}; }
    const std::string select = fmt::format("SELECT id, content FROM {} WHERE id > $1 ORDER BY id LIMIT $2", type->table);
    const std::string update = update_sql(*type);
    std::string after;
    while (true) {
        std::vector<std::pair<std::string, std::string>> rows;
        {
            GX_TRY(const auto cursor, connection.query(select, {std::string_view(after), kRowsAtOnce}));
            while (true) {
                GX_TRY(const bool row, cursor->next());
                if (!row) { break; }
                rows.emplace_back(cursor->text(0), cursor->text(1));
            }
        }
        if (rows.empty()) { return Done{}; }
        for (const auto& [id, text] : rows) { GX_CHECK(refill_row(connection, *type, update, id, text)); }
        after = rows.back().first;
    }
}

}  // namespace

Result<Done> refill(Connection& connection, std::string_view migration) {
    for (const std::string_view line : base::split(migration, '\n')) {
        if (!line.starts_with(kMark)) { continue; }
        for (const std::string_view name : base::split(base::trim(line.substr(kMark.size())), ' ')) {
            if (!name.empty()) { GX_CHECK(refill_type(connection, name)); }
        }
    }
    return Done{};
}

}  // namespace gx::storage
