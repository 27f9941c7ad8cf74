// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::domain {

enum class DivisionLevel { Nation, Province, Prefecture, County, Township, Village };

/// "nation" … "village"
std::string_view name_of(DivisionLevel level);

/// A code of the area tree in its shortest form: 6 digits down to the county, 9 for a township, 12 for a village.
///
/// Source: GB/T 2260; statistical division codes; DOMAIN 2.3
class DivisionCode {
public:
    /// Reads 6, 9 or 12 digits; trailing "000" groups of the longer forms are dropped.
    /// Errors: InvalidInput "division.code"
    static base::Result<DivisionCode> parse(std::string_view raw);

    const std::string& str() const { return text_; }
    DivisionLevel level() const;
    /// The code one level up by the digits alone; nothing for the nation. Counties directly under a province name their
    /// parent in the division's data.
    std::optional<DivisionCode> parent() const;
    /// What a township's code says: "street" (001–099), "town" (100–199), "rural_township" (200–399); else "".
    std::string_view township_kind() const;

    auto operator<=>(const DivisionCode&) const = default;

private:
    explicit DivisionCode(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

/// A node of the dated area tree.
///
/// Units:  valid in [valid_from, valid_to): the day of abolition no longer belongs to it.
/// Source: DOMAIN 2.3
struct Division {
    std::string code;
    std::string name;
    std::string parent_code;
    DivisionLevel level = DivisionLevel::County;
    std::optional<base::Date> valid_from;
    std::optional<base::Date> valid_to;
    std::string successor_code;
    std::string note;
    std::vector<std::string> basis;

    /// Errors: as JsonReader; InvalidInput "division.code", "division.level" (unknown, or another than the code's),
    ///         "division.parent" (itself), "division.valid_order".
    static base::Result<Division> from_json(const base::Json& content, const std::string& pointer = {});
    base::Json to_json() const;
};

}  // namespace gx::domain
