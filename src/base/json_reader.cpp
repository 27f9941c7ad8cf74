// SPDX-License-Identifier: Apache-2.0
#include "base/json_reader.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace gx::base {

namespace {

const Json::Array kNoElements;

std::string escaped(std::string_view member) {
    std::string out;
    for (const char c : member) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

}  // namespace

std::string JsonReader::where(std::string_view member) const { return pointer_ + "/" + escaped(member); }

Error JsonReader::refuse(std::string_view member, std::string reason, std::string detail) const {
    return {ErrorCode::InvalidInput, std::move(reason), std::move(detail), where(member)};
}

Result<Done> JsonReader::only(std::initializer_list<std::string_view> members) const {
    if (!object_.is_object()) {
        return Error{ErrorCode::InvalidInput, "json.member_type", "expected an object", pointer_};
    }
    for (const auto& [key, value] : object_.as_object()) {
        if (std::find(members.begin(), members.end(), key) == members.end()) {
            return refuse(key, "json.member_unknown", fmt::format("unknown member \"{}\"", key));
        }
    }
    return Done{};
}

Result<std::string> JsonReader::text(std::string_view member, std::size_t bytes_max) const {
    const Json& value = object_.at(member);
    if (value.is_null()) { return refuse(member, "json.member_missing", "expected a text"); }
    if (!value.is_string()) { return refuse(member, "json.member_type", "expected a text"); }
    if (value.as_string().empty() || value.as_string().size() > bytes_max) {
        return refuse(member, "json.member_range", fmt::format("expected 1 to {} bytes", bytes_max));
    }
    return value.as_string();
}

Result<std::string> JsonReader::text_or_empty(std::string_view member, std::size_t bytes_max) const {
    if (!has(member)) { return std::string{}; }
    return text(member, bytes_max);
}

Result<std::int64_t> JsonReader::integer(std::string_view member, std::int64_t low, std::int64_t high) const {
    const Json& value = object_.at(member);
    if (value.is_null()) { return refuse(member, "json.member_missing", "expected a whole number"); }
    if (!value.is_int()) { return refuse(member, "json.member_type", "expected a whole number"); }
    if (value.as_int() < low || value.as_int() > high) {
        return refuse(member, "json.member_range", fmt::format("expected {} to {}", low, high));
    }
    return value.as_int();
}

Result<std::optional<std::int64_t>> JsonReader::optional_integer(std::string_view member, std::int64_t low,
                                                                 std::int64_t high) const {
    if (!has(member)) { return std::optional<std::int64_t>{}; }
    GX_TRY(const auto value, integer(member, low, high));
    return std::optional<std::int64_t>{value};
}

Result<bool> JsonReader::flag(std::string_view member) const {
    if (!has(member)) { return refuse(member, "json.member_missing", "expected true or false"); }
    if (!object_.at(member).is_bool()) { return refuse(member, "json.member_type", "expected true or false"); }
    return object_.at(member).as_bool();
}

Result<bool> JsonReader::flag_or(std::string_view member, bool absent) const {
    if (!has(member)) { return absent; }
    return flag(member);
}

Result<Date> JsonReader::date(std::string_view member) const {
    const Json& value = object_.at(member);
    if (!value.is_string() || value.as_string().empty() || value.as_string().size() > 10) { GX_CHECK(text(member, 10)); }
    auto day = Date::parse(value.as_string());
    if (!day) { return refuse(member, "json.member_range", "expected a day YYYY-MM-DD"); }
    return *day;
}

Result<std::optional<Date>> JsonReader::optional_date(std::string_view member) const {
    if (!has(member)) { return std::optional<Date>{}; }
    GX_TRY(const auto day, date(member));
    return std::optional<Date>{day};
}

Result<std::vector<std::string>> JsonReader::texts(std::string_view member, std::size_t count_max) const {
    if (!has(member)) { return std::vector<std::string>{}; }
    if (object_.at(member).is_string()) {
        GX_TRY(const auto single, text(member));
        return std::vector<std::string>{single};
    }
    GX_TRY(const auto elements, array(member, count_max));
    std::vector<std::string> out;
    for (const Json& element : *elements) {
        if (!element.is_string() || element.as_string().empty()) {
            return refuse(member, "json.member_type", "expected a list of texts");
        }
        out.push_back(element.as_string());
    }
    return out;
}

Result<const Json::Array*> JsonReader::array(std::string_view member, std::size_t count_max) const {
    if (!has(member)) { return &kNoElements; }
    const Json& value = object_.at(member);
    if (!value.is_array()) { return refuse(member, "json.member_type", "expected a list"); }
    if (value.as_array().size() > count_max) {
        return refuse(member, "json.member_range", fmt::format("expected at most {} elements", count_max));
    }
    return &value.as_array();
}

}  // namespace gx::base
