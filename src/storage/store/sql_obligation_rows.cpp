// SPDX-License-Identifier: Apache-2.0
#include "storage/store/sql_obligation_rows.hpp"

#include <algorithm>
#include <map>

#include "app/ports/entity_types.hpp"
#include "storage/store/side_tables.hpp"

namespace gx::storage {
namespace {

constexpr std::size_t kTenantsMax = 10'000;
constexpr std::int64_t kFewRows = 2'000;             ///< are sorted without further thought
constexpr std::size_t kQuestionsMax = 50'000;
constexpr std::size_t kQuestionBytesMax = 16'000'000;
constexpr std::int64_t kEntriesCountedMax = 20'000;  ///< of the journal; beyond, counting the rows is cheaper

/// The columns of ObligationRow in the order in which `read` takes them.
constexpr std::string_view kColumns =
    "SELECT o.id, o.content, o.kind, b.key, b.name, o.version, o.seq, o.made_on, o.due_on, o.done_on, o.void_on, "
    "o.cancelled_on, o.amount_fen, o.fulfilled_fen, o.has_evidence, o.body_id, "
    "CASE WHEN EXISTS (SELECT 1 FROM milestone m WHERE m.tenant = o.tenant AND m.obligation_id = o.id) "
    "OR EXISTS (SELECT 1 FROM payment p WHERE p.tenant = o.tenant AND p.obligation_id = o.id) "
    "OR EXISTS (SELECT 1 FROM obligation_change c WHERE c.tenant = o.tenant AND c.obligation_id = o.id) "
    "OR EXISTS (SELECT 1 FROM finding f WHERE f.tenant = o.tenant AND f.obligation_id = o.id) THEN 1 ELSE 0 END ";
constexpr std::string_view kBody = " LEFT JOIN body b ON b.id = o.body_id AND b.tenant = o.tenant";

std::optional<std::int64_t> number(const Cursor& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
}

app::ObligationRow read(const Cursor& row) {
    app::ObligationRow out;
    out.id = row.text(0);
    out.content = row.text(1);
    out.kind = row.text(2);
    out.body_code = row.text(3);
    out.body_name = row.text(4);
    out.version = row.integer(5);
    out.seq = row.integer(6);
    out.made_on = row.integer(7);
    out.due_on = row.integer(8);
    out.done_on = number(row, 9);
    out.void_on = number(row, 10);
    out.cancelled_on = number(row, 11);
    out.amount_fen = number(row, 12);
    out.fulfilled_fen = number(row, 13);
    out.has_evidence = row.integer(14) != 0;
    out.body_id = row.text(15);
    out.has_parts = row.integer(16) != 0;
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

/// Runs `read` with a connection whose snapshot is held until it returns.
template <class Read>
auto in_snapshot(ReaderPool& pool, const Read& read) -> decltype(read(std::declval<Connection&>())) {
    GX_TRY(auto connection, pool.take());
    auto result = read(*connection);
    pool.give_back(std::move(connection));
    return result;
}

/// Runs `read`, which is one statement: a snapshot by itself.
template <class Read>
auto in_statement(ReaderPool& pool, const Read& read) -> decltype(read(std::declval<Connection&>())) {
    GX_TRY(auto connection, pool.borrow());
    auto result = read(*connection);
    pool.give_back(std::move(connection));
    return result;
}

}  // namespace

Result<std::int64_t> SqlObligationRows::page(const app::Query& query, const Each& each) {
    return in_snapshot(*pool_, [&](Connection& connection) -> Result<std::int64_t> {
        Sight sight{connection};
        GX_TRY(const Lead lead, lead_of_page(sight, query));
        SqlText text{std::string(kColumns), {}};
        text.text += "FROM (SELECT id AS chosen FROM obligation";
        GX_CHECK(append_where(text, obligation_type(), query, hidden_by(lead)));
        GX_CHECK(append_order(text, obligation_type(), query, hidden_by(lead)));
        text.text += ") AS page JOIN obligation o ON o.id = page.chosen";
        text.text += kBody;
        text.text += order_of(query);
        std::size_t shown = 0;
        {
            GX_TRY(const auto rows, connection.query(text.text, text.params));
            while (true) {
                GX_TRY(const bool row, rows->next());
                if (!row) { break; }
                ++shown;
                GX_CHECK(each(read(*rows)));
            }
        }
        // A page that is not full tells how many there are, but for one beyond the end.
        if (shown > 0 && shown < query.limit) { return static_cast<std::int64_t>(query.offset + shown); }
        return total(sight, query);
    });
}

Result<std::int64_t> SqlObligationRows::total(Sight& sight, const app::Query& query) {
    if (query.where.empty()) { return total_of_tenant(sight, query.tenant); }
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
    GX_TRY(const Watch now, watch(sight, query.tenant));
    const std::string question = question_of(text);
    {
        const std::lock_guard guard(totals_lock_);
        const auto found = answered_.find(question);
        if (found != answered_.end() && found->second.changed_at == now.changed_at) { return found->second.count; }
    }
    GX_TRY(const auto rows, sight.connection.query(text.text, text.params));
    GX_CHECK(rows->next());
    const std::int64_t count = rows->integer(0);
    const std::lock_guard guard(totals_lock_);
    if (answered_.size() >= kQuestionsMax || answered_bytes_ > kQuestionBytesMax) {
        answered_.clear();
        answered_bytes_ = 0;
    }
    if (answered_.insert_or_assign(question, Answer{now.changed_at, count}).second) { answered_bytes_ += question.size(); }
    return count;
}

/// Kept up with the journal: each obligation has one first version, and one entry without content when an undone import takes
/// it away.
Result<SqlObligationRows::Watch> SqlObligationRows::watch(Sight& sight, const std::string& tenant) {
    if (sight.watch) { return *sight.watch; }
    GX_TRY(const auto size, sight.connection.integer("SELECT size FROM journal_head WHERE one = 1"));
    Watch known;
    {
        const std::lock_guard guard(totals_lock_);
        if (const auto found = watched_.find(tenant); found != watched_.end()) { known = found->second; }
    }
    // A snapshot older than what is known, or far behind it, is on its own.
    if (known.size == 0 || size < known.size || size - known.size > kEntriesCountedMax) {
        known = {.size = size, .changed_at = size};
    } else if (known.size < size) {
        GX_TRY(const auto rows, sight.connection.query(
            "SELECT coalesce(max(seq), -1), coalesce(sum(CASE WHEN content IS NULL THEN -1 WHEN version = 1 THEN 1 ELSE 0 END), 0) "
            "FROM journal_entry WHERE seq >= $1 AND seq < $2 AND entity = 'obligation' AND tenant = $3",
            {known.size, size, std::string_view(tenant)}));
        GX_CHECK(rows->next());
        if (rows->integer(0) >= 0) { known.changed_at = rows->integer(0) + 1; }
        if (known.count) { known.count = *known.count + rows->integer(1); }
        known.size = size;
    }
    sight.watch = known;
    const std::lock_guard guard(totals_lock_);
    if (watched_.size() >= kTenantsMax) { watched_.clear(); }
    Watch& kept = watched_[tenant];
    if (kept.size < size) { kept = known; }
    return known;
}

Result<std::int64_t> SqlObligationRows::total_of_tenant(Sight& sight, const std::string& tenant) {
    GX_TRY(const Watch now, watch(sight, tenant));
    if (now.count) { return *now.count; }
    GX_TRY(const auto count, sight.connection.integer("SELECT count(*) FROM obligation WHERE tenant = $1", {std::string_view(tenant)}));
    sight.watch->count = count;
    const std::lock_guard guard(totals_lock_);
    Watch& kept = watched_[tenant];
    if (kept.size == now.size) { kept.count = count; }
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
        GX_TRY(walked, total_of_tenant(sight, query.tenant));
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
    static const std::string by_key =
        std::string(kColumns) + "FROM obligation o" + std::string(kBody) + " WHERE o.tenant = $1 AND o.key = $2";
    static const std::string by_id =
        std::string(kColumns) + "FROM obligation o" + std::string(kBody) + " WHERE o.tenant = $1 AND o.id = $2";
    return in_statement(*pool_, [&](Connection& connection) -> Result<bool> {
        for (const std::string* sql : {&by_key, &by_id}) {
            GX_TRY(const auto rows, connection.query(*sql, {tenant, id_or_code}));
            GX_TRY(const bool row, rows->next());
            if (!row) { continue; }
            GX_CHECK(each(read(*rows)));
            return true;
        }
        return false;
    });
}

Result<Done> SqlObligationRows::sums(const app::Query& query, const std::function<Result<Done>(const app::ObligationSum&)>& each) {
    return in_statement(*pool_, [&](Connection& connection) -> Result<Done> {
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
    return in_statement(*pool_, [&](Connection& connection) -> Result<std::optional<std::string>> {
        for (const std::string_view sql : {"SELECT id FROM body WHERE tenant = $1 AND key = $2",
                                           "SELECT id FROM body WHERE tenant = $1 AND id = $2"}) {
            GX_TRY(const auto rows, connection.query(sql, {tenant, id_or_code}));
            GX_TRY(const bool row, rows->next());
            if (row) { return std::optional(std::string(rows->text(0))); }
        }
        return std::optional<std::string>{};
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
