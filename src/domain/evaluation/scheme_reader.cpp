// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/scheme_reader.hpp"

#include <algorithm>

namespace gx::domain::evaluation {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

namespace {

constexpr std::size_t kListMax = 2'000;

Json replaced(const Json& value, const std::string& id, int depth) {
    if (value.is_string()) {
        std::string text = value.as_string();
        for (std::size_t at = text.find("$id"); at != std::string::npos; at = text.find("$id", at + id.size())) {
            text.replace(at, 3, id);
        }
        return Json(std::move(text));
    }
    if (depth > 8) { return value; }
    if (value.is_array()) {
        Json::Array out;
        for (const Json& each : value.as_array()) { out.push_back(replaced(each, id, depth + 1)); }
        return Json(std::move(out));
    }
    if (value.is_object()) {
        Json::Object out;
        for (const auto& [key, each] : value.as_object()) { out.emplace(key, replaced(each, id, depth + 1)); }
        return Json(std::move(out));
    }
    return value;
}

}  // namespace

Error SchemeReader::fault(std::string_view reason, std::string_view key, std::string detail) const {
    return {ErrorCode::InvalidInput, std::string{reason}, std::move(detail), key.empty() ? at_ : at(key)};
}

Result<Done> SchemeReader::only(std::initializer_list<std::string_view> keys) const {
    if (!json_.is_object()) { return fault("scheme.field_type", "", "an object is expected"); }
    for (const auto& [key, value] : json_.as_object()) {
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) { return fault("scheme.unknown_field", key, key); }
    }
    return Done{};
}

Result<std::string> SchemeReader::text(std::string_view key) const {
    const Json& value = json_.at(key);
    if (value.is_null()) { return fault("scheme.field_missing", "", std::string{key}); }
    if (value.is_int()) { return std::to_string(value.as_int()); }
    if (value.is_decimal()) { return value.as_decimal().text; }
    if (!value.is_string()) { return fault("scheme.field_type", key, "a text is expected"); }
    return value.as_string();
}

Result<std::string> SchemeReader::text_or(std::string_view key, std::string_view otherwise) const {
    if (!has(key)) { return std::string{otherwise}; }
    return text(key);
}

Result<Number> number_of(const Json& json, const std::string& at) {
    if (json.is_int()) { return Number::whole(json.as_int()); }
    if (json.is_decimal() || json.is_string()) {
        auto number = parse_number(json.is_decimal() ? json.as_decimal().text : json.as_string());
        if (number) { return *number; }
    }
    return Error{ErrorCode::InvalidInput, "scheme.number", "a decimal number is expected", at};
}

Result<Number> SchemeReader::number(std::string_view key) const {
    if (!has(key)) { return fault("scheme.field_missing", "", std::string{key}); }
    return number_of(json_.at(key), at(key));
}

Result<std::int64_t> SchemeReader::integer_or(std::string_view key, std::int64_t otherwise, std::int64_t least,
                                              std::int64_t most) const {
    if (!has(key)) { return otherwise; }
    const Json& value = json_.at(key);
    if (!value.is_int() || value.as_int() < least || value.as_int() > most) {
        return fault("scheme.number", key, fmt::format("a whole number {}..{} is expected", least, most));
    }
    return value.as_int();
}

Result<Title> SchemeReader::title(std::string_view key) const {
    if (!has(key)) { return Title{}; }
    const SchemeReader inner{json_.at(key), at(key)};
    GX_CHECK(inner.only({"zh", "en"}));
    Title title;
    GX_TRY(title.zh, inner.text("zh"));
    GX_TRY(title.en, inner.text("en"));
    return title;
}

Result<Formula> formula_of(const Json& json, const std::string& at) {
    std::string text;
    if (json.is_string()) {
        text = json.as_string();
    } else if (json.is_int()) {
        text = std::to_string(json.as_int());
    } else if (json.is_decimal()) {
        text = json.as_decimal().text;
    } else {
        return Error{ErrorCode::InvalidInput, "scheme.field_type", "a formula is expected", at};
    }
    auto parsed = parse_expression(text);
    if (!parsed) {
        Error error = parsed.error();
        error.where = at;
        return error;
    }
    return Formula{.expression = std::move(parsed).value(), .at = at};
}

