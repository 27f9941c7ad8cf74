// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "app/ports/table.hpp"
#include "ingest/files/text_stream.hpp"

namespace gx::ingest {

/// RFC 4180 with either line end. Quotes stand only around a whole field; a blank line is no row but counts as one.
///
/// Errors of next(): InvalidInput "csv.quote_misplaced", "csv.quote_open" (where: the cell), "file.encoding";
///         TooLarge "table.too_many_columns", "table.too_many_rows", "table.row_too_long".
class CsvReader final : public app::TableReader {
public:
    CsvReader(TextStream stream, const app::TableLimits& limits);
    base::Result<bool> next(app::TableRow& row) override;

private:
    base::Result<bool> read_record(bool& blank);
    base::Result<bool> refill();
    base::Result<base::Done> split_plain(std::string_view line);
    base::Result<base::Done> split_quoted(std::string_view record);
    base::Result<base::Done> add(std::string_view text);
    base::Result<std::size_t> find_record_end(bool& at_end);

    TextStream stream_;
    app::TableLimits limits_;
    std::string buffer_;
    std::size_t start_ = 0;  ///< first byte of buffer_ not taken yet
    bool drained_ = false;   ///< the stream gave all it had
    std::uint32_t number_ = 0;
    std::vector<app::Cell> cells_;
    std::deque<std::string> unescaped_;  ///< fields that held doubled quotes; addresses stay
};

}  // namespace gx::ingest
