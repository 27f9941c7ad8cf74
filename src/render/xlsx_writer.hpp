// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "app/ports/workbook.hpp"

struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;

namespace gx::render {

/// Writes XLSX row by row in constant memory (libxlsxwriter). The file appears under its name when it is complete.
/// Every text is an inline string: nothing in it is ever read as a formula or a link.
class XlsxWriter final : public app::TableWriter {
public:
    /// Errors: Unavailable "file.not_written"
    static base::Result<std::unique_ptr<app::TableWriter>> open(const std::string& path);
    ~XlsxWriter() override;
    XlsxWriter(const XlsxWriter&) = delete;
    XlsxWriter& operator=(const XlsxWriter&) = delete;

    bool is_plain() const override { return false; }
    base::Result<base::Done> begin_sheet(const app::SheetOut& sheet) override;
    base::Result<base::Done> row(std::span<const app::CellOut> cells) override;
    base::Result<base::Done> wide_row(const app::CellOut& cell, std::uint32_t columns) override;
    base::Result<base::Done> finish() override;

private:
    XlsxWriter(std::string path, std::string draft, lxw_workbook* book);
    lxw_format* format(app::CellStyle style);
    base::Result<base::Done> write_cell(std::uint32_t column, const app::CellOut& cell);
    void add_choices(std::uint16_t column, const std::vector<std::string>& choices, std::uint32_t first_row);
    void write_lists();

    std::string path_;
    std::string draft_;
    lxw_workbook* book_;
    lxw_worksheet* sheet_ = nullptr;
    lxw_format* text_format_ = nullptr;
    std::array<lxw_format*, 9> formats_{};
    std::vector<std::vector<std::string>> lists_;  ///< choices too long for a cell rule; written to a sheet of their own
    std::uint32_t next_row_ = 0;
};

}  // namespace gx::render
