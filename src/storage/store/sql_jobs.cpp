// SPDX-License-Identifier: Apache-2.0
#include "storage/store/sql_jobs.hpp"

#include "storage/store/entity_sql.hpp"
#include "storage/store/query_sql.hpp"
#include "storage/store/side_tables.hpp"

namespace gx::storage {
namespace {

constexpr std::string_view kColumns =
    "SELECT tenant, id, account, topic, kind, state, file_name, reason, rows_done, made_at, started_at, ended_at, params, result "
    "FROM job";

std::optional<base::Instant> instant(std::int64_t millis) {
    return millis == 0 ? std::nullopt : std::optional(base::Instant::from_millis(millis));
}

std::int64_t millis(const std::optional<base::Instant>& at) { return at ? at->millis() : 0; }

Result<app::Job> read(const Cursor& row) {
    const auto state = app::job_state_of(row.text(5));
    if (!state) { return Error{ErrorCode::Corrupt, "store.content", "job " + std::string(row.text(1))}; }
    app::Job job{.id = std::string(row.text(1)), .tenant = std::string(row.text(0)), .account = std::string(row.text(2)),
                 .topic = std::string(row.text(3)), .kind = std::string(row.text(4)), .state = *state};
    job.file_name = row.text(6);
    job.reason = row.text(7);
    job.rows_done = row.integer(8);
    job.made_at = base::Instant::from_millis(row.integer(9));
    job.started_at = instant(row.integer(10));
    job.ended_at = instant(row.integer(11));
    GX_TRY(job.params, parse_content(row.text(12)));
    GX_TRY(job.result, parse_content(row.text(13)));
    return job;
}

Result<std::vector<app::Job>> read_all(Cursor& rows) {
    std::vector<app::Job> jobs;
    while (true) {
        GX_TRY(const bool more, rows.next());
        if (!more) { return jobs; }
        GX_TRY(auto job, read(rows));
        jobs.push_back(std::move(job));
    }
}

/// The views of `state` and of the query live until the statement has run.
void append_where(SqlText& sql, const app::JobQuery& query) {
    sql.text += " WHERE tenant = ";
    sql.place(std::string_view(query.tenant));
    const auto add = [&](const char* column, std::string_view text) {
        if (text.empty()) { return; }
        sql.text += fmt::format(" AND {} = ", column);
        sql.place(text);
    };
    add("topic", query.topic);
    add("account", query.account);
    add("kind", query.kind);
    if (query.state) { add("state", app::code_of(*query.state)); }
}

}  // namespace

Result<Done> SqlJobs::add(app::Work& work, const app::Job& job) {
    const std::string params = base::canonical(job.params);
    const std::string result = base::canonical(job.result);
    GX_CHECK(side_part(work).execute(
        "INSERT INTO job (tenant, id, account, topic, kind, state, file_name, reason, rows_done, made_at, started_at, ended_at, "
        "params, result) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        {std::string_view(job.tenant), std::string_view(job.id), std::string_view(job.account), std::string_view(job.topic),
         std::string_view(job.kind), app::code_of(job.state), std::string_view(job.file_name), std::string_view(job.reason),
         job.rows_done, job.made_at.millis(), millis(job.started_at), millis(job.ended_at), std::string_view(params),
         std::string_view(result)}));
    return Done{};
}

Result<Done> SqlJobs::save(app::Work& work, const app::Job& job) {
    const std::string params = base::canonical(job.params);
    const std::string result = base::canonical(job.result);
    GX_TRY(const std::int64_t changed, side_part(work).execute(
        "UPDATE job SET state = $3, reason = $4, rows_done = $5, started_at = $6, ended_at = $7, params = $8, result = $9 "
        "WHERE tenant = $1 AND id = $2",
        {std::string_view(job.tenant), std::string_view(job.id), app::code_of(job.state), std::string_view(job.reason),
         job.rows_done, millis(job.started_at), millis(job.ended_at), std::string_view(params), std::string_view(result)}));
    if (changed != 1) { return Error{ErrorCode::NotFound, "job.unknown", job.id}; }
    return Done{};
}

Result<std::optional<app::Job>> SqlJobs::find(app::Reader& reader, std::string_view tenant, std::string_view id) {
    GX_TRY(const auto rows, side_connection(reader).query(std::string(kColumns) + " WHERE tenant = $1 AND id = $2", {tenant, id}));
    GX_TRY(auto jobs, read_all(*rows));
    return jobs.empty() ? std::optional<app::Job>{} : std::optional(std::move(jobs.front()));
}

Result<std::vector<app::Job>> SqlJobs::list(app::Reader& reader, const app::JobQuery& query) {
    SqlText sql{std::string(kColumns), {}};
    append_where(sql, query);
    sql.text += fmt::format(" ORDER BY made_at DESC, id DESC LIMIT {} OFFSET {}", query.limit, query.offset);
    GX_TRY(const auto rows, side_connection(reader).query(sql.text, sql.params));
    return read_all(*rows);
}

Result<std::int64_t> SqlJobs::count(app::Reader& reader, const app::JobQuery& query) {
    SqlText sql{"SELECT count(*) FROM job", {}};
    append_where(sql, query);
    GX_TRY(const auto rows, side_connection(reader).query(sql.text, sql.params));
    GX_CHECK(rows->next());
    return rows->integer(0);
}

Result<std::int64_t> SqlJobs::interrupt(app::Work& work, base::Instant now) {
    return side_part(work).execute(
        "UPDATE job SET state = 'interrupted', reason = 'job.interrupted', ended_at = $1 WHERE state = 'queued' OR state = 'running'",
        {now.millis()});
}

}  // namespace gx::storage
