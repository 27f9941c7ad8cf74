// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/evaluation/run_evaluation.hpp"
#include "app/ports/workbook.hpp"

namespace gx::app {

/// Writes the scheme's first output as a sheet: title, a line with day, scheme and digest, Chinese headers, one row a body
/// with leaf scores, total, caps, grade, rank. A plain writer (CSV) gets the scheme's own headers ("A1", "total") and rows
/// only. Numbers keep their decimals.
/// Errors: those of the writer.
Result<Done> write_result_sheet(const Judgement& judgement, TableWriter& out);

/// {"code", "scheme", "scheme_version", "period", "as_of", "at_size", "digest", "unfiled": [], "bodies": [{header: value}]}:
/// the same table; scores are decimal numbers as printed, null = absent.
/// Errors: those of Evaluation::table.
Result<base::Json> result_json(const Judgement& judgement);

}  // namespace gx::app
