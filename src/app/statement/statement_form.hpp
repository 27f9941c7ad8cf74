// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/law/law_pack.hpp"

namespace gx::app {

/// A leaf that bodies file statements for.
struct StatementLeaf {
    const domain::evaluation::Scheme* scheme = nullptr;
    const domain::evaluation::Indicator* indicator = nullptr;
};

/// Whose leaves are asked for; an empty member stands for any.
struct LeafQuery {
    std::string_view body_class = {};  ///< of the schemes that may judge bodies of this class
    std::string_view period = {};      ///< "2025": of the versions that judge it; any: of all versions, each leaf as its newest has it
};
/// The leaves that no register feeds, in the schemes' order. Total.
std::vector<StatementLeaf> statement_leaves(const LawPack& law, LeafQuery query);
/// Null when no scheme that judges the period has such a leaf to state. Total.
const domain::evaluation::Indicator* find_statement_leaf(const LawPack& law, std::string_view leaf, std::string_view period);

/// Content of a statement from what a body files: form, parts | counts | flag | value_code | reason, evidence. A statement says
/// one thing in one form; "not_applicable" needs its reason.
///
/// Shape:  `filed` is the request's body; parts exactly as many as the leaf has; numerator at most the denominator where the
///         denominator is not 0.
/// Errors: InvalidInput "statement.leaf_by_register" (a register feeds it in that period), "statement.leaf_unknown", "statement.form_unfit", "statement.parts", "statement.numerator",
///         "statement.class_unknown", "statement.code_unknown", "json.member_unknown", "request.personal_value"; BasisMissing "statement.reason_missing"
/// Source: S-5.2d; the statement of DESIGN 3
base::Result<base::Json> statement_content(const LawPack& law, const base::Json& filed);

}  // namespace gx::app
