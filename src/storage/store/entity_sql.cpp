// SPDX-License-Identifier: Apache-2.0
#include "storage/store/entity_sql.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace gx::storage {
namespace {

constexpr std::size_t kContentBytesMax = 16U << 20U;
constexpr std::size_t kKeyBytesMax = 1'000;
constexpr std::size_t kColumnBytesMax = 20'000;
constexpr std::array kFixedColumns = {
    BulkColumn{"tenant", BulkColumn::Type::Text}, BulkColumn{"id", BulkColumn::Type::Text},
    BulkColumn{"key", BulkColumn::Type::Text},    BulkColumn{"version", BulkColumn::Type::Integer},
    BulkColumn{"seq", BulkColumn::Type::Integer}, BulkColumn{"content", BulkColumn::Type::Text},
};

EntitySql make_sql(const app::EntityType& type) {
    EntitySql sql;
    sql.type = &type;
    sql.columns.assign(kFixedColumns.begin(), kFixedColumns.end());
    for (const app::ColumnSpec& column : type.columns) {
        const bool text = column.type == app::ColumnType::Text;
        sql.columns.push_back({column.column, text ? BulkColumn::Type::Text : BulkColumn::Type::Integer});
    }
    std::string names;
    std::string places;
    std::string changes;
    for (std::size_t i = 0; i < sql.columns.size(); ++i) {
        names += fmt::format("{}{}", i == 0 ? "" : ", ", sql.columns[i].name);
        places += fmt::format("{}${}", i == 0 ? "" : ", ", i + 1);
        if (i >= 2) { changes += fmt::format("{}{} = ${}", i == 2 ? "" : ", ", sql.columns[i].name, i + 1); }
    }
    sql.select = fmt::format("SELECT tenant, id, key, version, seq, content FROM {}", type.table);
    sql.insert = fmt::format("INSERT INTO {} ({}) VALUES ({})", type.table, names, places);
    sql.update = fmt::format("UPDATE {} SET {} WHERE id = $2 AND tenant = $1 AND version + 1 = $4", type.table, changes);
    sql.remove = fmt::format("DELETE FROM {} WHERE id = $2 AND tenant = $1 AND version = $3", type.table);
    return sql;
}

const std::vector<EntitySql>& all_sql() {
    static const std::vector<EntitySql> all = [] {
        std::vector<EntitySql> made;
        for (const app::EntityType& type : app::entity_types()) { made.push_back(make_sql(type)); }
        return made;
    }();
    return all;
}

/// PostgreSQL cannot hold U+0000 in a text, so neither database is given one.
Result<Done> check_size(std::string_view text, std::size_t bytes_max, std::string_view column) {
    if (text.size() > bytes_max) { return Error{ErrorCode::TooLarge, "store.text_too_long", std::string(column)}; }
    if (text.find('\0') != std::string_view::npos) { return Error{ErrorCode::InvalidInput, "store.text", std::string(column)}; }
    return Done{};
}

Result<Done> check_text(std::string_view text, std::size_t bytes_max, std::string_view column) {
    GX_CHECK(check_size(text, bytes_max, column));
    if (!base::is_utf8(text)) { return Error{ErrorCode::InvalidInput, "store.text", std::string(column)}; }
    return Done{};
}

}  // namespace

Result<const EntitySql*> entity_sql(std::string_view type) {
    const auto& all = all_sql();
    const auto found = std::find_if(all.begin(), all.end(), [&](const EntitySql& sql) { return sql.type->name == type; });
    if (found == all.end()) { return Error{ErrorCode::InvalidInput, "store.unknown_type", std::string(type)}; }
    return &*found;
}

Result<Done> encode_row(const EntitySql& sql, const app::Entity& entity, std::string& content, std::span<Param> values) {
    const app::EntityType& type = *sql.type;
    GX_ASSERT(values.size() == kFixedColumns.size() + type.columns.size());
    GX_TRY(const std::string_view key, app::natural_key_view(type, entity.content));
    GX_CHECK(check_text(entity.tenant, kKeyBytesMax, "tenant"));
    GX_CHECK(check_text(entity.id, kKeyBytesMax, "id"));
    GX_CHECK(check_text(key, kKeyBytesMax, "key"));
    content.clear();
    base::append_canonical(content, entity.content);
    if (content.size() > kContentBytesMax) { return Error{ErrorCode::TooLarge, "store.content_too_large", entity.id}; }
    if (!base::is_utf8(content)) { return Error{ErrorCode::InvalidInput, "store.text", "content"}; }
    values[0] = std::string_view(entity.tenant);
    values[1] = std::string_view(entity.id);
    values[kKeyPlace] = key;
    values[3] = entity.version;
    values[kSeqPlace] = nullptr;
    values[5] = std::string_view(content);
    for (std::size_t i = 0; i < type.columns.size(); ++i) {
        GX_TRY(const app::ValueView value, app::column_view(type.columns[i], entity.content));
        Param& place = values[kFixedColumns.size() + i];
        if (const auto* text = std::get_if<std::string_view>(&value)) {
            // Canonical content is well-formed, so only length and U+0000 remain to be looked at.
            GX_CHECK(check_size(*text, kColumnBytesMax, type.columns[i].column));
            place = *text;
        } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
            place = *number;
        } else {
            place = nullptr;
        }
    }
    return Done{};
}

Result<base::Json> parse_content(std::string_view text) {
    auto content = base::parse_json(text, {.bytes_max = kContentBytesMax, .depth_max = 64, .keys_max = 1'000'000});
    if (!content.ok() || !content->is_object()) {
        return Error{ErrorCode::Corrupt, "store.content", content.ok() ? "not an object" : content.error().reason};
    }
    return content;
}

Result<app::Entity> decode_row(const app::EntityType& type, const Cursor& row) {
    app::Entity entity;
    entity.type = type.name;
    entity.tenant = row.text(0);
    entity.id = row.text(1);
    entity.key = row.text(2);
    entity.version = row.integer(3);
    entity.seq = row.integer(4);
    auto content = parse_content(row.text(5));
    if (!content.ok()) {
        Error error = std::move(content).error();
        error.detail = fmt::format("{} {}: {}", type.name, entity.id, error.detail);
        return error;
    }
    entity.content = std::move(content).value();
    return entity;
}

}  // namespace gx::storage
