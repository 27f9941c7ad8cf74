// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace gx::app {

/// Rows of a list beyond this one are found by a narrower question.
inline constexpr std::size_t kListRowsMax = 10'000;

/// Which page of a list is asked for.
struct OffsetPage {
    std::size_t limit = 50;                 ///< 1..200
    std::optional<std::int64_t> page = {};  ///< from 1; not together with `cursor`
    std::string cursor = {};                ///< "o" and the number of rows before it
};

/// How many rows lie before the page.
/// Errors: InvalidInput "page.cursor_with_page", "page.cursor_invalid", "page.too_deep"
base::Result<std::size_t> offset_of(const OffsetPage& page);
/// The cursor of the next page; nothing at the end, or where no page can follow.
std::optional<std::string> next_cursor(std::size_t rows_so_far, std::int64_t total, std::size_t limit);

}  // namespace gx::app
