// SPDX-License-Identifier: Apache-2.0
#include "storage/store/sql_obligation_rows.hpp"

#include <algorithm>
#include <map>

#include "app/ports/entity_types.hpp"
#include "storage/store/side_tables.hpp"

namespace gx::storage {
namespace {

constexpr std::int64_t kFewRows = 2'000;  ///< are sorted without further thought

/// The columns of ObligationRow in the order in which `read` takes them.
constexpr std::string_view kColumns =
    "SELECT o.id, o.content, o.kind, o.body_id, o.version, o.seq, o.made_on, o.due_on, o.done_on, o.void_on, "
    "o.cancelled_on, o.amount_fen, o.fulfilled_fen, o.has_evidence, "
    "CASE WHEN EXISTS (SELECT 1 FROM milestone m WHERE m.tenant = o.tenant AND m.obligation_id = o.id) "
    "OR EXISTS (SELECT 1 FROM payment p WHERE p.tenant = o.tenant AND p.obligation_id = o.id) "
    "OR EXISTS (SELECT 1 FROM obligation_change c WHERE c.tenant = o.tenant AND c.obligation_id = o.id) "
    "OR EXISTS (SELECT 1 FROM finding f WHERE f.tenant = o.tenant AND f.obligation_id = o.id) THEN 1 ELSE 0 END ";

std::optional<std::int64_t> number(const Cursor& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
}

app::ObligationRow read(const Cursor& row) {
    app::ObligationRow out;
    out.id = row.text(0);
    out.content = row.text(1);
    out.kind = row.text(2);
    out.body_id = row.text(3);
    out.version = row.integer(4);
    out.seq = row.integer(5);
    out.made_on = row.integer(6);
    out.due_on = row.integer(7);
    out.done_on = number(row, 8);
    out.void_on = number(row, 9);
    out.cancelled_on = number(row, 10);
    out.amount_fen = number(row, 11);
    out.fulfilled_fen = number(row, 12);
    out.has_evidence = row.integer(13) != 0;
    out.has_parts = row.integer(14) != 0;
    return out;
}

const app::EntityType& obligation_type() {
    static const app::EntityType* type = app::find_entity_type("obligation");
    GX_ASSERT(type != nullptr);
    return *type;
}

/// " ORDER BY" of the page again, on the joined row.
std::string order_of(const app::Query& query) {
    std::string text = " ORDER BY ";
    for (const app::OrderBy& order : query.order) {
        text += fmt::format("o.{}{}", order.column, order.descending ? " DESC NULLS LAST, " : " ASC NULLS FIRST, ");
    }
    return text + "o.id";
}

bool names(const app::Query& query, std::string_view column) {
    return std::ranges::any_of(query.where, [&](const app::Condition& condition) { return condition.column == column; });
}

/// The question with its conditions on these columns alone.
app::Query only(const app::Query& query, std::initializer_list<std::string_view> columns) {
    app::Query out{.tenant = query.tenant};
    for (const app::Condition& condition : query.where) {
        if (std::ranges::find(columns, condition.column) != columns.end()) { out.where.push_back(condition); }
    }
    return out;
}

/// The statement with its values, as one text.
std::string question_of(const SqlText& sql) {
    std::string out = sql.text;
    for (const Param& param : sql.params) {
        out.push_back('\x1F');
        if (const auto* number = std::get_if<std::int64_t>(&param)) { out += std::to_string(*number); }
        if (const auto* text = std::get_if<std::string_view>(&param)) { out += *text; }
    }
    return out;
}

struct NameSql {
    std::string by_key;
    std::string by_id;
};

const std::map<std::string_view, NameSql>& name_sql() {
    static const std::map<std::string_view, NameSql> all = [] {
        std::map<std::string_view, NameSql> made;
        for (const app::EntityType& type : app::entity_types()) {
            made.emplace(type.name, NameSql{fmt::format("SELECT id, seq FROM {} WHERE tenant = $1 AND key = $2", type.table),
                                            fmt::format("SELECT id, seq FROM {} WHERE tenant = $1 AND id = $2", type.table)});
        }
        return made;
    }();
    return all;
}

}  // namespace

/// One snapshot, and what the journal says of the tenant's rows in it.
struct SqlObligationRows::Sight {
    Connection& connection;
    RowMemory& memory;
    const std::string& tenant;
    RowMemory::State state;
    RowMemory::Name body = {};  ///< named last
};

template <class Read>
auto SqlObligationRows::with_sight(const std::string& tenant, const Read& read) -> decltype(read(std::declval<Sight&>())) {
    return views_.run([&](Connection& connection, std::int64_t size) -> decltype(read(std::declval<Sight&>())) {
        GX_TRY(const auto state, memory_.state(connection, size, tenant));
        Sight sight{connection, memory_, tenant, state};
        return read(sight);
    });
}

Result<Done> SqlObligationRows::tell(Sight& sight, const Cursor& cursor, const Each& each) {
    app::ObligationRow row = read(cursor);
    if (!sight.body || sight.body->id != row.body_id) {
        GX_TRY(sight.body, sight.memory.body_by_id(sight.connection, sight.tenant, sight.state, row.body_id));
    }
    row.body_code = sight.body->code;
    row.body_name = sight.body->name;
    return each(row);
}

Result<std::int64_t> SqlObligationRows::page(const app::Query& query, const Each& each) {
    return with_sight(query.tenant, [&](Sight& sight) -> Result<std::int64_t> {
        GX_TRY(const Lead lead, lead_of_page(sight, query));
        const std::string_view row_name = dialect_ == Dialect::Sqlite ? "rowid" : "id";
        SqlText text{fmt::format("{}FROM (SELECT {} AS chosen FROM obligation", kColumns, row_name), {}};
        GX_CHECK(append_where(text, obligation_type(), query, hidden_by(lead)));
        GX_CHECK(append_order(text, obligation_type(), query, hidden_by(lead)));
        text.text += fmt::format(") AS page JOIN obligation o ON o.{} = page.chosen", row_name);
        text.text += order_of(query);
        std::size_t shown = 0;
        {
            GX_TRY(const auto rows, sight.connection.query(text.text, text.params));
            while (true) {
                GX_TRY(const bool row, rows->next());
                if (!row) { break; }
                ++shown;
                GX_CHECK(tell(sight, *rows, each));
            }
        }
        // A page that is not full tells how many there are, but for one beyond the end.
        if (shown > 0 && shown < query.limit) { return static_cast<std::int64_t>(query.offset + shown); }
        return total(sight, query);
    });
}

Result<std::int64_t> SqlObligationRows::total(Sight& sight, const app::Query& query) {
    if (query.where.empty()) { return memory_.duties(sight.connection, query.tenant, sight.state); }
    GX_TRY(const Lead lead, lead_of(sight, query, 0, 0));
    return counted(sight, query, lead);
}

Result<std::int64_t> SqlObligationRows::counted(Sight& sight, const app::Query& query, Lead lead, std::int64_t most) {
    SqlText text{most == INT64_MAX ? "SELECT count(*) FROM obligation" : "SELECT count(*) FROM (SELECT 1 FROM obligation", {}};
    GX_CHECK(append_where(text, obligation_type(), query, hidden_by(lead)));
    if (most != INT64_MAX) {
        text.text += " LIMIT ";
        text.place(most);
        text.text += ") AS part";
    }
    const std::string question = question_of(text);
    if (const auto known = memory_.count(question, sight.state)) { return *known; }
    GX_TRY(const auto rows, sight.connection.query(text.text, text.params));
    GX_CHECK(rows->next());
    const std::int64_t count = rows->integer(0);
    memory_.keep_count(question, sight.state, count);
    return count;
}

Result<SqlObligationRows::Lead> SqlObligationRows::lead_of_page(Sight& sight, const app::Query& query) {
    if (dialect_ != Dialect::Sqlite || !names(query, "body_id")) { return Lead::Planner; }
    GX_TRY(const std::int64_t of_bodies, counted(sight, only(query, {"body_id"}), Lead::Bodies));
    if (of_bodies <= kFewRows) { return Lead::Bodies; }
    GX_TRY(const std::int64_t found, total(sight, query));
    return lead_of(sight, query, static_cast<std::int64_t>(query.offset + query.limit), found);
}

Result<SqlObligationRows::Lead> SqlObligationRows::lead_of(Sight& sight, const app::Query& query, std::int64_t wanted, std::int64_t found) {
    if (dialect_ != Dialect::Sqlite || !names(query, "body_id")) { return Lead::Planner; }
    const app::Query days = only(query, {"due_on"});
    if (wanted == 0 && days.where.empty()) { return Lead::Bodies; }
    GX_TRY(const std::int64_t of_bodies, counted(sight, only(query, {"body_id"}), Lead::Bodies));
    if (of_bodies <= kFewRows) { return Lead::Bodies; }
    // Only a walk in the order asked for may end early; the rows asked for lie evenly among those walked over.
    const bool ends_early = wanted > 0 && found > wanted && (days.where.empty() || query.order.front().column == "due_on");
    const std::int64_t share = ends_early ? found / wanted : 1;
    std::int64_t walked = 0;
    if (days.where.empty()) {
        GX_TRY(walked, memory_.duties(sight.connection, query.tenant, sight.state));
    } else {
        GX_TRY(walked, counted(sight, days, Lead::Planner, of_bodies * share));  // no more than decides
    }
    return walked / share < of_bodies ? Lead::Order : Lead::Bodies;
}

Hidden SqlObligationRows::hidden_by(Lead lead) {
    if (lead == Lead::Bodies) { return {.tenant = true, .order = true}; }
    return {.column = lead == Lead::Order ? "body_id" : ""};
}

Result<bool> SqlObligationRows::one(std::string_view tenant, std::string_view id_or_code, const Each& each) {
    static const std::string by_key = std::string(kColumns) + "FROM obligation o WHERE o.tenant = $1 AND o.key = $2";
    static const std::string by_id = std::string(kColumns) + "FROM obligation o WHERE o.tenant = $1 AND o.id = $2";
    return with_sight(std::string(tenant), [&](Sight& sight) -> Result<bool> {
        for (const std::string* sql : {&by_key, &by_id}) {
            GX_TRY(const auto rows, sight.connection.query(*sql, {tenant, id_or_code}));
            GX_TRY(const bool row, rows->next());
            if (!row) { continue; }
            GX_CHECK(tell(sight, *rows, each));
            return true;
        }
        return false;
    });
}

Result<Done> SqlObligationRows::sums(const app::Query& query, const std::function<Result<Done>(const app::ObligationSum&)>& each) {
    return views_.run([&](Connection& connection, std::int64_t) -> Result<Done> {
        SqlText text{"SELECT kind, CASE WHEN void_on IS NOT NULL THEN 'void' WHEN cancelled_on IS NOT NULL THEN 'cancelled' "
                     "WHEN done_on IS NOT NULL THEN 'done' ELSE 'open' END AS state, count(*), "
                     "CAST(coalesce(sum(amount_fen), 0) AS BIGINT), CAST(coalesce(sum(fulfilled_fen), 0) AS BIGINT) "
                     "FROM obligation",
                     {}};
        const Lead lead = dialect_ == Dialect::Sqlite && names(query, "body_id") ? Lead::Bodies : Lead::Planner;
        GX_CHECK(append_where(text, obligation_type(), query, hidden_by(lead)));
        text.text += " GROUP BY 1, 2 ORDER BY 1, 2";
        GX_TRY(const auto rows, connection.query(text.text, text.params));
        while (true) {
            GX_TRY(const bool row, rows->next());
            if (!row) { return Done{}; }
            GX_CHECK(each({.kind = rows->text(0), .state = rows->text(1), .count = rows->integer(2),
                           .amount_fen = rows->integer(3), .fulfilled_fen = rows->integer(4)}));
        }
    });
}

Result<std::optional<std::string>> SqlObligationRows::body_id(std::string_view tenant, std::string_view id_or_code) {
    return with_sight(std::string(tenant), [&](Sight& sight) -> Result<std::optional<std::string>> {
        GX_TRY(auto body, memory_.body_by_code(sight.connection, tenant, sight.state, id_or_code));
        if (body->id.empty()) { GX_TRY(body, memory_.body_by_id(sight.connection, tenant, sight.state, id_or_code)); }
        return body->id.empty() ? std::optional<std::string>{} : std::optional(body->id);
    });
}

Result<std::optional<app::RowName>> SqlObligationRows::name_in(app::Work& work, std::string_view type,
                                                               std::string_view tenant, std::string_view id_or_code) {
    const auto sql = name_sql().find(type);
    if (sql == name_sql().end()) { return Error{ErrorCode::InvalidInput, "store.unknown_type", std::string(type)}; }
    for (const std::string* text : {&sql->second.by_key, &sql->second.by_id}) {
        GX_TRY(const auto rows, side_connection(work).query(*text, {tenant, id_or_code}));
        GX_TRY(const bool row, rows->next());
        if (row) { return std::optional(app::RowName{std::string(rows->text(0)), rows->integer(1)}); }
    }
    return std::optional<app::RowName>{};
}

}  // namespace gx::storage
