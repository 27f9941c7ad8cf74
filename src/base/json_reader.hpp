// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::base {

/// Reads one JSON object strictly: each fault is located by a JSON pointer, unknown members are refused.
///
/// Shape:  `pointer` is where the object lies in its file ("" = the root, "/rules/3" = the fourth rule).
/// Errors: every reader gives InvalidInput "json.member_missing", "json.member_type" or "json.member_range", each with
///         `where` = the member's pointer and the expected form in `detail`.
class JsonReader {
public:
    /// Keeps a reference: `object` must outlive the reader.
    explicit JsonReader(const Json& object, std::string pointer = {}) : object_(object), pointer_(std::move(pointer)) {}
    JsonReader(Json&&, std::string) = delete;

    /// Errors: InvalidInput "json.member_type" when this is no object, "json.member_unknown" for a member not named.
    Result<Done> only(std::initializer_list<std::string_view> members) const;

    bool has(std::string_view member) const { return !object_.at(member).is_null(); }
    const Json& raw(std::string_view member) const { return object_.at(member); }
    /// "/rules/3/amount"
    std::string where(std::string_view member) const;
    /// A refusal located at `member`.
    Error refuse(std::string_view member, std::string reason, std::string detail = {}) const;

    /// A non-empty text of at most `bytes_max` bytes.
    Result<std::string> text(std::string_view member, std::size_t bytes_max = 4'000) const;
    /// "" when absent.
    Result<std::string> text_or_empty(std::string_view member, std::size_t bytes_max = 4'000) const;
    /// A whole number within [low, high].
    Result<std::int64_t> integer(std::string_view member, std::int64_t low, std::int64_t high) const;
    Result<std::optional<std::int64_t>> optional_integer(std::string_view member, std::int64_t low,
                                                         std::int64_t high) const;
    Result<bool> flag(std::string_view member) const;
    Result<bool> flag_or(std::string_view member, bool absent) const;
    Result<Date> date(std::string_view member) const;
    Result<std::optional<Date>> optional_date(std::string_view member) const;
    /// A list of non-empty texts; empty when absent. One text stands for a list of one.
    Result<std::vector<std::string>> texts(std::string_view member, std::size_t count_max = 1'000) const;
    /// An array of at most `count_max` elements; empty when absent.
    Result<const Json::Array*> array(std::string_view member, std::size_t count_max = 10'000) const;

private:
    const Json& object_;
    std::string pointer_;
};

}  // namespace gx::base
