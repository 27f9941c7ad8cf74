// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/evaluation/scheme.hpp"

namespace gx::domain::evaluation {

/// One object of a scheme file under reading: knows its place and collects nothing but the first fault.
class SchemeReader {
public:
    SchemeReader(const base::Json& json, std::string at) : json_(json), at_(std::move(at)) {}

    const std::string& at() const { return at_; }
    std::string at(std::string_view key) const { return at_ + "/" + std::string{key}; }
    const base::Json& json() const { return json_; }
    bool has(std::string_view key) const { return !json_.at(key).is_null(); }

    /// Errors: InvalidInput "scheme.field_type" (no object), "scheme.unknown_field"
    base::Result<base::Done> only(std::initializer_list<std::string_view> keys) const;
    base::Result<std::string> text(std::string_view key) const;
    base::Result<std::string> text_or(std::string_view key, std::string_view otherwise) const;
    base::Result<Number> number(std::string_view key) const;
    base::Result<std::int64_t> integer_or(std::string_view key, std::int64_t otherwise, std::int64_t least,
                                          std::int64_t most) const;
    base::Result<Title> title(std::string_view key) const;
    base::Result<Formula> formula(std::string_view key) const;
    base::Result<std::optional<Formula>> formula_or_none(std::string_view key) const;
    /// The elements of a list member; none when absent.
    base::Result<std::vector<SchemeReader>> list(std::string_view key) const;
    /// A list of single-member objects: "- name: formula".
    base::Result<std::vector<NamedFormula>> named_formulas(std::string_view key) const;
    base::Result<std::vector<RowsBehind>> rows_behind(std::string_view key) const;
    base::Result<std::vector<Rank::Key>> order(std::string_view key) const;

    base::Error fault(std::string_view reason, std::string_view key, std::string detail = {}) const;

private:
    const base::Json& json_;
    std::string at_;
};

/// Reads a number member: an integer, a decimal, or a text of digits.
base::Result<Number> number_of(const base::Json& json, const std::string& at);
/// Reads a formula: a text, or a plain number.
base::Result<Formula> formula_of(const base::Json& json, const std::string& at);

/// Replaces "$id" by the leaf's id and lays the members of the leaf over those of its form.
base::Result<base::Json> with_form(const base::Json& indicator, const base::Json& forms, const std::string& at);

/// Names that refer to nothing, names given twice, weights that do not add up, open grades.
/// Errors: as Scheme::from_json
base::Result<base::Done> check_scheme(const Scheme& scheme);

}  // namespace gx::domain::evaluation
