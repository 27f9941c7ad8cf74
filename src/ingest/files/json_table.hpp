// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/ports/table.hpp"
#include "ingest/files/json_stream.hpp"

namespace gx::ingest {

/// Objects of a JSON array, or one object on each line, as named rows. Members that are null are absent cells.
///
/// Errors of next(): InvalidInput "json.row_not_object" (where: "element N") and those of JsonStream.
class JsonTable final : public app::TableReader {
public:
    JsonTable(TextStream stream, const app::TableLimits& limits);
    base::Result<bool> next(app::TableRow& row) override;

private:
    app::TableLimits limits_;
    JsonStream stream_;
    base::Json element_;
    std::vector<std::string> texts_;
    std::vector<app::Cell> cells_;
};

}  // namespace gx::ingest
