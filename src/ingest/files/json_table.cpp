// SPDX-License-Identifier: Apache-2.0
#include "ingest/files/json_table.hpp"

namespace gx::ingest {

using app::CellKind;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

JsonTable::JsonTable(TextStream stream, const app::TableLimits& limits)
    : limits_(limits), stream_(std::move(stream), {.element_bytes_max = limits.row_bytes_max,
                                                   .elements_max = limits.rows_max,
                                                   .limits = {},
                                                   .arrays = {}}) {}

Result<bool> JsonTable::next(app::TableRow& row) {
    GX_TRY(std::optional<Json> element, stream_.next());
    if (!element) { return false; }
    if (!element->is_object()) {
        return Error{ErrorCode::InvalidInput, "json.row_not_object", {}, fmt::format("element {}", stream_.number())};
    }
    element_ = std::move(*element);
    const auto& members = element_.as_object();
    if (members.size() > limits_.columns_max) {
        return Error{ErrorCode::TooLarge, "table.too_many_columns", {}, fmt::format("element {}", stream_.number())};
    }
    cells_.clear();
    texts_.clear();
    texts_.reserve(members.size());
    for (const auto& [name, value] : members) {
        if (value.is_null()) { continue; }
        if (value.is_string()) {
            const std::string& text = value.as_string();
            cells_.push_back({.text = text, .name = name, .kind = text.empty() ? CellKind::Empty : CellKind::Text});
            continue;
        }
        const CellKind kind = value.is_bool()                         ? CellKind::Bool
                              : value.is_int() || value.is_decimal() ? CellKind::Number
                                                                      : CellKind::Structure;
        texts_.push_back(base::canonical(value));
        cells_.push_back({.text = texts_.back(), .name = name, .kind = kind});
    }
    row = {.sheet = {}, .number = stream_.number(), .named = true, .cells = cells_};
    return true;
}

}  // namespace gx::ingest
