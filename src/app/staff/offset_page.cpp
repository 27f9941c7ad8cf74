// SPDX-License-Identifier: Apache-2.0
#include "app/staff/offset_page.hpp"

#include <charconv>

namespace gx::app {

using base::Error;
using base::ErrorCode;

base::Result<std::size_t> offset_of(const OffsetPage& page) {
    std::size_t offset = 0;
    if (!page.cursor.empty()) {
        if (page.page) { return Error{ErrorCode::InvalidInput, "page.cursor_with_page", {}, "/query/cursor"}; }
        const char* from = page.cursor.data() + 1;
        const char* to = page.cursor.data() + page.cursor.size();
        const auto [end, code] = std::from_chars(from, to, offset);
        if (page.cursor.front() != 'o' || code != std::errc{} || end != to) {
            return Error{ErrorCode::InvalidInput, "page.cursor_invalid", {}, "/query/cursor"};
        }
    } else if (page.page) {
        offset = (static_cast<std::size_t>(*page.page) - 1) * page.limit;
    }
    if (offset > kListRowsMax - page.limit) { return Error{ErrorCode::InvalidInput, "page.too_deep", {}, "/query/page"}; }
    return offset;
}

std::optional<std::string> next_cursor(std::size_t rows_so_far, std::int64_t total, std::size_t limit) {
    if (static_cast<std::int64_t>(rows_so_far) >= total || rows_so_far + limit > kListRowsMax) { return std::nullopt; }
    return "o" + std::to_string(rows_so_far);
}

}  // namespace gx::app
