// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>

#include "app/law/law_pack.hpp"
#include "app/publication/page.hpp"
#include "app/publication/public_view.hpp"
#include "base/json.hpp"

namespace gx::app {

/// What to look for. Shape: `types` of body, obligation, record, source, clause; empty means all.
struct SearchQuery {
    std::string q;
    std::string tenant = {};
    std::set<std::string, std::less<>> types = {};
};

/// Hits of all kinds: bodies first, then clauses and sources, records, obligations.
///
/// Shape:  at most 1,000 hits, then `total_capped`.
/// Errors: NotFound "tenant.unknown"; InvalidInput "request.too_short" (nothing but blanks), those of page.hpp.
/// Thread: any.
base::Result<base::Json> search_public(const PublicView& view, const LawPack& law, const SearchQuery& query,
                                       const PageRequest& page);

}  // namespace gx::app
