// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "domain/legal/clause_ref.hpp"
#include "domain/legal/source.hpp"

namespace gx::domain {

/// All sources of a law pack, found by id. Immutable.
///
/// Shape: ids unique; at most 10,000 sources.
class SourceBook {
public:
    SourceBook() = default;
    /// Errors: Conflict "legal.source_twice"; `detail` is the id.
    static base::Result<SourceBook> make(std::vector<Source> sources);

    const std::vector<Source>& all() const { return sources_; }
    const Source* find(const SourceId& id) const;

    /// The text of the clause: the article's, or "" for a source that is only cited or a reference to the whole text.
    /// Errors: NotFound "legal.source_unknown", "legal.article_unknown"
    base::Result<std::string> text_of(const ClauseRef& clause) const;

    /// That the clause exists and was the law on `day`: a repealed or not yet commenced text is no basis.
    ///
    /// Errors: NotFound "legal.source_unknown", "legal.article_unknown"; BasisMissing "legal.not_in_force"
    /// Source: S-7.2a
    base::Result<base::Done> check(const ClauseRef& clause, base::Date day) const;

    /// The sources that may be chosen as a basis on `day`, by id.
    /// Source: S-7.2a
    std::vector<const Source*> selectable(base::Date day) const;

private:
    std::vector<Source> sources_;
    std::map<std::string, std::size_t, std::less<>> by_id_;
};

/// What a finding or a measure must name before it can rest on the law: at least one clause, each in force on the
/// day that the act concerned was done.
///
/// Shape: clauses 1..50.
struct LegalBasis {
    std::vector<ClauseRef> clauses;

    /// Errors: InvalidInput "legal.bad_reference"; BasisMissing "legal.basis_missing", "legal.not_in_force";
    ///         NotFound "legal.source_unknown", "legal.article_unknown"
    static base::Result<LegalBasis> make(std::string_view citation, const SourceBook& book, base::Date day);
};

}  // namespace gx::domain
