// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/imports/import_layout.hpp"
#include "app/ports/store.hpp"
#include "app/ports/workbook.hpp"

namespace gx::app {

/// Which rows of an export are wanted: all conditions must hold. docs of the members: RunExport::Input::filter.
class ExportFilter {
public:
    /// Errors: InvalidInput "export.filter_unknown" (also a column of sealed values), "export.filter_personal",
    ///         "export.filter_day", "export.filter_state"; `where` is the member.
    static Result<ExportFilter> make(const ImportLayout& layout, const std::map<std::string, std::string>& asked);
    /// `cells` are those of the row, by column of the layout.
    bool wants(const base::Json& content, std::span<const CellOut> cells) const;

private:
    struct Condition {
        enum class Sort { Is, From, To, State } sort = Sort::Is;
        std::size_t column = 0;
        std::string field = {};  ///< of a reference: the member that holds the id
        std::string text = {};
    };
    std::vector<Condition> conditions_;
};

/// "void", "cancelled", "done" or "open": as the members of an obligation's content say.
std::string_view recorded_state(const base::Json& content);

}  // namespace gx::app
