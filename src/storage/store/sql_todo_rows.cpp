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

/// A part of a selection: of one sight or, null, of what is the account's own (or what another side than InSight selects).
using Part = const app::TodoSight*;

/// The parts of a selection, which share no row: an index answers each by itself, as none would answer all of them together.
std::vector<Part> parts_of(const app::TodoFilter& filter) {
    std::vector<Part> parts{nullptr};
    if (filter.side != app::TodoFilter::Side::InSight) { return parts; }
    for (const app::TodoSight& sight : filter.sights) {
        const bool nothing = sight.kinds.empty() || (!sight.reach.is_everything() && sight.reach.bodies().empty());
        if (!nothing) { parts.push_back(&sight); }
    }
    return parts;
}

/// The tenant of each row. Checked: of rows that another index than the tenant's leads to.
void append_tenant(SqlText& sql, const app::TodoFilter& filter, bool checked) {
    sql.text += checked ? " WHERE t.tenant || '' = " : " WHERE t.tenant = ";
    sql.place(std::string_view(filter.tenant));
}

/// The row scope: the only place that says which to-dos somebody sees.
Result<Done> append_scope(SqlText& sql, const app::TodoFilter& filter, Part sight) {
    const std::string_view account = filter.account;
    if (sight != nullptr) {
        const bool all_bodies = sight->reach.is_everything();
        append_tenant(sql, filter, !all_bodies || !filter.body_id.empty());
        sql.text += " AND t.account IS NULL AND ";
        GX_CHECK(append_in(sql, "t.kind", sight->kinds));
        if (all_bodies) { return Done{}; }
        sql.text += " AND ";
        return append_in(sql, "t.body_id", sight->reach.bodies());
    }
    append_tenant(sql, filter, filter.side != app::TodoFilter::Side::Started);
    switch (filter.side) {
        case app::TodoFilter::Side::InSight: sql.text += " AND t.account = "; break;
        case app::TodoFilter::Side::Started: sql.text += " AND t.started_by = "; break;
        case app::TodoFilter::Side::Copied:
            sql.text += " AND t.id IN (SELECT n.object_id FROM notice n WHERE n.object_type = 'todo' AND n.copied = 1 AND n.tenant = ";
            sql.place(std::string_view(filter.tenant));
            sql.text += " AND n.account = ";
            sql.place(account);
            sql.text += ")";
            return Done{};
    }
    sql.place(account);
    return Done{};
}

void append_equal(SqlText& sql, std::string_view column, const std::string& value) {
    if (value.empty()) { return; }
    sql.text += fmt::format(" AND {} = ", column);
    sql.place(std::string_view(value));
}

Result<Done> append_part(SqlText& sql, const app::TodoFilter& filter, Part part) {
    GX_CHECK(append_scope(sql, filter, part));
    // Said without parameters, so that the indexes of open ones are seen to hold them.
    if (filter.standing == app::TodoFilter::Standing::Open) { sql.text += " AND t.done_on IS NULL"; }
    if (filter.standing == app::TodoFilter::Standing::Done) { sql.text += " AND t.done_on IS NOT NULL"; }
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

Result<std::int64_t> count_of(Connection& connection, const app::TodoFilter& filter) {
    SqlText sql{"SELECT 0", {}};
    for (const Part part : parts_of(filter)) {
        sql.text += " + (SELECT count(*) FROM todo t";
        GX_CHECK(append_part(sql, filter, part));
        sql.text += ")";
    }
    GX_TRY(const auto rows, connection.query(sql.text, sql.params));
    GX_CHECK(rows->next());
    return rows->integer(0);
}

/// The ids of a page and the days they are ordered by.
Result<Done> append_page(SqlText& sql, const app::TodoFilter& filter, const app::TodoPage& page) {
    std::string_view joined;
    for (const Part part : parts_of(filter)) {
        sql.text += fmt::format("{}SELECT t.id AS chosen, t.{} AS day FROM todo t", joined, page.order);
        GX_CHECK(append_part(sql, filter, part));
        joined = " UNION ALL ";
    }
    sql.text += page.descending ? " ORDER BY 2 DESC, 1 DESC LIMIT " : " ORDER BY 2, 1 LIMIT ";
    sql.place(static_cast<std::int64_t>(page.limit));
    sql.text += " OFFSET ";
    sql.place(static_cast<std::int64_t>(page.offset));
    return Done{};
}

bool known_order(std::string_view column) { return column == "due_on" || column == "done_on" || column == "opened_on"; }

}  // namespace

Result<std::int64_t> SqlTodoRows::page(const app::TodoFilter& filter, const app::TodoPage& page,
                                       const std::function<Result<Done>(const app::TodoRow&)>& each) {
    if (!known_order(page.order)) { return Error{ErrorCode::InvalidInput, "store.query", page.order}; }
    GX_TRY(const auto snapshot, pool_->take());
    Connection& connection = *snapshot.connection;
    SqlText sql{"SELECT t.id, t.content, t.version, b.key, b.name FROM (", {}};
    GX_CHECK(append_page(sql, filter, page));
    sql.text += ") AS page JOIN todo t ON t.id = page.chosen LEFT JOIN body b ON b.id = t.body_id AND b.tenant = t.tenant";
    sql.text += page.descending ? " ORDER BY page.day DESC, page.chosen DESC" : " ORDER BY page.day, page.chosen";
    GX_TRY(const auto rows, connection.query(sql.text, sql.params));
    while (true) {
        GX_TRY(const bool row, rows->next());
        if (!row) { break; }
        GX_CHECK(each({.id = rows->text(0), .content = rows->text(1), .version = rows->integer(2), .body_code = rows->text(3),
                       .body_name = rows->text(4)}));
    }
    return page.counted ? count_of(connection, filter) : Result<std::int64_t>(std::int64_t{0});
}

Result<Done> SqlTodoRows::tally(const app::TodoFilter& filter, const std::function<Result<Done>(const app::TodoTally&)>& each) {
    GX_TRY(const auto snapshot, pool_->take());
    Connection& connection = *snapshot.connection;
    SqlText sql;
    for (const Part part : parts_of(filter)) {
        if (!sql.text.empty()) { sql.text += " UNION ALL "; }
        sql.text += "SELECT t.kind, t.due_on, t.due_provisional, count(*) FROM todo t";
        GX_CHECK(append_part(sql, filter, part));
        sql.text += " GROUP BY 1, 2, 3";
    }
    sql.text += " ORDER BY 1, 2, 3";
    GX_TRY(const auto rows, connection.query(sql.text, sql.params));
    while (true) {
        GX_TRY(const bool row, rows->next());
        if (!row) { return Done{}; }
        GX_CHECK(each({.kind = rows->text(0), .due_on = rows->is_null(1) ? std::nullopt : std::optional(rows->integer(1)),
                       .provisional = rows->integer(2) != 0, .count = rows->integer(3)}));
    }
}

}  // namespace gx::storage
