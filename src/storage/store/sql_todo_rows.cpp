// SPDX-License-Identifier: Apache-2.0
#include "storage/store/sql_todo_rows.hpp"

#include "storage/store/query_sql.hpp"

namespace gx::storage {
namespace {

constexpr std::size_t kListMax = 10'000;

std::vector<Param> as_params(const std::vector<std::string>& texts) {
    std::vector<Param> params;
    for (const std::string& text : texts) { params.emplace_back(std::string_view(text)); }
    return params;
}

Result<Done> append_in(SqlText& sql, std::string_view column, const std::vector<std::string>& texts) {
    if (texts.size() > kListMax) { return Error{ErrorCode::TooLarge, "access.too_many_bodies"}; }
    sql.text += fmt::format("{} IN ", column);
    append_list(sql, as_params(texts));
    return Done{};
}

/// One sight; false when it covers nothing.
Result<bool> append_sight(SqlText& sql, const app::TodoSight& sight) {
    if (sight.kinds.empty() || (!sight.reach.is_everything() && sight.reach.bodies().empty())) { return false; }
    sql.text += " OR (t.account IS NULL AND ";
    GX_CHECK(append_in(sql, "t.kind", sight.kinds));
    if (!sight.reach.is_everything()) {
        sql.text += " AND ";
        GX_CHECK(append_in(sql, "t.body_id", sight.reach.bodies()));
    }
    sql.text += ")";
    return true;
}

/// The row scope: the only place that says which to-dos somebody sees.
Result<Done> append_side(SqlText& sql, const app::TodoFilter& filter) {
    const std::string_view account = filter.account;
    switch (filter.side) {
        case app::TodoFilter::Side::Started:
            sql.text += " AND t.started_by = ";
            sql.place(account);
            return Done{};
        case app::TodoFilter::Side::Copied:
            sql.text += " AND t.id IN (SELECT n.object_id FROM notice n WHERE n.object_type = 'todo' AND n.copied = 1 AND n.tenant = ";
            sql.place(std::string_view(filter.tenant));
            sql.text += " AND n.account = ";
            sql.place(account);
            sql.text += ")";
            return Done{};
        case app::TodoFilter::Side::InSight: break;
    }
    sql.text += " AND (t.account = ";
    sql.place(account);
    for (const app::TodoSight& sight : filter.sights) { GX_CHECK(append_sight(sql, sight)); }
    sql.text += ")";
    return Done{};
}

void append_equal(SqlText& sql, std::string_view column, const std::string& value) {
    if (value.empty()) { return; }
    sql.text += fmt::format(" AND {} = ", column);
    sql.place(std::string_view(value));
}

Result<Done> append_filter(SqlText& sql, const app::TodoFilter& filter) {
    sql.text += " WHERE t.tenant = ";
    sql.place(std::string_view(filter.tenant));
    GX_CHECK(append_side(sql, filter));
    if (!filter.states.empty()) {
        sql.text += " AND ";
        GX_CHECK(append_in(sql, "t.state", filter.states));
    }
    append_equal(sql, "t.kind", filter.kind);
    append_equal(sql, "t.body_id", filter.body_id);
    append_equal(sql, "t.id", filter.id);
    if (filter.due_before) {
        sql.text += " AND t.due_on < ";
        sql.place(*filter.due_before);
    }
    if (filter.due_from) {
        sql.text += " AND t.due_on >= ";
        sql.place(*filter.due_from);
    }
    return Done{};
}

/// Runs `read` with a connection whose snapshot is held until it returns.
template <class Read>
auto in_snapshot(ReaderPool& pool, const Read& read) -> decltype(read(std::declval<Connection&>())) {
    GX_TRY(auto connection, pool.take());
    auto result = read(*connection);
    pool.give_back(std::move(connection));
    return result;
}

Result<std::int64_t> count_of(Connection& connection, const app::TodoFilter& filter) {
    SqlText sql{"SELECT count(*) FROM todo t", {}};
    GX_CHECK(append_filter(sql, filter));
    GX_TRY(const auto rows, connection.query(sql.text, sql.params));
    GX_CHECK(rows->next());
    return rows->integer(0);
}

bool known_order(std::string_view column) { return column == "due_on" || column == "done_on" || column == "opened_on"; }

}  // namespace

Result<std::int64_t> SqlTodoRows::page(const app::TodoFilter& filter, const app::TodoPage& page,
                                       const std::function<Result<Done>(const app::TodoRow&)>& each) {
    if (!known_order(page.order)) { return Error{ErrorCode::InvalidInput, "store.query", page.order}; }
    return in_snapshot(*pool_, [&](Connection& connection) -> Result<std::int64_t> {
        SqlText sql{"SELECT t.id, t.content, t.version, b.key, b.name FROM todo t LEFT JOIN body b ON b.id = t.body_id AND b.tenant = t.tenant", {}};
        GX_CHECK(append_filter(sql, filter));
        sql.text += fmt::format(" ORDER BY t.{} {} NULLS LAST, t.id LIMIT ", page.order, page.descending ? "DESC" : "ASC");
        sql.place(static_cast<std::int64_t>(page.limit));
        sql.text += " OFFSET ";
        sql.place(static_cast<std::int64_t>(page.offset));
        GX_TRY(const auto rows, connection.query(sql.text, sql.params));
        while (true) {
            GX_TRY(const bool row, rows->next());
            if (!row) { break; }
            GX_CHECK(each({.id = rows->text(0), .content = rows->text(1), .version = rows->integer(2), .body_code = rows->text(3),
                           .body_name = rows->text(4)}));
        }
        return count_of(connection, filter);
    });
}

Result<Done> SqlTodoRows::tally(const app::TodoFilter& filter, const std::function<Result<Done>(const app::TodoTally&)>& each) {
    return in_snapshot(*pool_, [&](Connection& connection) -> Result<Done> {
        SqlText sql{"SELECT t.kind, t.state, t.due_on, coalesce(t.due_provisional, 0), count(*) FROM todo t", {}};
        GX_CHECK(append_filter(sql, filter));
        sql.text += " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4";
        GX_TRY(const auto rows, connection.query(sql.text, sql.params));
        while (true) {
            GX_TRY(const bool row, rows->next());
            if (!row) { return Done{}; }
            GX_CHECK(each({.kind = rows->text(0), .state = rows->text(1),
                           .due_on = rows->is_null(2) ? std::nullopt : std::optional(rows->integer(2)),
                           .provisional = rows->integer(3) != 0, .count = rows->integer(4)}));
        }
    });
}

}  // namespace gx::storage
