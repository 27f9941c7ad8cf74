// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "http/routes/problem.hpp"

namespace gx::http {

/// One parameter as the OpenAPI document declares it.
struct ParameterSpec {
    enum class Place : std::uint8_t { Path, Query } place = Place::Query;
    enum class Type : std::uint8_t { Text, Integer, Day } type = Type::Text;
    std::string name;
    bool required = false;
    std::int64_t minimum = INT64_MIN;  ///< integers
    std::int64_t maximum = INT64_MAX;
    std::size_t length_min = 0;  ///< texts, in characters
    std::size_t length_max = 1'000;
    std::set<std::string, std::less<>> values = {};  ///< empty: any
    std::optional<std::regex> pattern = {};
    std::optional<std::string> absent = {};  ///< its default

    /// Reads a parameter object; references are resolved in `document`.
    /// Errors: InvalidInput "openapi.parameter"; `where` is the name.
    static base::Result<ParameterSpec> from_json(const base::Json& parameter, const base::Json& document);
    /// "" when `text` fits, else the reason.
    std::string fault_of(std::string_view text) const;
};

/// The member that a "#/a/b" reference names, followed at most eight times; `json` itself when it is no reference.
const base::Json& resolve(const base::Json& json, const base::Json& document);

/// Checked parameters of one request.
class Parameters {
public:
    void add(std::string name, std::string text) { values_.emplace_back(std::move(name), std::move(text)); }
    bool has(std::string_view name) const { return find(name) != nullptr; }
    /// Nothing when absent and without default.
    std::optional<std::string_view> text(std::string_view name) const;
    std::string text_or_empty(std::string_view name) const;
    std::optional<std::int64_t> integer(std::string_view name) const;
    std::optional<base::Date> day(std::string_view name) const;

private:
    const std::string* find(std::string_view name) const;
    std::vector<std::pair<std::string, std::string>> values_;
};

inline constexpr std::size_t kQueryParametersMax = 100;

/// Decodes one path segment or query part: "%E5%87%8C"; in a query "+" is a blank.
/// Errors: InvalidInput "request.encoding" (broken percent sequence, not UTF-8, control characters)
base::Result<std::string> percent_decoded(std::string_view text, ParameterSpec::Place place);

/// Reads and checks the query and the path's parts against the declared parameters. Faults of all parameters are
/// collected; the result is usable only when `faults` stays empty.
Parameters read_parameters(std::string_view query, const std::vector<std::pair<std::string, std::string>>& path_parts,
                           const std::vector<ParameterSpec>& specs, std::vector<FieldFault>& faults);

}  // namespace gx::http
