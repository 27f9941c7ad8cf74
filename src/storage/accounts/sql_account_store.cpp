// SPDX-License-Identifier: Apache-2.0
#include "storage/accounts/sql_account_store.hpp"

#include "storage/store/side_tables.hpp"

namespace gx::storage {
namespace {

using app::AccountSecret;
using app::FailureCount;
using app::Reader;
using app::WebSession;
using app::Work;
using base::Instant;

constexpr std::int64_t kSessionsMax = 200'000;  ///< read at once; far more than a county has

Result<std::int64_t> execute(Work& work, std::string_view sql, std::initializer_list<Param> params) {
    return side_part(work).execute(sql, params);
}

Result<Done> run(Work& work, std::string_view sql, std::initializer_list<Param> params) {
    GX_CHECK(execute(work, sql, params));
    return Done{};
}

Param moment(const std::optional<Instant>& at) { return at ? Param{at->millis()} : Param{nullptr}; }
Param text_or_null(const std::string& text) { return text.empty() ? Param{nullptr} : Param{std::string_view(text)}; }

std::optional<Instant> moment(const Cursor& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(Instant::from_millis(row.integer(column)));
}
Instant instant(const Cursor& row, int column) { return Instant::from_millis(row.integer(column)); }

Result<std::vector<std::string>> texts_in(std::string_view json, std::string_view where) {
    const Error broken{ErrorCode::Corrupt, "store.content", std::string(where)};
    const auto parsed = base::parse_json(json);
    if (!parsed.ok() || !parsed->is_array()) { return broken; }
    std::vector<std::string> texts;
    for (const base::Json& text : parsed->as_array()) {
        if (!text.is_string()) { return broken; }
        texts.push_back(text.as_string());
    }
    return texts;
}

std::string json_of(const std::vector<std::string>& texts) {
    base::Json list = base::Json::array();
    for (const std::string& text : texts) { list.push(text); }
    return base::canonical(list);
}

WebSession read_session(const Cursor& row) {
    WebSession out;
    out.digest = row.text(0);
    out.name = row.text(1);
    out.tenant = row.text(2);
    out.account_id = row.text(3);
    out.stamp = row.text(4);
    out.made_at = instant(row, 5);
    out.seen_at = instant(row, 6);
    out.ends_at = instant(row, 7);
    out.proven_at = instant(row, 8);
    out.agent = row.text(9);
    out.opened_by = row.text(10);
    out.outside_id = row.text(11);
    out.revoked = row.integer(12) != 0;
    out.code = row.text(13);
    out.changed_at = instant(row, 14);
    return out;
}

}  // namespace

Result<std::optional<AccountSecret>> SqlAccountStore::secret(Reader& reader, std::string_view account_id) {
    GX_TRY(const auto rows, side_connection(reader).query("SELECT tenant, password, ends_at, totp_step, recovery, seen_at "
                                                        "FROM account_secret WHERE account_id = $1", {account_id}));
    GX_TRY(const bool row, rows->next());
    if (!row) { return std::optional<AccountSecret>{}; }
    AccountSecret out{.account_id = std::string(account_id), .tenant = std::string(rows->text(0)),
                      .password = std::string(rows->text(1)), .ends_at = moment(*rows, 2), .totp_step = rows->integer(3),
                      .seen_at = moment(*rows, 5)};
    GX_TRY(out.recovery, texts_in(rows->text(4), "account_secret"));
    return std::optional<AccountSecret>{std::move(out)};
}

Result<Done> SqlAccountStore::put_secret(Work& work, const AccountSecret& secret) {
    const std::string recovery = json_of(secret.recovery);
    return run(work,
               "INSERT INTO account_secret (account_id, tenant, password, ends_at, totp_step, recovery, seen_at) "
               "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (account_id) DO UPDATE SET password = excluded.password, "
               "ends_at = excluded.ends_at, recovery = excluded.recovery, totp_step = CASE WHEN excluded.totp_step > account_secret.totp_step "
               "THEN excluded.totp_step ELSE account_secret.totp_step END, "
               "seen_at = excluded.seen_at",
               {std::string_view(secret.account_id), std::string_view(secret.tenant), std::string_view(secret.password),
                moment(secret.ends_at), secret.totp_step, std::string_view(recovery), moment(secret.seen_at)});
}

Result<bool> SqlAccountStore::take_step(Work& work, std::string_view account_id, std::int64_t step) {
    GX_TRY(const auto changed, execute(work, "UPDATE account_secret SET totp_step = $2 WHERE account_id = $1 AND totp_step < $2",
                                       {account_id, step}));
    return changed == 1;
}

Result<std::optional<FailureCount>> SqlAccountStore::failures(Reader& reader, std::string_view place) {
    GX_TRY(const auto rows, side_connection(reader).query("SELECT account_id, failures, since_at, last_at, locked_until "
                                                        "FROM sign_in_failure WHERE place = $1", {place}));
    GX_TRY(const bool row, rows->next());
    if (!row) { return std::optional<FailureCount>{}; }
    return std::optional(FailureCount{.place = std::string(place), .account_id = std::string(rows->text(0)),
                                      .failures = rows->integer(1), .since = instant(*rows, 2), .last_at = instant(*rows, 3),
                                      .locked_until = moment(*rows, 4)});
}

Result<std::optional<Instant>> SqlAccountStore::locked_until(Reader& reader, std::string_view account_id, Instant now) {
    GX_TRY(const auto rows, side_connection(reader).query("SELECT max(locked_until) FROM sign_in_failure WHERE account_id = $1 "
                                                        "AND locked_until > $2", {account_id, now.millis()}));
    GX_CHECK(rows->next());
    return moment(*rows, 0);
}

Result<Done> SqlAccountStore::put_failures(Work& work, const FailureCount& count) {
    return run(work,
               "INSERT INTO sign_in_failure (place, account_id, failures, since_at, last_at, locked_until) "
               "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (place) DO UPDATE SET account_id = excluded.account_id, "
               "failures = excluded.failures, since_at = excluded.since_at, last_at = excluded.last_at, "
               "locked_until = excluded.locked_until",
               {std::string_view(count.place), text_or_null(count.account_id), count.failures, count.since.millis(),
                count.last_at.millis(), moment(count.locked_until)});
}

Result<Done> SqlAccountStore::clear_failures(Work& work, std::string_view place) {
    return run(work, "DELETE FROM sign_in_failure WHERE place = $1", {place});
}

Result<Done> SqlAccountStore::forget_failures(Work& work, Instant before) {
    return run(work, "DELETE FROM sign_in_failure WHERE last_at < $1 AND (locked_until IS NULL OR locked_until < $1)",
               {before.millis()});
}

Result<std::vector<WebSession>> SqlAccountStore::sessions(Reader& reader, Instant since) {
    GX_TRY(const auto rows, side_connection(reader).query("SELECT digest, name, tenant, account_id, stamp, made_at, seen_at, ends_at, "
                                                        "proven_at, agent, opened_by, outside_id, revoked, code, changed_at "
                                                        "FROM web_session WHERE changed_at >= $1 ORDER BY changed_at DESC LIMIT $2",
                                                        {since.millis(), kSessionsMax}));
    std::vector<WebSession> all;
    while (true) {
        GX_TRY(const bool row, rows->next());
        if (!row) { return all; }
        all.push_back(read_session(*rows));
    }
}

Result<Done> SqlAccountStore::put_session(Work& work, const WebSession& session) {
    return run(work,
               "INSERT INTO web_session (digest, name, tenant, account_id, stamp, made_at, seen_at, ends_at, proven_at, agent, "
               "opened_by, outside_id, revoked, code, changed_at) "
               "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) "
               "ON CONFLICT (digest) DO UPDATE SET seen_at = excluded.seen_at, revoked = excluded.revoked, code = excluded.code, "
               "changed_at = excluded.changed_at WHERE web_session.revoked = 0",
               {std::string_view(session.digest), std::string_view(session.name), std::string_view(session.tenant),
                std::string_view(session.account_id), std::string_view(session.stamp), session.made_at.millis(),
                session.seen_at.millis(), session.ends_at.millis(), session.proven_at.millis(), std::string_view(session.agent),
                std::string_view(session.opened_by), std::string_view(session.outside_id), std::int64_t{session.revoked ? 1 : 0},
                std::string_view(session.code), session.changed_at.millis()});
}

Result<Done> SqlAccountStore::forget_sessions(Work& work, Instant before) {
    return run(work, "DELETE FROM web_session WHERE ends_at < $1", {before.millis()});
}

Result<std::optional<std::string>> SqlAccountStore::settings(Reader& reader, std::string_view account_id) {
    GX_TRY(const auto rows, side_connection(reader).query("SELECT content FROM account_setting WHERE account_id = $1", {account_id}));
    GX_TRY(const bool row, rows->next());
    return row ? std::optional(std::string(rows->text(0))) : std::nullopt;
}

Result<Done> SqlAccountStore::put_settings(Work& work, std::string_view tenant, std::string_view account_id, std::string_view content) {
    return run(work,
               "INSERT INTO account_setting (account_id, tenant, content) VALUES ($1, $2, $3) "
               "ON CONFLICT (account_id) DO UPDATE SET content = excluded.content",
               {account_id, tenant, content});
}

}  // namespace gx::storage
