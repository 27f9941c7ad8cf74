// SPDX-License-Identifier: Apache-2.0
#include "storage/store/query_sql.hpp"

#include <algorithm>
#include <bit>

namespace gx::storage {
namespace {

constexpr std::size_t kInMax = 10'000;
constexpr std::size_t kConditionsMax = 50;
constexpr std::size_t kOrderMax = 8;
constexpr std::size_t kLimitMax = 10'000;

Error wrong(std::string_view what) { return {ErrorCode::InvalidInput, "store.query", std::string(what)}; }

std::string_view operator_text(app::Compare compare) {
    switch (compare) {
        case app::Compare::Equal: return " = ";
        case app::Compare::NotEqual: return " <> ";
        case app::Compare::Less: return " < ";
        case app::Compare::LessEqual: return " <= ";
        case app::Compare::Greater: return " > ";
        case app::Compare::GreaterEqual: return " >= ";
        case app::Compare::In: return " IN ";
        case app::Compare::IsNull: return " IS NULL";
        case app::Compare::NotNull: return " IS NOT NULL";
    }
    return " = ";
}

Result<Param> as_param(app::ColumnType type, const app::Value& value) {
    if (const auto* text = std::get_if<std::string>(&value); text != nullptr && type == app::ColumnType::Text) {
        if (text->find('\0') != std::string::npos) { return wrong("U+0000"); }
        return Param{std::string_view(*text)};
    }
    if (const auto* number = std::get_if<std::int64_t>(&value); number != nullptr && type != app::ColumnType::Text) {
        return Param{*number};
    }
    return wrong("type of a value");
}

Result<Done> append_condition(SqlText& sql, const app::EntityType& type, const app::Condition& condition, const Hidden& hidden) {
    GX_TRY(const auto column_type, query_column(type, condition.column));
    const bool in = condition.compare == app::Compare::In;
    const bool alone = condition.compare == app::Compare::IsNull || condition.compare == app::Compare::NotNull;
    const std::size_t count = condition.values.size();
    if (in ? count < 1 || count > kInMax : count != (alone ? 0U : 1U)) { return wrong("number of values"); }
    std::vector<Param> values;
    for (const app::Value& value : condition.values) {
        GX_TRY(const auto param, as_param(column_type, value));
        values.push_back(param);
    }
    if (condition.column == hidden.column) { sql.text += "+"; }
    sql.text += condition.column;
    sql.text += operator_text(condition.compare);
    if (in) {
        append_list(sql, values);
    } else if (!alone) {
        sql.place(values.front());
    }
    return Done{};
}

/// Whether no row is without a value in the column.
bool is_always(const app::EntityType& type, std::string_view column) {
    if (column == "id" || column == "key" || column == "version" || column == "seq") { return true; }
    const auto found = std::ranges::find(type.columns, column, &app::ColumnSpec::column);
    return found != type.columns.end() && found->always;
}

}  // namespace

void SqlText::place(Param value) {
    params.push_back(value);
    text += fmt::format("${}", params.size());
}

void append_list(SqlText& sql, const std::vector<Param>& values) {
    GX_ASSERT(!values.empty());
    const std::size_t padded = std::bit_ceil(values.size());
    sql.text += "(";
    for (std::size_t i = 0; i < padded; ++i) {
        if (i > 0) { sql.text += ", "; }
        sql.place(values[std::min(i, values.size() - 1)]);
    }
    sql.text += ")";
}

Result<app::ColumnType> query_column(const app::EntityType& type, std::string_view column) {
    if (column == "id" || column == "key") { return app::ColumnType::Text; }
    if (column == "version" || column == "seq") { return app::ColumnType::Int; }
    const auto found = std::find_if(type.columns.begin(), type.columns.end(),
                                    [&](const app::ColumnSpec& spec) { return spec.column == column; });
    if (found == type.columns.end()) { return wrong(column); }
    return found->type;
}

Result<Done> append_where(SqlText& sql, const app::EntityType& type, const app::Query& query, const Hidden& hidden) {
    if (query.where.size() > kConditionsMax) { return wrong("too many conditions"); }
    // An id leads to its row at once; a planner without statistics would rather read all rows of the tenant.
    const bool by_id = std::ranges::any_of(query.where, [](const app::Condition& condition) {
        return condition.column == "id" && (condition.compare == app::Compare::Equal || condition.compare == app::Compare::In);
    });
    sql.text += by_id || hidden.tenant ? " WHERE tenant || '' = " : " WHERE tenant = ";
    sql.place(std::string_view(query.tenant));
    for (const app::Condition& condition : query.where) {
        sql.text += " AND ";
        GX_CHECK(append_condition(sql, type, condition, hidden));
    }
    return Done{};
}

Result<Done> append_order(SqlText& sql, const app::EntityType& type, const app::Query& query, const Hidden& hidden) {
    if (query.order.size() > kOrderMax) { return wrong("too many columns in order"); }
    if (query.limit < 1 || query.limit > kLimitMax || query.offset > kLimitMax) { return wrong("limit or offset"); }
    sql.text += " ORDER BY ";
    for (const app::OrderBy& order : query.order) {
        GX_CHECK(query_column(type, order.column));
        if (hidden.order) { sql.text += "+"; }
        sql.text += order.column;
        sql.text += order.descending ? " DESC" : " ASC";
        // Where nothing can be absent the clause would only keep PostgreSQL from its indexes.
        if (!is_always(type, order.column)) { sql.text += order.descending ? " NULLS LAST" : " NULLS FIRST"; }
        sql.text += ", ";
    }
    sql.text += "id LIMIT ";
    sql.place(static_cast<std::int64_t>(query.limit));
    sql.text += " OFFSET ";
    sql.place(static_cast<std::int64_t>(query.offset));
    return Done{};
}

}  // namespace gx::storage
