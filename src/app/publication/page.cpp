// SPDX-License-Identifier: Apache-2.0
#include "app/publication/page.hpp"

#include <algorithm>
#include <charconv>
#include <tuple>

#include <fmt/format.h>

#include "base/bytes.hpp"
#include "base/text.hpp"

namespace gx::app {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::size_t kOffsetMax = 10'000;
constexpr std::size_t kCursorTextMax = 120;  // bytes of a sort text kept in a cursor

Error bad_cursor() { return {ErrorCode::InvalidInput, "page.cursor_invalid", "", "/query/cursor"}; }

template <class Number>
std::optional<Number> number_of(std::string_view text) {
    Number number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc{} || end != text.data() + text.size()) { return std::nullopt; }
    return number;
}

/// The first item of the slice by page number, or 0.
base::Result<std::size_t> offset_of(const PageRequest& request) {
    if (!request.page) { return std::size_t{0}; }
    if (!request.cursor.empty()) {
        return Error{ErrorCode::InvalidInput, "page.cursor_with_page", "", "/query/page"};
    }
    if (*request.page * request.limit > kOffsetMax) {
        return Error{ErrorCode::InvalidInput, "page.too_deep", "", "/query/page"};
    }
    return (*request.page - 1) * request.limit;
}

std::string cut(const std::string& text) {
    std::string_view part = std::string_view{text}.substr(0, kCursorTextMax);
    while (!base::is_utf8(part)) { part.remove_suffix(1); }
    return std::string{part};
}

}  // namespace

bool comes_before(const SortKey& a, const SortKey& b, Direction direction) {
    if (a.number != b.number) { return direction == Direction::Ascending ? a.number < b.number : a.number > b.number; }
    if (a.text != b.text) { return direction == Direction::Ascending ? a.text < b.text : a.text > b.text; }
    return a.id < b.id;
}

base::Result<PageSlice> slice_by_offset(std::size_t total, const PageRequest& request) {
    GX_TRY(std::size_t from, offset_of(request));
    if (!request.cursor.empty()) {
        const auto text = from_base64url(request.cursor);
        if (!text || !text->starts_with("o")) { return bad_cursor(); }
        const auto number = number_of<std::size_t>(std::string_view{*text}.substr(1));
        if (!number) { return bad_cursor(); }
        from = *number;
    }
    PageSlice slice{.from = std::min(from, total)};
    slice.to = std::min(total, slice.from + request.limit);
    if (slice.to < total) { slice.next = to_base64url(fmt::format("o{}", slice.to)); }
    return slice;
}

base::Result<PageStart> page_start(const PageRequest& request, std::string_view order) {
    PageStart start;
    GX_TRY(start.skip, offset_of(request));
    if (request.cursor.empty()) { return start; }
    const auto text = from_base64url(request.cursor);
    if (!text) { return bad_cursor(); }
    const auto parts = base::split(*text, '\n');
    if (parts.size() != 4 || parts[0] != order) { return bad_cursor(); }
    const auto number = number_of<std::int64_t>(parts[1]);
    if (!number) { return bad_cursor(); }
    start.after = SortKey{*number, std::string{parts[2]}, std::string{parts[3]}};
    return start;
}

std::string cursor_after(std::string_view order, const SortKey& key) {
    return to_base64url(fmt::format("{}\n{}\n{}\n{}", order, key.number, cut(key.text), key.id));
}

base::Result<PageSlice> slice_by_key(std::size_t total, const PageRequest& request, std::string_view order,
                                     Direction direction, const std::function<SortKey(std::size_t)>& key_at) {
    GX_TRY(const PageStart start, page_start(request, order));
    std::size_t from = start.skip;
    if (start.after) {
        std::size_t low = 0;
        std::size_t high = total;
        while (low < high) {  // the first item after the cursor's
            const std::size_t middle = low + (high - low) / 2;
            SortKey key = key_at(middle);
            key.text = cut(key.text);
            if (comes_before(*start.after, key, direction)) { high = middle; } else { low = middle + 1; }
        }
        from = low;
    }
    PageSlice slice{.from = std::min(from, total)};
    slice.to = std::min(total, slice.from + request.limit);
    if (slice.to < total && slice.to > 0) { slice.next = cursor_after(order, key_at(slice.to - 1)); }
    return slice;
}

base::Json list_json(base::Json items, std::size_t total, const PageSlice& slice) {
    base::Json json = base::Json::object();
    json.set("items", items.is_null() ? base::Json::array() : std::move(items));
    json.set("total", static_cast<std::int64_t>(total));
    if (slice.next) { json.set("next", *slice.next); }
    return json;
}

std::string to_base64url(std::string_view bytes) {
    std::string text = base::to_base64(base::as_bytes(bytes));
    std::erase(text, '=');
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    std::string standard{text};
    std::ranges::replace(standard, '-', '+');
    std::ranges::replace(standard, '_', '/');
    standard.append((4 - standard.size() % 4) % 4, '=');
    const auto bytes = base::from_base64(standard);
    if (!bytes.ok()) { return std::nullopt; }
    std::string out{base::as_text(*bytes)};
    if (!base::is_utf8(out)) { return std::nullopt; }
    return out;
}

}  // namespace gx::app
