// SPDX-License-Identifier: Apache-2.0
#include "storage/store/sql_case_rows.hpp"

#include "storage/store/query_sql.hpp"

namespace gx::storage {
namespace {

constexpr std::size_t kBodiesMax = 10'000;

Result<Done> append_in(SqlText& sql, std::string_view column, const std::vector<std::string>& texts) {
    if (texts.size() > kBodiesMax) { return Error{ErrorCode::TooLarge, "access.too_many_bodies"}; }
    std::vector<Param> params;
    for (const std::string& text : texts) { params.emplace_back(std::string_view(text)); }
    sql.text += fmt::format("{} IN ", column);
    append_list(sql, std::move(params));
    return Done{};
}

void append_equal(SqlText& sql, std::string_view column, const std::string& value) {
    if (value.empty()) { return; }
    sql.text += fmt::format(" AND {} = ", column);
    sql.place(std::string_view(value));
}

/// What others than the person concerned see.
Result<Done> append_others(SqlText& sql, const app::CaseSight& sight) {
    sql.text += "1 = 1";
    if (!sight.persons) { sql.text += " AND c.official_id IS NULL"; }
    if (!sight.seats.empty()) {
        sql.text += " AND (c.recused_id IS NULL OR c.body_id = ";
        sql.place(std::string_view(sight.body_id));
        sql.text += " OR NOT ";
        GX_CHECK(append_in(sql, "c.recused_id", sight.seats));
        sql.text += ")";
    }
    if (!sight.official_id.empty()) {
        sql.text += " AND (c.recused_official_id IS NULL OR c.recused_official_id <> ";
        sql.place(std::string_view(sight.official_id));
        sql.text += ")";
    }
    if (sight.reach.is_everything()) { return Done{}; }
    sql.text += " AND (c.opened_by = ";
    sql.place(std::string_view(sight.account));
    if (!sight.reach.bodies().empty()) {
        for (const std::string_view column : {"c.body_id", "c.concerned_id"}) {
            sql.text += " OR ";
            GX_CHECK(append_in(sql, column, sight.reach.bodies()));
        }
    }
    sql.text += ")";
    return Done{};
}

/// The row scope: the only place that says which cases somebody sees.
Result<Done> append_sight(SqlText& sql, const app::CaseSight& sight) {
    sql.text += " AND (";
    if (!sight.official_id.empty()) {
        sql.text += "(c.recused_official_id IS NULL AND c.official_id = ";
        sql.place(std::string_view(sight.official_id));
        sql.text += ") OR ";
    }
    sql.text += "(";
    GX_CHECK(append_others(sql, sight));
    sql.text += "))";
    return Done{};
}

Result<SqlText> selection(std::string_view head, const app::CaseFilter& filter) {
    SqlText sql{std::string(head) + " FROM case_file c WHERE c.tenant = ", {}};
    sql.place(std::string_view(filter.tenant));
    // Said without a parameter, so that the index of open cases is seen to hold them.
    if (filter.open) { sql.text += *filter.open ? " AND c.closed_on IS NULL" : " AND c.closed_on IS NOT NULL"; }
    append_equal(sql, "c.procedure", filter.procedure);
    append_equal(sql, "c.state", filter.state);
    append_equal(sql, "c.subject_id", filter.subject_id);
    append_equal(sql, "c.parent_id", filter.parent_id);
    append_equal(sql, "c.id", filter.id);
    if (filter.focus) { sql.text += " AND c.focus = 1"; }
    if (!filter.body_id.empty()) {
        sql.text += " AND (c.body_id = ";
        sql.place(std::string_view(filter.body_id));
        sql.text += " OR c.concerned_id = ";
        sql.place(std::string_view(filter.body_id));
        sql.text += ")";
    }
    GX_CHECK(append_sight(sql, filter.sight));
    return sql;
}

Result<std::string> order_of(const app::CasePage& page) {
    const std::string_view way = page.descending ? " DESC" : "";
    // Cases of the plan's focus come first, then what is due first; what stands still or is closed comes last.
    if (page.order == "due_on") {
        return fmt::format(" ORDER BY CASE WHEN c.closed_on IS NULL THEN 0 ELSE 1 END, CASE WHEN c.focus = 1 THEN 0 ELSE 1 END, "
                           "CASE WHEN c.due_on IS NULL THEN 1 ELSE 0 END, c.due_on{0}, c.id{0}", way);
    }
    if (page.order != "opened_on" && page.order != "closed_on") { return Error{ErrorCode::InvalidInput, "store.query", page.order}; }
    return fmt::format(" ORDER BY c.{}{}, c.id{}", page.order, way, way);
}

}  // namespace

Result<std::int64_t> SqlCaseRows::page(const app::CaseFilter& filter, const app::CasePage& page,
                                       const std::function<Result<Done>(const app::Entity&)>& each) {
    GX_TRY(const std::string order, order_of(page));
    GX_TRY(const auto snapshot, pool_->take());
    Connection& connection = *snapshot.connection;
    GX_TRY(SqlText sql, selection("SELECT c.id, c.key, c.version, c.seq, c.content", filter));
    sql.text += order + " LIMIT ";
    sql.place(static_cast<std::int64_t>(page.limit));
    sql.text += " OFFSET ";
    sql.place(static_cast<std::int64_t>(page.offset));
    GX_TRY(const auto rows, connection.query(sql.text, sql.params));
    while (true) {
        GX_TRY(const bool row, rows->next());
        if (!row) { break; }
        GX_TRY(auto content, base::parse_json(rows->text(4)));
        const app::Entity entity{.type = "case_file", .tenant = filter.tenant, .id = std::string(rows->text(0)), .key = std::string(rows->text(1)),
                                 .version = rows->integer(2), .seq = rows->integer(3), .content = std::move(content)};
        GX_CHECK(each(entity));
    }
    GX_TRY(const SqlText count, selection("SELECT count(*)", filter));
    GX_TRY(const auto counted, connection.query(count.text, count.params));
    GX_CHECK(counted->next());
    return counted->integer(0);
}

}  // namespace gx::storage
