// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "app/imports/import_layout.hpp"
#include "app/imports/import_result.hpp"
#include "app/ports/crypto.hpp"
#include "app/ports/store.hpp"
#include "app/ports/table.hpp"
#include "app/ports/world.hpp"

namespace gx::app {

/// Reads a table by its layout, takes the good rows and gives the bad ones back with reasons.
///
/// Everything of one file happens in one transaction, unless `rows_per_write` divides a large one of the command line.
/// A file taken a second time changes nothing: rows are compared with the store by their natural key. A file that changes
/// nothing leaves no trace at all; otherwise an `import_batch` is written and every entry carries its id as origin.
///
/// Whoever reaches some bodies only (Actor::reach of "entity.import") writes rows of those bodies only: a row of another body,
/// or over a row that is another body's, is rejected as "import.outside_scope"; what lies outside is unknown to references.
class RunImport {
public:
    enum class Mode { DryRun, Write };
    enum class Existing { Update, Keep };  ///< Keep: rows already there stay as they are (--no-update)

    struct Input {
        const ImportLayout& layout;        ///< with its code lists filled in
        TableReader& table;
        std::string file_name = {};        ///< for the batch; its last part only
        std::string file_digest = {};      ///< hex
        Mode mode = Mode::Write;
        Existing existing = Existing::Update;
        std::int64_t rows_max = 200'000;
        std::int64_t rows_per_write = INT64_MAX;
        RejectSink* rejects = nullptr;
        std::vector<std::string> passed_over_headers = {};  ///< columns of our own errors workbook
        /// Told now and then how many rows were looked at; an error from it ends the run as any other does.
        std::function<Result<Done>(std::int64_t rows)> progress = {};
    };

    /// A further check on an entity's content before it is written (rules of the domain that no layout can state).
    using ContentCheck = std::function<Result<Done>(std::string_view type, const base::Json& content)>;

    RunImport(Store& store, Clock& clock, IdSource& ids, Sealer* sealer, ContentCheck check = {})
        : store_(store), clock_(clock), ids_(ids), sealer_(sealer), check_(std::move(check)) {}

    /// The import_batch keeps the name of the file in the journal for good: it must hold no identity, phone or card number.
    /// Errors: InvalidInput "import.name_personal"
    static Result<Done> check_file_name(std::string_view file_name);

    /// Errors: NotPermitted "access.denied"; InvalidInput "import.name_personal", "tenant.published_facts_only" (StateForbids),
    ///         those of the reader, "import.header_missing", "import.column_unknown", "import.column_twice", "import.column_missing",
    ///         "import.empty"; TooLarge "import.too_many_rows"; those of the store. Nothing is written then.
    Result<ImportResult> run(const Input& input, const Actor& actor);

private:
    Store& store_;
    Clock& clock_;
    IdSource& ids_;
    Sealer* sealer_;
    ContentCheck check_;
};

}  // namespace gx::app
