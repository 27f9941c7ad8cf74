// SPDX-License-Identifier: Apache-2.0
#include "http/routes/parameters.hpp"

#include <charconv>

#include "base/json_reader.hpp"
#include "base/text.hpp"

namespace gx::http {
namespace {

constexpr int kReferencesMax = 8;
constexpr std::size_t kFaultsMax = 20;

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc{} || end != text.data() + text.size() || text.empty()) { return std::nullopt; }
    return value;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') { return c - '0'; }
    if (c >= 'a' && c <= 'f') { return c - 'a' + 10; }
    if (c >= 'A' && c <= 'F') { return c - 'A' + 10; }
    return -1;
}

bool has_control(std::string_view text) {
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) { return true; }
    }
    return false;
}

const ParameterSpec* find_spec(const std::vector<ParameterSpec>& specs, ParameterSpec::Place place,
                               std::string_view name) {
    for (const auto& spec : specs) {
        if (spec.place == place && spec.name == name) { return &spec; }
    }
    return nullptr;
}

void fault(std::vector<FieldFault>& faults, std::string_view place, std::string_view name, std::string reason) {
    if (faults.size() >= kFaultsMax) { return; }
    faults.push_back({std::string{place}.append(name), std::move(reason)});
}

void read_query_part(std::string_view part, const std::vector<ParameterSpec>& specs, Parameters& parameters,
                     std::vector<FieldFault>& faults) {
    const auto equals = part.find('=');
    const auto name = percent_decoded(part.substr(0, equals), ParameterSpec::Place::Query);
    const std::string_view raw = equals == std::string_view::npos ? std::string_view{} : part.substr(equals + 1);
    if (!name.ok()) { return fault(faults, "/query/", "", "request.encoding"); }
    const std::string shown = name->size() > 64 ? std::string{} : *name;
    const ParameterSpec* spec = find_spec(specs, ParameterSpec::Place::Query, *name);
    if (spec == nullptr) { return fault(faults, "/query/", shown, "request.unknown_parameter"); }
    if (parameters.has(*name)) { return fault(faults, "/query/", shown, "request.repeated_parameter"); }
    auto value = percent_decoded(raw, ParameterSpec::Place::Query);
    if (!value.ok()) { return fault(faults, "/query/", shown, "request.encoding"); }
    std::string reason = spec->fault_of(*value);
    if (!reason.empty()) { return fault(faults, "/query/", shown, std::move(reason)); }
    parameters.add(*name, std::move(value).value());
}

}  // namespace

const base::Json& resolve(const base::Json& json, const base::Json& document) {
    const base::Json* at = &json;
    for (int i = 0; i < kReferencesMax; ++i) {
        const base::Json& reference = at->at("$ref");
        if (!reference.is_string() || !reference.as_string().starts_with("#/")) { break; }
        at = &document;
        for (const auto member : base::split(std::string_view{reference.as_string()}.substr(2), '/')) {
            at = &at->at(member);
        }
    }
    return *at;
}

