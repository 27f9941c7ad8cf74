// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>

#include "app/imports/import_layout.hpp"
#include "app/imports/workbook_out.hpp"
#include "app/ports/store.hpp"
#include "app/ports/workbook.hpp"
#include "app/ports/world.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::app {

/// Writes the rows of a kind in the layout of its import template: streamed, exact, audited. Only rows within the reach of both
/// "export.run" and "entity.read" are written, and only those that have the members every row of the kind has. Records about
/// persons are never written: they are read in the person's file.
///
/// Shape:  one pass over the store in order of the natural key; at most 500 rows in memory. References are written as
///         natural keys; personal values are never written. A line above the header names account and time. What is written
///         can be imported again.
/// Source: S-5.6a; ANCHORS 11
class RunExport {
public:
    struct Input {
        const ImportLayout& layout;
        const WorkbookLabels& labels;
        /// Column key → text that must stand there (of a reference: natural key or id); "KEY_from" and "KEY_to" bound a day;
        /// "state" of obligations: open, done, cancelled, void.
        std::map<std::string, std::string> filter = {};
        std::string format;                              ///< "xlsx" or "csv", for the audit
        TableWriter& out;
        /// Told now and then how many rows of how many were looked at; an error from it ends the run.
        std::function<Result<Done>(std::int64_t done, std::int64_t of)> progress = {};
    };
    struct Output {
        std::int64_t rows = 0;
        std::string digest;  ///< hex, over the texts of the rows
        std::string batch;
    };

    RunExport(Store& store, const domain::Hasher& hasher, Clock& clock, IdSource& ids)
        : store_(store), hasher_(hasher), clock_(clock), ids_(ids) {}

    /// The audit entry is durable before the file appears: no audit, no file.
    /// Errors: NotPermitted "access.denied"; InvalidInput "export.filter_unknown", "export.filter_personal",
    ///         "export.filter_day", "export.filter_state" (where: the member); those of store and writer.
    Result<Output> run(const Input& input, const Actor& actor);
    /// What run would refuse before it looks at the store.
    static Result<Done> check(const ImportLayout& layout, const std::map<std::string, std::string>& filter, const Actor& actor);

private:
    Store& store_;
    const domain::Hasher& hasher_;
    Clock& clock_;
    IdSource& ids_;
};

/// What the audit keeps of an export.
struct ExportAudit {
    std::string kind;
    base::Json filter;
    std::int64_t rows = 0;
    std::string digest;
    std::string format;
    std::vector<std::string> records = {};  ///< ids of the integrity records it holds: whoever took them is asked to give them back
};
/// Writes the `export_batch`; gives its id. Errors: those of the store.
Result<std::string> write_export_batch(Store& store, Clock& clock, IdSource& ids, const ExportAudit& audit, const Actor& actor);
/// "2026-11-28 20:15:07" in Asia/Shanghai.
std::string local_time(base::Instant at);
/// The line above the header: who took this out, and when (to the minute, Asia/Shanghai).
std::string watermark(const WorkbookLabels& labels, const std::string& account, base::Instant now);

}  // namespace gx::app
