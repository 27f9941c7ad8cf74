// SPDX-License-Identifier: Apache-2.0
#include "domain/legal/source_book.hpp"

#include <algorithm>

namespace gx::domain {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

Result<SourceBook> SourceBook::make(std::vector<Source> sources) {
    SourceBook out;
    out.sources_ = std::move(sources);
    std::sort(out.sources_.begin(), out.sources_.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    for (std::size_t i = 0; i < out.sources_.size(); ++i) {
        const std::string& id = out.sources_[i].id.str();
        if (!out.by_id_.emplace(id, i).second) { return Error{ErrorCode::Conflict, "legal.source_twice", id}; }
    }
    return out;
}

const Source* SourceBook::find(const SourceId& id) const {
    const auto found = by_id_.find(id.str());
    return found == by_id_.end() ? nullptr : &sources_[found->second];
}

Result<std::string> SourceBook::text_of(const ClauseRef& clause) const {
    const Source* source = find(clause.source);
    if (source == nullptr) { return Error{ErrorCode::NotFound, "legal.source_unknown", clause.str()}; }
    if (clause.article.empty() || !source->is_carried()) { return std::string{}; }
    const Article* article = source->article(clause.article);
    if (article == nullptr) { return Error{ErrorCode::NotFound, "legal.article_unknown", clause.str()}; }
    return article->text;
}

Result<Done> SourceBook::check(const ClauseRef& clause, base::Date day) const {
    GX_CHECK(text_of(clause));
    // S-7.2a: 逐步建立和完善政务诚信建设法规规范. A repealed text can no longer be chosen as a basis.
    if (!find(clause.source)->in_force.covers(day)) {
        return Error{ErrorCode::BasisMissing, "legal.not_in_force", clause.str() + " on " + day.iso()};
    }
    return Done{};
}

std::vector<const Source*> SourceBook::selectable(base::Date day) const {
    std::vector<const Source*> out;
    for (const Source& source : sources_) {
        if (source.in_force.covers(day)) { out.push_back(&source); }
    }
    return out;
}

Result<LegalBasis> LegalBasis::make(std::string_view citation, const SourceBook& book, base::Date day) {
    if (citation.empty()) { return Error{ErrorCode::BasisMissing, "legal.basis_missing"}; }
    GX_TRY(auto clauses, parse_clause_refs(citation));
    for (const ClauseRef& clause : clauses) { GX_CHECK(book.check(clause, day)); }
    return LegalBasis{std::move(clauses)};
}

}  // namespace gx::domain
