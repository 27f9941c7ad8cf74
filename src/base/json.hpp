// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace gx::base {

/// A JSON value without binary floating point: what entities, answers and law-pack files are made of.
///
/// Shape: numbers are either 64-bit integers or decimal texts kept exactly as written ("1234.50", "1e3");
///        object keys are unique and kept in UTF-8 byte order (RFC 8785 order is restored on writing).
class Json {
public:
    /// A number that is not a 64-bit integer, in the form it was written.
    struct Decimal {
        std::string text;
        bool operator==(const Decimal&) const = default;
    };
    using Array = std::vector<Json>;
    using Object = std::map<std::string, Json, std::less<>>;

    Json();
    // Out of line: the variant's copies are large, and GCC 12 warns falsely where they are inlined.
    Json(const Json& other);
    Json(Json&& other) noexcept;
    Json& operator=(const Json& other);
    Json& operator=(Json&& other) noexcept;
    ~Json();
    Json(std::nullptr_t) {}                                           // NOLINT(google-explicit-constructor)
    Json(bool value) : value_(value) {}                               // NOLINT(google-explicit-constructor)
    Json(int value) : value_(std::int64_t{value}) {}                  // NOLINT(google-explicit-constructor)
    Json(std::int64_t value) : value_(value) {}                       // NOLINT(google-explicit-constructor)
    Json(const char* value) : value_(std::string{value}) {}           // NOLINT(google-explicit-constructor)
    Json(std::string_view value) : value_(std::string{value}) {}      // NOLINT(google-explicit-constructor)
    Json(std::string value) : value_(std::move(value)) {}             // NOLINT(google-explicit-constructor)
    Json(Decimal value) : value_(std::move(value)) {}                 // NOLINT(google-explicit-constructor)
    Json(Array value) : value_(std::move(value)) {}                   // NOLINT(google-explicit-constructor)
    Json(Object value) : value_(std::move(value)) {}                  // NOLINT(google-explicit-constructor)
    /// null when there is nothing.
    template <class T>
    Json(const std::optional<T>& value) {                             // NOLINT(google-explicit-constructor)
        if (value) { *this = Json(*value); }
    }

    static Json object() { return Json(Object{}); }
    static Json array() { return Json(Array{}); }

    bool is_null() const { return std::holds_alternative<std::nullptr_t>(value_); }
    bool is_bool() const { return std::holds_alternative<bool>(value_); }
    bool is_int() const { return std::holds_alternative<std::int64_t>(value_); }
    bool is_decimal() const { return std::holds_alternative<Decimal>(value_); }
    bool is_string() const { return std::holds_alternative<std::string>(value_); }
    bool is_array() const { return std::holds_alternative<Array>(value_); }
    bool is_object() const { return std::holds_alternative<Object>(value_); }

    /// The typed value; a programming error (GX_ASSERT) when the type differs.
    bool as_bool() const;
    std::int64_t as_int() const;
    const std::string& as_string() const;
    const Decimal& as_decimal() const;
    const Array& as_array() const;
    Array& as_array();
    const Object& as_object() const;
    Object& as_object();

    /// The member `key`, or a shared null when this is no object or has no such member. Total.
    const Json& at(std::string_view key) const;
    /// Sets a member; makes an object of a null. A null value removes the member ("null same as absent").
    Json& set(std::string key, Json value);
    /// Appends to an array; makes an array of a null.
    Json& push(Json value);

    /// Readers for tolerant code: nothing when absent or of another type.
    std::optional<std::int64_t> int_at(std::string_view key) const;
    std::optional<std::string> string_at(std::string_view key) const;
    std::optional<bool> bool_at(std::string_view key) const;
    /// "" / 0 / false when absent.
    std::string text_or_empty(std::string_view key) const;

    bool operator==(const Json&) const = default;

private:
    std::variant<std::nullptr_t, bool, std::int64_t, Decimal, std::string, Array, Object> value_{nullptr};
};

/// RFC 8785 canonical form: members sorted by UTF-16 code units, no blanks, shortest escapes.
/// Decimals are written as they stand; entity contents hold none.
std::string canonical(const Json& value);
/// The same, appended to `out`.
void append_canonical(std::string& out, const Json& value);

/// Limits of a text from outside.
struct JsonLimits {
    std::size_t bytes_max = 16U << 20U;
    std::size_t depth_max = 32;
    std::size_t keys_max = 1'000;  ///< members of one object
};

/// Reads one JSON text (RFC 8259, UTF-8). A member name given twice is refused.
///
/// Errors: TooLarge "json.too_large"; InvalidInput "json.syntax", "json.duplicate_key", "json.too_deep",
///         "json.too_many_keys"; `where` is "byte N".
Result<Json> parse_json(std::string_view text, const JsonLimits& limits = {});

}  // namespace gx::base
