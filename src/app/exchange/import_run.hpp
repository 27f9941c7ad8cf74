// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/exchange/table_law.hpp"

namespace gx::app {

std::string upload_name(const Job& job);
std::string errors_name(const Job& job);

/// Reads the uploaded file of a job as its params say ("dry_run", "update") and puts rejected rows into an errors workbook. Only
/// a trial that comes to its end leaves the upload where it is.
/// The result: counts, "faults" (the first 50), "batch_id", "skipped_sheets", "ignored_columns", "has_errors".
/// Errors: those of the reader, of RunImport and of the store: nothing is written then.
Result<JobEnd> run_import_job(const ExchangeParts& parts, const Job& job, const Actor& actor, JobProgress& progress);

}  // namespace gx::app
