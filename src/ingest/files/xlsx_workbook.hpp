// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "ingest/files/zip_archive.hpp"

namespace gx::ingest {

/// A worksheet as the workbook names it.
struct XlsxSheet {
    std::string name;
    std::string part;  ///< entry of the archive
};

/// What the parts beside the sheets say.
struct XlsxWorkbook {
    std::vector<XlsxSheet> sheets;          ///< visible worksheets in their order, 1..100
    std::vector<std::string> skipped;       ///< hidden sheets and charts
    std::string shared_strings_part;        ///< empty when there is none
    bool counts_from_1904 = false;
};

/// Reads relations and workbook. Nothing outside the archive is ever followed.
/// Errors: InvalidInput "xlsx.not_a_workbook", "xlsx.external", "xlsx.macros", "xlsx.no_sheet", "xml.…", "zip.…";
///         TooLarge "xlsx.too_many_sheets"
base::Result<XlsxWorkbook> read_workbook(ZipArchive& archive);

/// The shared strings of a workbook in one block of memory.
///
/// Shape: at most 2,000,000 strings and 64 MiB of text. Phonetic runs (rPh) are left out.
class SharedStrings {
public:
    /// Errors: TooLarge "xlsx.too_many_shared_strings"; InvalidInput "xml.…", "zip.…"
    static base::Result<SharedStrings> read(ZipArchive& archive, const std::string& part);
    std::size_t size() const { return ends_.size(); }
    std::string_view at(std::size_t index) const;

private:
    friend class SharedStringsHandler;
    std::string text_;
    std::vector<std::uint32_t> ends_;
};

/// Replaces "_xHHHH_" by the character it stands for (ECMA-376 ST_Xstring); appends to `out`.
void append_unescaped(std::string_view text, std::string& out);

}  // namespace gx::ingest
