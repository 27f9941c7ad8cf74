// SPDX-License-Identifier: Apache-2.0
#include "app/evaluation/evaluation_timing.hpp"

#include <algorithm>

namespace gx::app {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;
using domain::evaluation::ColumnLayout;
using domain::evaluation::Evaluation;
using domain::evaluation::FactSet;
using domain::evaluation::Horizon;
using domain::evaluation::ResultTable;
using domain::evaluation::Scheme;

std::int64_t median_of(std::vector<std::int64_t> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

Result<std::vector<ColumnLayout>> column_layouts(const Json& file) {
    std::vector<ColumnLayout> layouts;
    const Json& list = file.at("layouts");
    if (!list.is_array()) { return Error{ErrorCode::InvalidInput, "layout.field", "a list is expected", "/layouts"}; }
    for (std::size_t i = 0; i < list.as_array().size(); ++i) {
        auto layout = ColumnLayout::from_json(list.as_array()[i]);
        if (!layout) {
            Error error = layout.error();
            error.where = fmt::format("/layouts/{}{}", i, error.where);
            return error;
        }
        layouts.push_back(std::move(layout).value());
    }
    return layouts;
}

Result<std::vector<ResultTable>> judged_tables(const Scheme& scheme, const FactSet& facts, const Horizon& horizon,
                                               unsigned threads) {
    GX_TRY(const auto evaluation, Evaluation::run(scheme, facts, horizon, threads));
    std::vector<ResultTable> tables;
    for (std::size_t i = 0; i < scheme.outputs.size(); ++i) {
        GX_TRY(auto table, evaluation->table(i, threads));
        tables.push_back(std::move(table));
    }
    return tables;
}

}  // namespace gx::app
