// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/audit/browse_journal.hpp"
#include "app/exchange/table_law.hpp"

namespace gx::app {

/// Writes the entries that fit, one row a changed member, newest first, and then the audit entry of having done so; the file
/// appears after it. Shape: one block of entries in memory; at most 1,000,000 rows in a workbook.
/// Errors: NotPermitted "access.denied"; TooLarge "xlsx.too_many_rows"; those of the store and of the writer.
Result<JobEnd> export_journal(const ExchangeParts& parts, BrowseJournal& journal, const JournalFilter& filter, const Job& job,
                              Tongue tongue, const Actor& actor, JobProgress& progress);

base::Json filter_json(const JournalFilter& filter);

}  // namespace gx::app
