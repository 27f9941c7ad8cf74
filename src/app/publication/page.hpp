// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::app {

/// Which part of a list is asked for. Shape: limit 1..200; page from 1; page * limit at most 10,000.
struct PageRequest {
    std::size_t limit = 20;
    std::optional<std::size_t> page = {};
    std::string cursor = {};
};

/// The part [from, to) and the cursor of what follows.
struct PageSlice {
    std::size_t from = 0;
    std::size_t to = 0;
    std::optional<std::string> next = {};
};

/// Where an item stands in an order: by number, then text, then id.
struct SortKey {
    std::int64_t number = 0;
    std::string text = {};
    std::string id = {};
};

enum class Direction : std::uint8_t { Ascending, Descending };

/// True when `a` comes before `b`; the id always ascends.
bool comes_before(const SortKey& a, const SortKey& b, Direction direction);

/// A slice whose cursor is a place in a list that does not move.
/// Errors: InvalidInput "page.cursor_invalid", "page.cursor_with_page", "page.too_deep"
base::Result<PageSlice> slice_by_offset(std::size_t total, const PageRequest& request);

/// A slice of sorted items whose cursor is the key of the last one, so that what is added before it moves nothing.
/// `order` names the sort; a cursor of another order is refused. Errors: as slice_by_offset.
base::Result<PageSlice> slice_by_key(std::size_t total, const PageRequest& request, std::string_view order,
                                     Direction direction, const std::function<SortKey(std::size_t)>& key_at);

/// Where a list in order goes on: behind a key, or after so many items.
struct PageStart {
    std::optional<SortKey> after = {};
    std::size_t skip = 0;
};
/// Errors: as slice_by_offset; a cursor of another order is refused.
base::Result<PageStart> page_start(const PageRequest& request, std::string_view order);
/// The cursor behind an item of an order.
std::string cursor_after(std::string_view order, const SortKey& key);

/// {items, total, next}
base::Json list_json(base::Json items, std::size_t total, const PageSlice& slice);

/// RFC 4648 section 5, without padding.
std::string to_base64url(std::string_view bytes);
/// Nothing when it is not well-formed.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace gx::app
