// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/warning/warning_rule.hpp"

namespace gx::app {

/// Reads a list of rules in another system's JSON form into ours, as a translation file of the law pack says:
///   format   {id, level, all: names of members; levels: {their level: ours}; operators: {theirs: = != < <= > >= in}}
///   facts    as in a rule file, exactly one
///   fields   their field: {number: formula} | {code: column} | {texts: {their text: condition}}
/// Each of their rules is an object whose `all` member is a list of [field, operator, value]; all must hold.
///
/// Shape:  1..10,000 rules of 1..50 conditions; values are whole numbers or texts, or lists of them for `in`.
/// Errors: InvalidInput "rules.field_unknown", "rules.operator_unknown", "rules.value", "rules.form" with the JSON pointer
///         into `rules`, or "/translation…"; those of WarningRules::from_json.
base::Result<domain::warning::WarningRules> translate_rules(const base::Json& translation, const base::Json& rules);

}  // namespace gx::app
