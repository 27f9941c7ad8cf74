// SPDX-License-Identifier: Apache-2.0
#include "app/notices/offset_page.hpp"

#include <charconv>

namespace gx::app {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::size_t kRowsMax = 10'000;

}  // namespace

base::Result<std::size_t> OffsetPage::offset() const {
    std::size_t rows = 0;
    if (!cursor.empty()) {
        if (page) { return Error{ErrorCode::InvalidInput, "page.cursor_with_page", {}, "/query/cursor"}; }
        const char* from = cursor.data() + 1;
        const char* to = cursor.data() + cursor.size();
        const auto [end, code] = std::from_chars(from, to, rows);
        if (cursor.front() != 'o' || code != std::errc{} || end != to) { return Error{ErrorCode::InvalidInput, "page.cursor_invalid", {}, "/query/cursor"}; }
    } else if (page) {
        rows = (static_cast<std::size_t>(*page) - 1) * limit;
    }
    if (rows + limit > kRowsMax) { return Error{ErrorCode::InvalidInput, "page.too_deep", {}, "/query/page"}; }
    return rows;
}

base::Json offset_list(base::Json::Array items, std::int64_t total, const OffsetPage& page, std::size_t offset) {
    const std::size_t next = offset + items.size();
    base::Json json = base::Json::object();
    json.set("items", std::move(items)).set("total", total);
    if (static_cast<std::int64_t>(next) < total && next + page.limit <= kRowsMax) { json.set("next", fmt::format("o{}", next)); }
    return json;
}

}  // namespace gx::app
