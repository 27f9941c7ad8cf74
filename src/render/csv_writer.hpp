// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "app/ports/workbook.hpp"

namespace gx::render {

/// A text that a spreadsheet would take for a formula, made inert by an apostrophe before it: one that begins with
/// = + - @, their full-width forms, a tab, a line end or NUL. Other texts stay. Total.
/// Source: ASSURANCE S13
std::string inert(std::string_view text);

/// One CSV field, quoted where RFC 4180 asks for it.
void append_csv_field(std::string& out, std::string_view text);

/// Writes CSV with byte order mark and CRLF. The file appears under its name when it is complete.
class CsvWriter final : public app::TableWriter {
public:
    /// Errors: Unavailable "file.not_written"
    static base::Result<std::unique_ptr<app::TableWriter>> open(const std::string& path);
    ~CsvWriter() override;
    CsvWriter(const CsvWriter&) = delete;
    CsvWriter& operator=(const CsvWriter&) = delete;

    bool is_plain() const override { return true; }
    /// Errors: InvalidInput "csv.one_sheet" for a second sheet.
    base::Result<base::Done> begin_sheet(const app::SheetOut& sheet) override;
    base::Result<base::Done> row(std::span<const app::CellOut> cells) override;
    base::Result<base::Done> wide_row(const app::CellOut& cell, std::uint32_t columns) override;
    base::Result<base::Done> finish() override;

private:
    CsvWriter(std::string path, std::string draft, std::FILE* file);
    base::Result<base::Done> flush();

    std::string path_;
    std::string draft_;
    std::FILE* file_;
    std::string buffer_;
    bool begun_ = false;
};

/// Writers by the end of the file's name.
class FileTableWriters final : public app::TableWriters {
public:
    base::Result<std::unique_ptr<app::TableWriter>> open(const std::string& path) override;
};

}  // namespace gx::render
