// SPDX-License-Identifier: Apache-2.0
#include "storage/store/sql_job_claims.hpp"

#include "storage/store/side_tables.hpp"

namespace gx::storage {
namespace {

Result<app::RoundProgress> read_progress(Connection& connection, std::string_view tenant, std::string_view job) {
    GX_TRY(const auto rows, connection.query("SELECT day, position FROM job_claim WHERE tenant = $1 AND job = $2", {tenant, job}));
    GX_TRY(const bool row, rows->next());
    app::RoundProgress progress;
    if (!row) { return progress; }
    if (!rows->is_null(0)) { progress.day = base::Date::from_days(static_cast<std::int32_t>(rows->integer(0))); }
    progress.position = rows->integer(1);
    return progress;
}

}  // namespace

Result<std::optional<app::RoundProgress>> SqlJobClaims::claim(app::Work& work, std::string_view tenant, std::string_view job,
                                                            std::string_view owner, base::Instant now, base::Instant until) {
    // Whoever comes second waits for the row and then finds it taken: the condition is looked at again.
    GX_TRY(const auto taken,
           side_part(work).execute("INSERT INTO job_claim (tenant, job, owner, until_at, position) VALUES ($1, $2, $3, $5, 0) "
                                   "ON CONFLICT (tenant, job) DO UPDATE SET owner = $3, until_at = $5 "
                                   "WHERE job_claim.owner = $3 OR job_claim.until_at <= $4",
                                   {tenant, job, owner, now.millis(), until.millis()}));
    if (taken != 1) { return std::optional<app::RoundProgress>{}; }
    GX_TRY(const auto progress, read_progress(side_connection(work), tenant, job));
    return std::optional(progress);
}

Result<app::RoundProgress> SqlJobClaims::progress(app::Reader& reader, std::string_view tenant, std::string_view job) {
    return read_progress(side_connection(reader), tenant, job);
}

Result<Done> SqlJobClaims::advance(app::Work& work, std::string_view tenant, std::string_view job, std::string_view owner,
                                   const app::RoundProgress& progress) {
    const Param day = progress.day ? Param{std::int64_t{progress.day->days()}} : Param{nullptr};
    GX_TRY(const auto changed, side_part(work).execute("UPDATE job_claim SET day = $4, position = $5 WHERE tenant = $1 AND job = $2 AND owner = $3",
                                                       {tenant, job, owner, day, progress.position}));
    if (changed != 1) { return Error{ErrorCode::Conflict, "job.claim_lost", std::string(job)}; }
    return Done{};
}

Result<Done> SqlJobClaims::release(app::Work& work, std::string_view tenant, std::string_view job, std::string_view owner) {
    GX_CHECK(side_part(work).execute("UPDATE job_claim SET until_at = 0 WHERE tenant = $1 AND job = $2 AND owner = $3", {tenant, job, owner}));
    return Done{};
}

}  // namespace gx::storage
