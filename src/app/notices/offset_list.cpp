// SPDX-License-Identifier: Apache-2.0
#include "app/notices/offset_list.hpp"

namespace gx::app {

base::Json offset_list(base::Json::Array items, std::int64_t total, const OffsetPage& page, std::size_t offset) {
    const auto next = next_cursor(offset + items.size(), total, page.limit);
    base::Json json = base::Json::object();
    json.set("items", std::move(items)).set("total", total);
    if (next) { json.set("next", *next); }
    return json;
}

}  // namespace gx::app
