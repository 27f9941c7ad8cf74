// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "app/imports/import_layout.hpp"
#include "app/imports/workbook_out.hpp"
#include "app/ports/store.hpp"
#include "app/ports/workbook.hpp"
#include "app/ports/world.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::app {

/// Writes all rows of a kind in the layout of its import template: streamed, exact, audited.
///
/// Shape:  one pass over the store in order of the natural key; at most 500 rows in memory. References are written as
///         natural keys; personal values are never written. What is written can be imported again.
/// Source: S-5.6a; ANCHORS 11
class RunExport {
public:
    struct Input {
        const ImportLayout& layout;
        const WorkbookLabels& labels;
        std::map<std::string, std::string> filter = {};  ///< column key → text that must stand there
        std::string format;                              ///< "xlsx" or "csv", for the audit
        TableWriter& out;
    };
    struct Output {
        std::int64_t rows = 0;
        std::string digest;  ///< hex, over the texts of the rows
        std::string batch;
    };

    RunExport(Store& store, const domain::Hasher& hasher, Clock& clock, IdSource& ids)
        : store_(store), hasher_(hasher), clock_(clock), ids_(ids) {}

    /// The audit entry is durable before the file appears: no audit, no file.
    /// Errors: NotPermitted "access.denied"; InvalidInput "export.filter_unknown" (where: the column); those of store
    ///         and writer.
    Result<Output> run(const Input& input, const Actor& actor);

private:
    Store& store_;
    const domain::Hasher& hasher_;
    Clock& clock_;
    IdSource& ids_;
};

}  // namespace gx::app
