// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/imports/run_import.hpp"
#include "app/imports/workbook_out.hpp"
#include "app/jobs/job_engine.hpp"
#include "app/ports/crypto.hpp"
#include "app/ports/jobs.hpp"
#include "app/ports/table.hpp"
#include "app/ports/workbook.hpp"
#include "app/ports/world.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::app {

/// What imports and exports need of the law pack and of the reason texts.
struct TableLaw {
    std::vector<std::string> kinds;  ///< those offered to people, in order
    /// With its code lists. Errors: InvalidInput "import.kind_unknown"
    std::function<Result<ImportLayout>(const std::string& kind)> layout;
    WorkbookLabels labels;
    ReasonTexts texts;
    RunImport::ContentCheck check;
};

/// What imports and exports as jobs are made of. All of it outlives the engine.
struct ExchangeParts {
    Store& store;
    JobEngine& engine;
    JobTable& table;
    JobFiles& files;
    Clock& clock;
    IdSource& ids;  ///< any thread
    Sealer* sealer;
    const domain::Hasher& hasher;
    TableWriters& writers;
    /// Opens a table file of any format. Errors: those of the readers.
    std::function<Result<std::unique_ptr<TableReader>>(const std::string& path)> open_table;
    TableLaw law;
};

/// A page of jobs.
struct JobPage {
    std::string kind = {};
    std::string state = {};   ///< empty: any
    std::size_t limit = 20;
    std::size_t page = 1;
};

/// A finished file on its way to whoever asked for it.
struct JobDownload {
    std::shared_ptr<JobFile> file;
    std::string file_name;
    std::string content_type;
    std::string digest = {};
};

std::string content_type_of(std::string_view format);
/// Jobs of one topic: those of the own account; of all accounts with `everybody`. {"items": [...], "total": n}
Result<base::Json> list_jobs(const ExchangeParts& parts, const std::string& topic, const JobPage& page, const Actor& actor,
                             bool everybody, const std::function<base::Json(const Job&)>& to_json);
/// What the jobs of imports and exports show alike: id, kind, state, file_name, made_at …, progress, reason.
base::Json job_json(const ExchangeParts& parts, const Job& job);
/// The last part of a path, well formed and without control characters: a folder on the sender's machine is nobody's business.
std::string plain_file_name(std::string_view name);

}  // namespace gx::app
