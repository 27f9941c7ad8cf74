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

/// The leaves of the newest version of each scheme that no register feeds, in the schemes' order; of the schemes that may judge
/// bodies of `body_class`, or of all when it is empty. Total.
std::vector<StatementLeaf> statement_leaves(const LawPack& law, std::string_view body_class = {});
/// Null when no scheme in force has such a leaf. Total.
const domain::evaluation::Indicator* find_statement_leaf(const LawPack& law, std::string_view leaf);

/// Content of a statement from what a body files: form, parts | counts | flag | value_code | reason, evidence. A statement says
/// one thing in one form; "not_applicable" needs its reason.
///
/// Shape:  `filed` is the request's body; parts exactly as many as the leaf has; numerator at most the denominator where the
///         denominator is not 0.
/// Errors: InvalidInput "statement.leaf_unknown", "statement.form_unfit", "statement.parts", "statement.numerator",
///         "statement.class_unknown", "statement.code_unknown", "json.member_unknown", "request.personal_value"; BasisMissing "statement.reason_missing"
/// Source: S-5.2d; the statement of DESIGN 3
base::Result<base::Json> statement_content(const LawPack& law, const base::Json& filed);

}  // namespace gx::app
