// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/plain_vector.hpp"
#include "domain/evaluation/columns.hpp"
#include "domain/evaluation/number.hpp"
#include "domain/evaluation/scheme.hpp"

namespace gx::domain::evaluation {

/// One column of a result: numbers with a scale, or texts by number.
///
/// Shape: `values[i]` is a stored number (see `to_stored`), or an index into `texts` when that is set; kNullStored: null.
struct ResultColumn {
    std::string header;
    Title title;
    int decimals = 0;
    base::PlainVector<std::int64_t> values;
    const std::vector<std::string>* texts = nullptr;
    std::shared_ptr<const std::vector<std::string>> own_texts;  ///< keeps `texts` where nobody else does
};

/// A complete result table in memory; it may outlive its evaluation, not the facts.
struct ResultTable {
    std::string id;
    std::vector<ResultColumn> columns;
    std::size_t rows = 0;

    std::string cell(std::size_t row, std::size_t column) const;
};

/// Header line and rows, LF, null = empty, quotes only where a text needs them (RFC 4180).
std::string to_csv(const ResultTable& table);
/// {"id", "columns": [{header, title, decimals}], "rows": [[…]]}: whole numbers as numbers, others as decimal texts.
base::Json to_json(const ResultTable& table);

}  // namespace gx::domain::evaluation
