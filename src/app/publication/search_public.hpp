// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

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

/// Finds bodies, clauses and sources, records, obligations, in this order.
///
/// Thread: any.
class PublicSearch {
public:
    /// Prepares the law's texts once; `law` outlives it.
    explicit PublicSearch(const LawPack& law);

    /// Shape:  at most 1,000 hits, then `total_capped`; `search_position` is the journal size that records and obligations
    ///         rest on.
    /// Errors: NotFound "tenant.unknown"; InvalidInput "request.too_short" (nothing but blanks), those of page.hpp and of the
    ///         store.
    base::Result<base::Json> run(const PublicView& view, const SearchQuery& query, const PageRequest& page) const;

private:
    struct LawText {
        std::string type;
        std::string id;
        std::string title;
        std::string searchable;
    };
    std::vector<LawText> law_texts_;
};

}  // namespace gx::app
