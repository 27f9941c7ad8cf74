// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/text.hpp"
#include "domain/casework/engine.hpp"
#include "domain/legal/clause_ref.hpp"

namespace gx::domain {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

namespace {

constexpr std::size_t kIdBytesMax = 100;
constexpr std::size_t kLineMax = 500;

Error refuse(ErrorCode code, std::string reason, const FormField& field) {
    return {code, std::move(reason), field.source, "/body/fields/" + field.field};
}

bool has_controls(std::string_view text, bool lines) {
    return std::any_of(text.begin(), text.end(), [&](char c) {
        return (c != '\n' || !lines) && (static_cast<unsigned char>(c) < 0x20U || c == 0x7F);
    });
}

/// A trimmed text within its bound; null when nothing is left of it.
Result<Json> text_of(const FormField& field, const Json& value, std::size_t max, bool lines) {
    if (!value.is_string()) { return refuse(ErrorCode::InvalidInput, "case.field_type", field); }
    const std::string_view text = base::trim(value.as_string());
    if (has_controls(text, lines)) { return refuse(ErrorCode::InvalidInput, "case.field_type", field); }
    if (base::code_points(text) > max) { return refuse(ErrorCode::InvalidInput, "case.field_too_long", field); }
    return text.empty() ? Json() : Json(std::string(text));
}

/// A list of short texts; null when it is empty.
Result<Json> list_of(const FormField& field, const Json& value, std::size_t each_max) {
    if (!value.is_array()) { return refuse(ErrorCode::InvalidInput, "case.field_type", field); }
    if (value.as_array().size() > static_cast<std::size_t>(field.max)) { return refuse(ErrorCode::InvalidInput, "case.field_too_long", field); }
    Json out = Json::array();
    for (const Json& one : value.as_array()) {
        GX_TRY(Json line, text_of(field, one, each_max, false));
        if (line.is_null()) { continue; }
        const bool twice = std::ranges::find(out.as_array(), line) != out.as_array().end();
        if (!twice) { out.push(std::move(line)); }
    }
    return out.as_array().empty() ? Json() : out;
}

/// Citations: "S-5.2c", "SRC-XFGZTL art. 30". What names no source is no basis. Source: S-5.6b
Result<Json> clauses_of(const FormField& field, const Json& value) {
    GX_TRY(Json list, list_of(field, value, kIdBytesMax));
    if (list.is_null()) { return list; }
    for (const Json& one : list.as_array()) {
        if (!parse_clause_refs(one.as_string()).ok()) { return refuse(ErrorCode::InvalidInput, "case.clause_form", field); }
    }
    return list;
}

Result<Json> whole_of(const FormField& field, const Json& value) {
    if (!value.is_int() || value.as_int() < 0) { return refuse(ErrorCode::InvalidInput, "case.field_type", field); }
    if (field.max > 0 && value.as_int() > field.max) { return refuse(ErrorCode::InvalidInput, "case.field_too_long", field); }
    return value;
}

Result<Json> choice_of(const FormField& field, const Json& value) {
    if (!value.is_string()) { return refuse(ErrorCode::InvalidInput, "case.field_type", field); }
    if (value.as_string().empty()) { return Json(); }
    const bool known = std::ranges::any_of(field.options, [&](const auto& option) { return option.value == value.as_string(); });
    if (!known) { return refuse(ErrorCode::InvalidInput, "case.field_option", field); }
    return value;
}

Result<Json> day_of(const FormField& field, const Json& value) {
    if (!value.is_string()) { return refuse(ErrorCode::InvalidInput, "case.field_type", field); }
    if (value.as_string().empty()) { return Json(); }
    if (!base::Date::parse(value.as_string()).ok()) { return refuse(ErrorCode::InvalidInput, "case.field_type", field); }
    return value;
}

Result<Json> value_of(const FormField& field, const Json& value) {
    switch (field.type) {
        case FieldType::Text: return text_of(field, value, static_cast<std::size_t>(field.max), false);
        case FieldType::LongText: return text_of(field, value, static_cast<std::size_t>(field.max), true);
        case FieldType::Body:
        case FieldType::Official: return text_of(field, value, kIdBytesMax, false);
        case FieldType::Day: return day_of(field, value);
        case FieldType::Money:
        case FieldType::Count: return whole_of(field, value);
        case FieldType::Choice: return choice_of(field, value);
        case FieldType::Flag:
            if (!value.is_bool()) { return refuse(ErrorCode::InvalidInput, "case.field_type", field); }
            return value;
        case FieldType::Documents: return list_of(field, value, kIdBytesMax);
        case FieldType::Clauses: return clauses_of(field, value);
        case FieldType::List: return list_of(field, value, kLineMax);
    }
    return Json();
}

/// Whether the form asks for the field, given what else was entered or is known.
bool asked(const FormField& field, const Json& entered, const std::map<std::string, Json>& known) {
    if (field.when_field.empty()) { return true; }
    const Json* value = &entered.at(field.when_field);
    if (value->is_null()) {
        const auto kept = known.find(field.when_field);
        if (kept == known.end()) { return false; }
        value = &kept->second;
    }
    const std::string text = value->is_string() ? value->as_string() : value->is_bool() ? (value->as_bool() ? "true" : "false") : std::string{};
    return std::ranges::find(field.when_values, text) != field.when_values.end();
}

}  // namespace

Result<Json> check_form(const std::vector<FormField>& form, const Json& entered, const std::map<std::string, Json>& known) {
    if (!entered.is_null() && !entered.is_object()) { return Error{ErrorCode::InvalidInput, "json.member_type", {}, "/body/fields"}; }
    Json out = Json::object();
    if (entered.is_object()) {
        for (const auto& [name, value] : entered.as_object()) {
            const bool there = std::ranges::any_of(form, [&](const FormField& field) { return field.field == name; });
            if (!there) { return Error{ErrorCode::InvalidInput, "case.field_unknown", name, "/body/fields/" + name}; }
        }
    }
    for (const FormField& field : form) {
        const Json& given = entered.at(field.field);
        Json value;
        if (!given.is_null()) { GX_TRY(value, value_of(field, given)); }
        const bool wanted = asked(field, entered, known);
        if (!wanted && !value.is_null()) { return refuse(ErrorCode::InvalidInput, "case.field_unfit", field); }
        if (wanted && field.required && value.is_null() && !known.contains(field.field)) { return refuse(ErrorCode::BasisMissing, "case.field_missing", field); }
        if (!value.is_null()) { out.set(field.field, std::move(value)); }
    }
    return out;
}

}  // namespace gx::domain
