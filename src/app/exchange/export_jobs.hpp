// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "app/audit/browse_journal.hpp"
#include "app/exchange/table_law.hpp"

namespace gx::app {

/// Files that people take out of the server: rows of a kind, or the journal. Written as jobs, audited before they can be
/// fetched, fetched by the account that asked for them and only while its reach still covers what they hold.
///
/// Thread: any.
/// Source: S-5.6a; ANCHORS 11; ASSURANCE L7, S13
class ExportJobs {
public:
    struct Input {
        std::string kind;
        std::map<std::string, std::string> filter = {};
        std::string format = "xlsx";  ///< or "csv"
    };

    ExportJobs(const ExchangeParts& parts, BrowseJournal& journal) : parts_(parts), journal_(journal) {}

    /// Errors: NotPermitted "access.denied"; NotFound "export.kind_unknown"; InvalidInput "export.format_unknown" and those of
    ///         ExportFilter::make; those of JobEngine::submit.
    Result<base::Json> start(const Input& input, const Actor& actor);
    /// The journal as /journal shows it. Errors: as start; InvalidInput "request.personal_value" (in the filter).
    Result<base::Json> start_journal(const JournalFilter& filter, const std::string& format, Tongue tongue, const Actor& actor);
    /// Errors: NotPermitted "access.denied"; InvalidInput "page.too_deep"
    Result<base::Json> list(const JobPage& page, const Actor& actor) const;
    /// Errors: NotPermitted "access.denied"; NotFound "export.unknown"
    Result<base::Json> show(const std::string& id, const Actor& actor) const;
    /// Errors: NotPermitted "access.denied"; NotFound "export.unknown", "job.file_gone"; StateForbids "export.not_ready"
    Result<JobDownload> file(const std::string& id, const Actor& actor) const;
    /// The kinds the actor may take out. {"items": [{kind, name}], "total": n}
    Result<base::Json> kinds(const Actor& actor) const;

private:
    Result<Job> find(const std::string& id, const Actor& actor) const;
    Result<Done> check_filter(const JournalFilter& filter, const Actor& actor) const;
    using Act = std::function<Result<JobEnd>(const Job& job, JobProgress& progress)>;
    Result<base::Json> submit(Job job, const Actor& actor, Act act);
    base::Json to_json(const Job& job) const;

    const ExchangeParts& parts_;
    BrowseJournal& journal_;
};

}  // namespace gx::app
