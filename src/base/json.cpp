// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace gx::base {
namespace {

const Json kNull;

/// One code point and the bytes it takes; invalid bytes stand for themselves (parse_json refuses them earlier).
std::pair<char32_t, std::size_t> code_point(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(at);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (size == 1 || at + size > text.size()) { return {lead, 1}; }
    char32_t value = lead & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) { value = value << 6U | (byte(at + i) & 0x3FU); }
    return {value, size};
}

/// UTF-16 order differs from UTF-8 order only between U+E000..U+FFFF and the planes above.
bool utf16_less(std::string_view a, std::string_view b) {
    std::size_t i = 0;
    while (i < a.size() && i < b.size()) {
        const auto [x, size] = code_point(a, i);
        const auto [y, other_size] = code_point(b, i);
        if (x != y) {
            const auto lead = [](char32_t c) { return c >= 0x10000 ? 0xD800U + ((c - 0x10000U) >> 10U) : c; };
            return lead(x) != lead(y) ? lead(x) < lead(y) : x < y;
        }
        i += size;
        static_cast<void>(other_size);
    }
    return a.size() < b.size();
}

/// Bytes that stand for themselves inside a JSON text; the rest need an escape.
bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

void write_escape(std::string& out, char c) {
    switch (c) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\b': out += "\\b"; return;
        case '\f': out += "\\f"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default:
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
}

void write_string(std::string& out, std::string_view text) {
    out.push_back('"');
    std::size_t from = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_plain(text[i])) { continue; }
        out.append(text.substr(from, i - from));
        write_escape(out, text[i]);
        from = i + 1;
    }
    out.append(text.substr(from));
    out.push_back('"');
}

void write_int(std::string& out, std::int64_t value) {
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void write(std::string& out, const Json& value);

void write_member(std::string& out, const Json::Object::value_type& member, bool first) {
    if (!first) { out.push_back(','); }
    write_string(out, member.first);
    out.push_back(':');
    write(out, member.second);
}

void write_object(std::string& out, const Json::Object& object) {
    out.push_back('{');
    bool first = true;
    // Byte order is UTF-16 order among ASCII names.
    if (std::all_of(object.begin(), object.end(), [](const auto& member) { return is_ascii(member.first); })) {
        for (const auto& member : object) {
            write_member(out, member, first);
            first = false;
        }
    } else {
        std::vector<const Json::Object::value_type*> members;
        members.reserve(object.size());
        for (const auto& member : object) { members.push_back(&member); }
        std::stable_sort(members.begin(), members.end(),
                         [](const auto* a, const auto* b) { return utf16_less(a->first, b->first); });
        for (const auto* member : members) {
            write_member(out, *member, first);
            first = false;
        }
    }
    out.push_back('}');
}

void write(std::string& out, const Json& value) {
    if (value.is_string()) {
        write_string(out, value.as_string());
    } else if (value.is_int()) {
        write_int(out, value.as_int());
    } else if (value.is_object()) {
        write_object(out, value.as_object());
    } else if (value.is_null()) {
        out += "null";
    } else if (value.is_bool()) {
        out += value.as_bool() ? "true" : "false";
    } else if (value.is_decimal()) {
        out += value.as_decimal().text;
    } else {
        out.push_back('[');
        bool first = true;
        for (const auto& item : value.as_array()) {
            if (!first) { out.push_back(','); }
            first = false;
            write(out, item);
        }
        out.push_back(']');
    }
}

}  // namespace

Json::Json() = default;
Json::Json(const Json& other) = default;
Json::Json(Json&& other) noexcept = default;
Json& Json::operator=(const Json& other) = default;
Json& Json::operator=(Json&& other) noexcept = default;
Json::~Json() = default;

bool Json::as_bool() const { GX_ASSERT(is_bool()); return std::get<bool>(value_); }
std::int64_t Json::as_int() const { GX_ASSERT(is_int()); return std::get<std::int64_t>(value_); }
const std::string& Json::as_string() const { GX_ASSERT(is_string()); return std::get<std::string>(value_); }
const Json::Decimal& Json::as_decimal() const { GX_ASSERT(is_decimal()); return std::get<Decimal>(value_); }
const Json::Array& Json::as_array() const { GX_ASSERT(is_array()); return std::get<Array>(value_); }
Json::Array& Json::as_array() { GX_ASSERT(is_array()); return std::get<Array>(value_); }
const Json::Object& Json::as_object() const { GX_ASSERT(is_object()); return std::get<Object>(value_); }
Json::Object& Json::as_object() { GX_ASSERT(is_object()); return std::get<Object>(value_); }

const Json& Json::at(std::string_view key) const {
    if (!is_object()) { return kNull; }
    const auto found = as_object().find(key);
    return found == as_object().end() ? kNull : found->second;
}

Json& Json::set(std::string key, Json value) {
    if (is_null()) { value_ = Object{}; }
    if (value.is_null()) {
        as_object().erase(key);
    } else {
        as_object().insert_or_assign(std::move(key), std::move(value));
    }
    return *this;
}

Json& Json::push(Json value) {
    if (is_null()) { value_ = Array{}; }
    as_array().push_back(std::move(value));
    return *this;
}

std::optional<std::int64_t> Json::int_at(std::string_view key) const {
    const Json& found = at(key);
    return found.is_int() ? std::optional{found.as_int()} : std::nullopt;
}

std::optional<std::string> Json::string_at(std::string_view key) const {
    const Json& found = at(key);
    return found.is_string() ? std::optional{found.as_string()} : std::nullopt;
}

std::optional<bool> Json::bool_at(std::string_view key) const {
    const Json& found = at(key);
    return found.is_bool() ? std::optional{found.as_bool()} : std::nullopt;
}

std::string Json::text_or_empty(std::string_view key) const { return string_at(key).value_or(std::string{}); }

std::string canonical(const Json& value) {
    std::string out;
    write(out, value);
    return out;
}

void append_canonical(std::string& out, const Json& value) { write(out, value); }

}  // namespace gx::base
