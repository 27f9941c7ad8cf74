// SPDX-License-Identifier: Apache-2.0
#include "storage/store/sql_notice_box.hpp"

#include "storage/store/side_tables.hpp"

namespace gx::storage {
namespace {

constexpr std::string_view kColumns =
    "SELECT tenant, id, account, kind, params, object_type, object_id, rung, copied, made_at, read_at FROM notice ";

Result<app::Notice> read(const Cursor& row) {
    app::Notice notice;
    notice.tenant = row.text(0);
    notice.id = row.text(1);
    notice.account = row.text(2);
    notice.kind = row.text(3);
    auto params = base::parse_json(row.text(4));
    if (!params.ok()) { return Error{ErrorCode::Corrupt, "store.content", "notice " + notice.id}; }
    notice.params = std::move(params).value();
    notice.object_type = row.text(5);
    notice.object_id = row.text(6);
    notice.rung = row.text(7);
    notice.copied = row.integer(8) != 0;
    notice.made_at = base::Instant::from_millis(row.integer(9));
    if (!row.is_null(10)) { notice.read_at = base::Instant::from_millis(row.integer(10)); }
    return notice;
}

std::string unread(const app::NoticeQuery& query) { return query.unread_only ? " AND read_at IS NULL" : ""; }

}  // namespace

Result<bool> SqlNoticeBox::add(app::Work& work, const app::Notice& notice) {
    const std::string params = base::canonical(notice.params);
    GX_TRY(const auto added,
           side_part(work).execute("INSERT INTO notice (tenant, id, account, kind, params, object_type, object_id, rung, copied, made_at) "
                                   "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
                                   {std::string_view(notice.tenant), std::string_view(notice.id), std::string_view(notice.account),
                                    std::string_view(notice.kind), std::string_view(params), std::string_view(notice.object_type),
                                    std::string_view(notice.object_id), std::string_view(notice.rung),
                                    std::int64_t{notice.copied ? 1 : 0}, notice.made_at.millis()}));
    return added == 1;
}

Result<Done> SqlNoticeBox::queue(app::Work& work, const app::OutboxItem& item, base::Instant next_at) {
    GX_CHECK(side_part(work).execute("INSERT INTO outbox (tenant, id, notice_id, account, channel, state, attempts, next_at, last_reason) "
                                     "VALUES ($1, $2, $3, $4, $5, 'waiting', 0, $6, '') ON CONFLICT DO NOTHING",
                                     {std::string_view(item.tenant), std::string_view(item.id), std::string_view(item.notice_id),
                                      std::string_view(item.account), std::string_view(item.channel), next_at.millis()}));
    return Done{};
}

Result<std::vector<app::Notice>> SqlNoticeBox::list(app::Reader& reader, const app::NoticeQuery& query) {
    const std::string sql = std::string(kColumns) + "WHERE tenant = $1 AND account = $2" + unread(query) +
                            " ORDER BY made_at DESC, id DESC LIMIT $3 OFFSET $4";
    GX_TRY(const auto rows, side_connection(reader).query(sql, {std::string_view(query.tenant), std::string_view(query.account),
                                                                static_cast<std::int64_t>(query.limit),
                                                                static_cast<std::int64_t>(query.offset)}));
    std::vector<app::Notice> found;
    while (true) {
        GX_TRY(const bool row, rows->next());
        if (!row) { return found; }
        GX_TRY(auto notice, read(*rows));
        found.push_back(std::move(notice));
    }
}

Result<std::int64_t> SqlNoticeBox::count(app::Reader& reader, const app::NoticeQuery& query) {
    return side_connection(reader).integer("SELECT count(*) FROM notice WHERE tenant = $1 AND account = $2" + unread(query),
                                           {std::string_view(query.tenant), std::string_view(query.account)});
}

Result<std::optional<app::Notice>> SqlNoticeBox::find(app::Reader& reader, std::string_view tenant, std::string_view id) {
    GX_TRY(const auto rows, side_connection(reader).query(std::string(kColumns) + "WHERE tenant = $1 AND id = $2", {tenant, id}));
    GX_TRY(const bool row, rows->next());
    if (!row) { return std::optional<app::Notice>{}; }
    GX_TRY(auto notice, read(*rows));
    return std::optional(std::move(notice));
}

Result<std::int64_t> SqlNoticeBox::mark_read(app::Work& work, std::string_view tenant, std::string_view account,
                                             std::span<const std::string> ids, base::Instant at) {
    if (ids.empty()) {
        return side_part(work).execute("UPDATE notice SET read_at = $3 WHERE tenant = $1 AND account = $2 AND read_at IS NULL",
                                       {tenant, account, at.millis()});
    }
    std::int64_t marked = 0;
    for (const std::string& id : ids) {
        GX_TRY(const auto one, side_part(work).execute("UPDATE notice SET read_at = $4 WHERE tenant = $1 AND account = $2 AND id = $3 "
                                                       "AND read_at IS NULL",
                                                       {tenant, account, std::string_view(id), at.millis()}));
        marked += one;
    }
    return marked;
}

Result<std::optional<base::Instant>> SqlNoticeBox::next_due(app::Reader& reader) {
    GX_TRY(const auto rows, side_connection(reader).query("SELECT min(next_at) FROM outbox WHERE state = 'waiting'"));
    GX_TRY(const bool row, rows->next());
    if (!row || rows->is_null(0)) { return std::optional<base::Instant>{}; }
    return std::optional(base::Instant::from_millis(rows->integer(0)));
}

Result<std::vector<app::OutboxItem>> SqlNoticeBox::take_due(app::Work& work, base::Instant now, base::Instant until,
                                                            std::size_t count) {
    auto& part = side_part(work);
    std::vector<app::OutboxItem> taken;
    {
        // Dialect point: on SQLite the writer has the database to itself.
        const std::string_view skip = part.connection().dialect() == Dialect::Postgres ? " FOR UPDATE SKIP LOCKED" : "";
        const std::string sql = fmt::format("SELECT tenant, id, notice_id, account, channel, attempts FROM outbox WHERE state = 'waiting' "
                                            "AND next_at <= $1 ORDER BY next_at, id LIMIT $2{}", skip);
        GX_TRY(const auto rows, part.connection().query(sql, {now.millis(), static_cast<std::int64_t>(count)}));
        while (true) {
            GX_TRY(const bool row, rows->next());
            if (!row) { break; }
            taken.push_back({.tenant = std::string(rows->text(0)), .id = std::string(rows->text(1)),
                             .notice_id = std::string(rows->text(2)), .account = std::string(rows->text(3)),
                             .channel = std::string(rows->text(4)), .attempts = rows->integer(5)});
        }
    }
    for (const auto& item : taken) {
        GX_CHECK(part.execute("UPDATE outbox SET next_at = $2 WHERE id = $1 AND state = 'waiting'", {std::string_view(item.id), until.millis()}));
    }
    return taken;
}

Result<Done> SqlNoticeBox::settle(app::Work& work, const app::OutboxOutcome& outcome) {
    const Param sent = outcome.sent_at ? Param{outcome.sent_at->millis()} : Param{nullptr};
    GX_CHECK(side_part(work).execute("UPDATE outbox SET state = $2, attempts = $3, next_at = $4, last_reason = $5, sent_at = $6 WHERE id = $1 "
                                     "AND state = 'waiting'",
                                     {std::string_view(outcome.id), std::string_view(outcome.state), outcome.attempts,
                                      outcome.next_at.millis(), std::string_view(outcome.reason), sent}));
    return Done{};
}

Result<std::int64_t> SqlNoticeBox::forget(app::Work& work, base::Instant before) {
    GX_CHECK(side_part(work).execute("DELETE FROM outbox WHERE state = 'sent' AND sent_at < $1", {before.millis()}));
    return side_part(work).execute("DELETE FROM notice WHERE read_at IS NOT NULL AND made_at < $1 "
                                   "AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.notice_id = notice.id)",
                                   {before.millis()});
}

}  // namespace gx::storage
