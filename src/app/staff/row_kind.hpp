// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace gx::app {

/// How a list's parameter selects rows.
enum class FilterForm {
    Text,       ///< the column equals the value
    Body,       ///< the column is the id of the body with this id or code
    Prefix,     ///< the column begins with the value
    DayFrom,    ///< the day is the value or later
    DayTo,      ///< the day is the value or earlier
    IsSet,      ///< "yes": the column has a value; "no": it has none
};

struct RowFilter {
    std::string_view parameter;
    std::string_view column;
    FilterForm form = FilterForm::Text;
    std::string_view when = {};  ///< for IsSet: the value that asks for "yes"; `otherwise` asks for "no"
    std::string_view otherwise = {};
};

/// Another row that a row names, shown as a small object beside its id.
struct RowReference {
    std::string_view member;             ///< "post_id"
    std::string_view type;               ///< "post"
    std::string_view shown_as;           ///< "post"
    std::span<const std::string_view> members;  ///< of the other row's content
};

/// How the staff reads the rows of one entity type: one line of the table that every list, count and object goes through.
///
/// Shape: `body_column` says which rows are within whose reach: an index column with the body's id, "id" for bodies themselves;
///        for a type without one, `via_type` and `via_column` name the row that has it.
struct RowKind {
    std::string_view type;
    std::string_view action;   ///< that reading takes
    std::string_view unknown;  ///< reason of a row that is not there, or not for the asker
    std::string_view body_column = {};
    std::string_view via_column = {};
    std::string_view via_type = {};
    std::span<const RowFilter> filters = {};
    std::span<const std::string_view> sorts = {};  ///< columns; the first is the default, descending with "-"
    std::string_view default_sort = {};
    std::span<const RowReference> references = {};
};

/// Null when the staff does not read rows of this type here.
const RowKind* find_row_kind(std::string_view type);
std::span<const RowKind> row_kinds();

}  // namespace gx::app
