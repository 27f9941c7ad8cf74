// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "domain/legal/source.hpp"

namespace gx::domain {

/// Where in a text a rule comes from.
///
/// Shape: `article` is empty for the whole text; `paragraph` ("2" of "art. 12(2)") is empty for the whole article.
///        A clause of the plan ("S-6.4d") has the source "PLAN" and itself as the article.
struct ClauseRef {
    SourceId source;
    std::string article = {};
    std::string paragraph = {};

    /// "SRC-X art. 12(2)", "SRC-X", "S-6.4d".
    std::string str() const;
    bool operator==(const ClauseRef&) const = default;
};

/// The source that the plan's clauses belong to.
inline constexpr std::string_view kPlanSource = "PLAN";

/// Reads one citation or several: "SRC-XXGKTL art. 33", "SRC-X art. 31, 33(2); S-6.4d", "SRC-X art. 9-11".
/// A span names each article in it.
///
/// Shape:  at most 50 clauses.
/// Errors: InvalidInput "legal.bad_reference"
base::Result<std::vector<ClauseRef>> parse_clause_refs(std::string_view text);

}  // namespace gx::domain