Result<Formula> SchemeReader::formula(std::string_view key) const {
    if (!has(key)) { return fault("scheme.field_missing", "", std::string{key}); }
    return formula_of(json_.at(key), at(key));
}

Result<std::optional<Formula>> SchemeReader::formula_or_none(std::string_view key) const {
    if (!has(key)) { return std::optional<Formula>{}; }
    GX_TRY(auto found, formula(key));
    return std::optional<Formula>{std::move(found)};
}

Result<std::vector<SchemeReader>> SchemeReader::list(std::string_view key) const {
    std::vector<SchemeReader> out;
    if (!has(key)) { return out; }
    const Json& value = json_.at(key);
    if (!value.is_array() || value.as_array().size() > kListMax) {
        return fault("scheme.field_type", key, "a list is expected");
    }
    for (std::size_t i = 0; i < value.as_array().size(); ++i) {
        out.emplace_back(value.as_array()[i], at(key) + "/" + std::to_string(i));
    }
    return out;
}

Result<std::vector<NamedFormula>> SchemeReader::named_formulas(std::string_view key) const {
    std::vector<NamedFormula> out;
    GX_TRY(const auto entries, list(key));
    for (const SchemeReader& entry : entries) {
        if (!entry.json().is_object() || entry.json().as_object().size() != 1) {
            return entry.fault("scheme.field_type", "", "one member, name: formula, is expected");
        }
        const std::string& name = entry.json().as_object().begin()->first;
        GX_TRY(auto formula, entry.formula(name));
        out.push_back({.name = name, .formula = std::move(formula)});
    }
    return out;
}

Result<std::vector<RowsBehind>> SchemeReader::rows_behind(std::string_view key) const {
    std::vector<RowsBehind> out;
    GX_TRY(const auto entries, list(key));
    for (const SchemeReader& entry : entries) {
        GX_CHECK(entry.only({"fact", "where", "kept", "entity"}));
        RowsBehind rows;
        GX_TRY(rows.fact, entry.text("fact"));
        GX_TRY(rows.where, entry.formula_or_none("where"));
        GX_TRY(rows.kept, entry.formula_or_none("kept"));
        GX_TRY(rows.entity, entry.text("entity"));
        out.push_back(std::move(rows));
    }
    return out;
}

Result<std::vector<Rank::Key>> SchemeReader::order(std::string_view key) const {
    std::vector<Rank::Key> out;
    GX_TRY(const auto entries, list(key));
    for (const SchemeReader& entry : entries) {
        if (!entry.json().is_string() || entry.json().as_string().empty()) {
            return entry.fault("scheme.field_type", "", "a column name is expected");
        }
        std::string name = entry.json().as_string();
        const bool descending = name.front() == '-';
        if (descending) { name.erase(0, 1); }
        out.push_back({.name = std::move(name), .descending = descending});
    }
    return out;
}

Result<Json> with_form(const Json& indicator, const Json& forms, const std::string& at) {
    if (!indicator.is_object()) {
        return Error{ErrorCode::InvalidInput, "scheme.field_type", "an object is expected", at};
    }
    const std::string id = indicator.text_or_empty("id");
    Json out = Json::object();
    if (!indicator.at("form").is_null()) {
        const Json& form = forms.at(indicator.text_or_empty("form"));
        if (!form.is_object()) {
            return Error{ErrorCode::InvalidInput, "scheme.dangling_name", indicator.text_or_empty("form"), at + "/form"};
        }
        out = form;
    }
    for (const auto& [key, value] : indicator.as_object()) {
        if (key != "form") { out.set(key, value); }
    }
    return replaced(out, id, 0);
}

}  // namespace gx::domain::evaluation
