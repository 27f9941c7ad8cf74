// SPDX-License-Identifier: Apache-2.0
#include "app/access/tree_book.hpp"

#include <algorithm>
#include <array>

namespace gx::app {
namespace {

constexpr std::array<std::string_view, 2> kTypes = {"body", "division"};

Result<std::int64_t> rows_of(Reader& reader, const std::string& tenant, std::int64_t from_seq) {
    std::int64_t rows = 0;
    for (const std::string_view type : kTypes) {
        Query query{.tenant = tenant};
        if (from_seq > 0) { query.where.push_back({"seq", Compare::GreaterEqual, {from_seq}}); }
        GX_TRY(const auto count, reader.count(type, query));
        rows += count;
    }
    return rows;
}

}  // namespace

/// Rows only come by a new version and go by an undone import: both show in the newest positions or in the number.
Result<bool> TreeBook::is_current(Reader& reader, const std::string& tenant, const Kept& kept) const {
    GX_TRY(const auto changed, rows_of(reader, tenant, std::max<std::int64_t>(kept.position, 1)));
    if (changed != 0) { return false; }
    GX_TRY(const auto rows, rows_of(reader, tenant, 0));
    return rows == kept.rows;
}

Result<std::shared_ptr<const BodyTree>> TreeBook::of(const std::string& tenant) {
    const std::lock_guard guard(lock_);
    Kept& kept = kept_[tenant];
    const base::Date today = clock_.today();
    if (kept.tree && kept.day == today && kept.position == store_.position()) { return kept.tree; }
    GX_TRY(const auto reader, store_.reader());
    GX_TRY(const auto size, reader->journal_size());
    if (kept.tree && kept.day == today) {
        GX_TRY(const bool current, is_current(*reader, tenant, kept));
        if (current) {
            kept.position = size;
            return kept.tree;
        }
    }
    GX_TRY(auto tree, BodyTree::load(*reader, tenant, today));
    GX_TRY(const auto rows, rows_of(*reader, tenant, 0));
    kept = {std::make_shared<const BodyTree>(std::move(tree)), size, today, rows};
    return kept.tree;
}

}  // namespace gx::app
