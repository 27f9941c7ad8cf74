// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/ports/table.hpp"
#include "ingest/files/xlsx_workbook.hpp"

namespace gx::ingest {

/// The visible worksheets of a workbook, one after the other, streamed. Numbers keep the digits as stored; a formula
/// gives the value it had when the file was saved; text that looks like a formula is text.
///
/// Errors of next(): those of ZipArchive, XmlParser and read_workbook; InvalidInput "xlsx.cell_place",
///         "xlsx.row_order", "xlsx.shared_string"; TooLarge "table.too_many_columns", "table.too_many_rows",
///         "table.row_too_long"; where: the cell, or the sheet and row.
class XlsxReader final : public app::TableReader {
public:
    static base::Result<std::unique_ptr<app::TableReader>> open(std::shared_ptr<ByteSource> source,
                                                                const app::TableLimits& limits);
    XlsxReader(std::unique_ptr<ZipArchive> archive, XlsxWorkbook book, SharedStrings strings,
               const app::TableLimits& limits);
    ~XlsxReader() override;

    base::Result<bool> next(app::TableRow& row) override;
    bool counts_from_1904() const override { return book_.counts_from_1904; }
    std::vector<std::string> skipped_sheets() const override { return book_.skipped; }

private:
    struct SheetParse;
    base::Result<bool> feed();

    std::unique_ptr<ZipArchive> archive_;
    XlsxWorkbook book_;
    SharedStrings strings_;
    app::TableLimits limits_;
    std::size_t next_sheet_ = 0;
    std::string chunk_;
    std::unique_ptr<SheetParse> sheet_;
    std::vector<app::Cell> cells_;
};

}  // namespace gx::ingest
