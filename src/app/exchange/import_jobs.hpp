// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "app/exchange/table_law.hpp"

namespace gx::app {

/// Imports that people send to the server: tried, taken, taken back, as jobs.
///
/// A trial keeps its file, so that "take it" needs no second upload; a file that was taken or refused as a whole is removed at
/// once, since it may hold personal values in clear. The answer to each act is the import as it stands; what becomes of it is
/// asked for by id.
/// Thread: any.
/// Source: S-6.1a; ANCHORS 10; ASSURANCE L7
class ImportJobs {
public:
    struct Input {
        std::string kind;
        std::string file_name;
        bool dry_run = true;
        bool update = true;       ///< false: rows that are there already stay as they are
        std::string_view bytes;
    };

    explicit ImportJobs(const ExchangeParts& parts) : parts_(parts) {}

    /// Errors: NotPermitted "access.denied"; NotFound "import.kind_unknown"; InvalidInput "import.empty",
    ///         "import.name_personal"; those of JobFiles::write and JobEngine::submit.
    Result<base::Json> start(const Input& input, const Actor& actor);
    /// Takes a file whose trial has ended. Errors: NotPermitted "access.denied"; NotFound "import.unknown"; StateForbids
    ///         "import.not_tried" (no trial, not ended, or taken already), "job.file_gone"; those of JobEngine::again.
    Result<base::Json> confirm(const std::string& id, const Actor& actor);
    /// Takes back what an import wrote; when rows stand on it by now the import stays done with the reason.
    /// Errors: NotPermitted "access.denied"; NotFound "import.unknown"; StateForbids "import.nothing_to_undo",
    ///         "import.already_undone"; those of JobEngine::again.
    Result<base::Json> undo(const std::string& id, const Actor& actor);
    /// Errors: NotPermitted "access.denied"; InvalidInput "page.too_deep"
    Result<base::Json> list(const JobPage& page, const Actor& actor) const;
    /// Errors: NotPermitted "access.denied"; NotFound "import.unknown"
    Result<base::Json> show(const std::string& id, const Actor& actor) const;
    /// The workbook of the rejected rows, for the sender alone.
    /// Errors: NotPermitted "access.denied"; NotFound "import.unknown", "import.no_errors", "job.file_gone"
    Result<JobDownload> errors(const std::string& id, const Actor& actor) const;
    /// The kinds the actor may import, with their columns. {"items": [...], "total": n}
    Result<base::Json> kinds(const Actor& actor) const;

private:
    Result<Job> find(const std::string& id, const Actor& actor) const;
    JobEngine::Run run_of(const Job& job, const Actor& actor) const;
    base::Json to_json(const Job& job) const;

    const ExchangeParts& parts_;
};

}  // namespace gx::app