base::Result<ParameterSpec> ParameterSpec::from_json(const base::Json& reference, const base::Json& document) {
    const base::Json& parameter = resolve(reference, document);
    const base::Json& schema = resolve(parameter.at("schema"), document);
    ParameterSpec spec;
    spec.name = parameter.text_or_empty("name");
    const base::Error bad{base::ErrorCode::InvalidInput, "openapi.parameter", "cannot be checked", spec.name};
    const std::string in = parameter.text_or_empty("in");
    if (spec.name.empty() || (in != "path" && in != "query")) { return bad; }
    spec.place = in == "path" ? Place::Path : Place::Query;
    spec.required = parameter.bool_at("required").value_or(false);
    const std::string type = schema.text_or_empty("type");
    if (type == "integer") {
        spec.type = Type::Integer;
        spec.minimum = schema.int_at("minimum").value_or(INT64_MIN);
        spec.maximum = schema.int_at("maximum").value_or(INT64_MAX);
        if (const auto absent = schema.int_at("default")) { spec.absent = std::to_string(*absent); }
        return spec;
    }
    if (type != "string") { return bad; }
    if (schema.text_or_empty("format") == "date") { spec.type = Type::Day; }
    spec.length_min = static_cast<std::size_t>(schema.int_at("minLength").value_or(0));
    spec.length_max = static_cast<std::size_t>(schema.int_at("maxLength").value_or(1'000));
    spec.absent = schema.string_at("default");
    if (schema.at("enum").is_array()) {
        for (const auto& value : schema.at("enum").as_array()) {
            if (!value.is_string()) { return bad; }
            spec.values.insert(value.as_string());
        }
    }
    if (const auto pattern = schema.string_at("pattern")) {
        try {
            spec.pattern.emplace(*pattern, std::regex::ECMAScript | std::regex::optimize);
        } catch (const std::regex_error&) {
            return bad;
        }
    }
    return spec;
}

std::string ParameterSpec::fault_of(std::string_view text) const {
    if (type == Type::Integer) {
        const auto number = whole_number(text);
        if (!number) { return "request.not_a_number"; }
        return *number < minimum || *number > maximum ? "request.out_of_range" : "";
    }
    if (type == Type::Day) { return base::Date::parse(text).ok() ? "" : "date.invalid"; }
    const std::size_t length = base::code_points(text);
    if (length < length_min) { return "request.too_short"; }
    if (length > length_max) { return "request.too_long"; }
    if (!values.empty() && !values.contains(text)) { return "request.unknown_value"; }
    if (pattern && !std::regex_match(text.begin(), text.end(), *pattern)) { return "request.wrong_form"; }
    return "";
}

const std::string* Parameters::find(std::string_view name) const {
    for (const auto& [key, value] : values_) {
        if (key == name) { return &value; }
    }
    return nullptr;
}

std::optional<std::string_view> Parameters::text(std::string_view name) const {
    const std::string* value = find(name);
    return value == nullptr ? std::nullopt : std::optional<std::string_view>{*value};
}

std::string Parameters::text_or_empty(std::string_view name) const { return std::string{text(name).value_or("")}; }

std::optional<std::int64_t> Parameters::integer(std::string_view name) const {
    const std::string* value = find(name);
    return value == nullptr ? std::nullopt : whole_number(*value);
}

std::optional<base::Date> Parameters::day(std::string_view name) const {
    const std::string* value = find(name);
    if (value == nullptr) { return std::nullopt; }
    const auto parsed = base::Date::parse(*value);
    return parsed.ok() ? std::optional{*parsed} : std::nullopt;
}

base::Result<std::string> percent_decoded(std::string_view text, ParameterSpec::Place place) {
    const base::Error bad{base::ErrorCode::InvalidInput, "request.encoding"};
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && place == ParameterSpec::Place::Query) {
            out.push_back(' ');
        } else if (text[i] != '%') {
            out.push_back(text[i]);
        } else {
            if (i + 2 >= text.size()) { return bad; }
            const int high = hex_value(text[i + 1]);
            const int low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) { return bad; }
            out.push_back(static_cast<char>(high * 16 + low));
            i += 2;
        }
    }
    if (!base::is_utf8(out) || has_control(out)) { return bad; }
    return out;
}

Parameters read_parameters(std::string_view query, const std::vector<std::pair<std::string, std::string>>& path_parts,
                           const std::vector<ParameterSpec>& specs, std::vector<FieldFault>& faults) {
    Parameters parameters;
    for (const auto& [name, value] : path_parts) {
        const ParameterSpec* spec = find_spec(specs, ParameterSpec::Place::Path, name);
        std::string reason = spec == nullptr ? "request.unknown_parameter" : spec->fault_of(value);
        if (!reason.empty()) {
            fault(faults, "/path/", name, std::move(reason));
            continue;
        }
        parameters.add(name, value);
    }
    std::size_t count = 0;
    while (!query.empty()) {
        const auto end = query.find('&');
        if (++count > kQueryParametersMax) {
            fault(faults, "/query", "", "request.too_many_parameters");
            break;
        }
        const std::string_view part = query.substr(0, end);
        if (!part.empty()) { read_query_part(part, specs, parameters, faults); }
        query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
    }
    for (const auto& spec : specs) {
        if (spec.place != ParameterSpec::Place::Query || parameters.has(spec.name)) { continue; }
        if (spec.absent) { parameters.add(spec.name, *spec.absent); }
        if (!spec.required) { continue; }
        const std::string pointer = "/query/" + spec.name;  // reported already when it was there but wrong
        bool reported = false;
        for (const auto& known : faults) { reported = reported || known.pointer == pointer; }
        if (!reported) { fault(faults, "/query/", spec.name, "request.parameter_missing"); }
    }
    return parameters;
}

}  // namespace gx::http
