// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gx::domain {

/// An identifier as people write it, made comparable: full-width to half-width, upper case, without blanks, hyphens and
/// dashes. Total. Source: DOMAIN 2.1
std::string normalise_code(std::string_view raw);

/// The check character of a GB 11714 organisation code: '0'…'9' or 'X'; '\0' when `eight` is not eight characters of
/// 0-9 and A-Z. Source: GB 11714-1997
char organisation_check(std::string_view eight);

/// Reads an organisation code "XXXXXXXX-X" or without the hyphen; gives nine characters.
/// Errors: InvalidInput "organisation_code.length", "organisation_code.character", "organisation_code.check"
/// Source: GB 11714-1997
base::Result<std::string> parse_organisation_code(std::string_view raw);

/// A unified social credit code of 18 characters whose check character is right.
///
/// Source: GB 32100-2015; DOMAIN 2.1
class Uscc {
public:
    /// Reads a code as people write it.
    /// Errors: InvalidInput "uscc.length", "uscc.character" (also I, O, S, V, Z), "uscc.check",
    ///         "uscc.all_zero" (right by arithmetic, but no organisation)
    static base::Result<Uscc> parse(std::string_view raw);

    const std::string& str() const { return text_; }
    /// Positions 3–8: division of the registering office. Views into str().
    std::string_view division_code() const { return std::string_view(text_).substr(2, 6); }
    /// Positions 9–17: organisation code.
    std::string_view organisation_code() const { return std::string_view(text_).substr(8, 9); }
    /// Positions 1–2, "11" for an organ, "12" for a public institution, "91" for an enterprise.
    std::string_view category() const { return std::string_view(text_).substr(0, 2); }

    /// What is unusual but no reason to refuse: "uscc.organisation_check" (some issuers did not keep that check),
    /// "uscc.category_unknown". Total.
    std::vector<std::string> warnings() const;

    bool operator==(const Uscc&) const = default;

private:
    explicit Uscc(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

}  // namespace gx::domain
