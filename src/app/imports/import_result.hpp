// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "app/ports/table.hpp"
#include "base/result.hpp"

namespace gx::app {

/// Why a cell, or a row as a whole, was not taken.
///
/// Shape: `column` counts from 1 in the file, 0 when the row as a whole is meant; `reason` is a key "import.…".
struct CellFault {
    std::string column_key;
    std::uint32_t column = 0;
    std::string reason;
    std::string value;  ///< what stood there, at most 100 bytes; empty for personal values
};

/// A row that was not taken, as it stood in the file.
struct RejectedRow {
    std::string sheet;
    std::uint32_t number = 0;
    std::vector<std::string> texts;   ///< by column of the layout; empty where the file had none
    std::vector<CellFault> faults;    ///< 1..20
};

/// Takes the rejected rows one after the other (an errors workbook, a list).
class RejectSink {
public:
    virtual ~RejectSink() = default;
    virtual base::Result<base::Done> reject(const RejectedRow& row) = 0;
};

/// What became of a file. read = added + changed + unchanged + kept + rejected.
struct ImportCounts {
    std::int64_t read = 0;
    std::int64_t added = 0;
    std::int64_t changed = 0;
    std::int64_t unchanged = 0;
    std::int64_t kept = 0;  ///< different from the store, left as they were because no update was wanted
    std::int64_t rejected = 0;
};

struct ImportResult {
    std::string batch;                      ///< empty when nothing was written
    ImportCounts counts;
    std::vector<RejectedRow> first_rejected;  ///< at most 1'000
    std::vector<std::string> skipped_sheets;  ///< not read: hidden, or without the header of this kind
    std::vector<std::string> ignored_columns;
};

}  // namespace gx::app
