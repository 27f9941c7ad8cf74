// SPDX-License-Identifier: Apache-2.0
#include "app/imports/import_layout.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "app/ports/entity_types.hpp"
#include "base/json_reader.hpp"
#include "base/text.hpp"

namespace gx::app {
namespace {

using base::Json;
using base::JsonReader;

constexpr std::size_t kColumnsMax = 200;

struct FormName {
    std::string_view name;
    ColumnForm form;
};
constexpr std::array kForms = {
    FormName{"text", ColumnForm::Text},         FormName{"int", ColumnForm::Int},
    FormName{"money", ColumnForm::Money},       FormName{"percent", ColumnForm::Percent},
    FormName{"date", ColumnForm::Date},         FormName{"bool", ColumnForm::Bool},
    FormName{"code", ColumnForm::Code},         FormName{"uscc", ColumnForm::Uscc},
    FormName{"sealed", ColumnForm::Sealed},     FormName{"sealed_id", ColumnForm::SealedId},
    FormName{"figure", ColumnForm::Figure},     FormName{"json", ColumnForm::Json},
};

Error bad(const JsonReader& reader, std::string_view member, std::string detail) {
    return reader.refuse(member, "import.layout", std::move(detail));
}

Result<BothLanguages> both(const JsonReader& reader, std::string_view member, bool required) {
    const Json& value = reader.raw(member);
    if (value.is_null() && !required) { return BothLanguages{}; }
    if (!value.is_object() || value.text_or_empty("zh").empty() || (required && value.text_or_empty("en").empty())) {
        return bad(reader, member, "{zh, en} expected");
    }
    return BothLanguages{.zh = value.text_or_empty("zh"), .en = value.text_or_empty("en")};
}

/// {code: 中文} or {code: {zh, en}}, in the order of the codes.
Result<std::vector<CodeChoice>> choices(const JsonReader& reader, std::string_view member) {
    std::vector<CodeChoice> out;
    for (const auto& [code, label] : reader.raw(member).as_object()) {
        if (label.is_string()) {
            out.push_back({.code = code, .label = {.zh = label.as_string(), .en = code}});
        } else if (label.is_object() && !label.text_or_empty("zh").empty()) {
            out.push_back({.code = code, .label = {.zh = label.text_or_empty("zh"), .en = label.text_or_empty("en")}});
        } else {
            return bad(reader, member, "label of " + code);
        }
    }
    if (out.empty()) { return bad(reader, member, "empty"); }
    return out;
}

/// {member: name}
Result<std::map<std::string, std::string>> names(const JsonReader& reader, std::string_view member) {
    std::map<std::string, std::string> out;
    if (!reader.has(member)) { return out; }
    if (!reader.raw(member).is_object()) { return bad(reader, member, "object expected"); }
    for (const auto& [ours, theirs] : reader.raw(member).as_object()) {
        if (!theirs.is_string()) { return bad(reader, member, "text expected"); }
        out.emplace(ours, theirs.as_string());
    }
    return out;
}

Result<ColumnReference> reference(const JsonReader& column) {
    const Json& value = column.raw("ref");
    ColumnReference out;
    if (value.is_string()) {
        out.entity = value.as_string();
    } else {
        const JsonReader reader(value, column.where("ref"));
        GX_CHECK(reader.only({"entity", "key_prefix", "also", "by_name", "key_member"}));
        GX_TRY(out.entity, reader.text("entity"));
        GX_TRY(out.key_prefix, reader.text_or_empty("key_prefix"));
        GX_TRY(out.by_name, reader.flag_or("by_name", false));
        if (reader.has("key_member")) {
            GX_TRY(out.key_member, reader.text("key_member"));
        }
        GX_TRY(out.also, names(reader, "also"));
    }
    if (find_entity_type(out.entity) == nullptr) { return bad(column, "ref", "unknown entity " + out.entity); }
    if (out.by_name && out.entity != "body") { return bad(column, "ref", "by_name is for bodies"); }
    return out;
}

Result<std::int64_t> money_unit(const JsonReader& reader) {
    GX_TRY(const std::string unit, reader.text_or_empty("unit"));
    const auto fen = fen_per_unit(unit.empty() ? "yuan" : unit);
    if (!fen) { return bad(reader, "unit", "unknown unit " + unit); }
    return *fen;
}

Result<ImportColumn> column(const JsonReader& reader) {
    GX_CHECK(reader.only({"key", "header", "aliases", "type", "unit", "required", "max", "low", "high", "not_future",
                          "personal", "choices", "ref", "field", "example", "note"}));
    ImportColumn out;
    GX_TRY(out.key, reader.text("key", 60));
    GX_TRY(out.header, both(reader, "header", true));
    GX_TRY(out.aliases, reader.texts("aliases", 20));
    GX_TRY(const std::string form, reader.text_or_empty("type"));
    const auto found = std::ranges::find(kForms, form.empty() ? "text" : std::string_view(form), &FormName::name);
    if (found == kForms.end()) { return bad(reader, "type", "unknown type " + form); }
    out.form = found->form;
    if (out.form == ColumnForm::Money) {
        GX_TRY(out.unit_fen, money_unit(reader));
        out.low = 0;
    } else {
        GX_TRY(out.unit, reader.text_or_empty("unit"));
    }
    GX_TRY(out.required, reader.flag_or("required", false));
    GX_TRY(const auto length, reader.optional_integer("max", 1, 32'000));
    out.length_max = static_cast<std::uint32_t>(length.value_or(200));
    GX_TRY(const auto low, reader.optional_integer("low", INT64_MIN, INT64_MAX));
    GX_TRY(const auto high, reader.optional_integer("high", INT64_MIN, INT64_MAX));
    out.low = low.value_or(out.low);
    out.high = high.value_or(out.high);
    GX_TRY(out.not_future, reader.flag_or("not_future", false));
    GX_TRY(out.personal_allowed, reader.flag_or("personal", false));
    if (reader.has("choices")) {
        if (reader.raw("choices").is_string()) {
            out.choices_from = reader.raw("choices").as_string();
        } else if (reader.raw("choices").is_object()) {
            GX_TRY(out.choices, choices(reader, "choices"));
        } else {
            return bad(reader, "choices", "object or name expected");
        }
    }
    if ((out.form == ColumnForm::Code) != reader.has("choices")) { return bad(reader, "choices", "belongs to type code"); }
    if (reader.has("ref")) {
        GX_TRY(out.reference, reference(reader));
    }
    GX_TRY(out.field, reader.text_or_empty("field"));
    if (out.field.empty()) { out.field = out.key; }
    GX_TRY(out.example, reader.text_or_empty("example"));
    GX_TRY(out.note, both(reader, "note", false));
    return out;
}

/// Every "{column}" of a template must be a column.
bool good_template(const ImportLayout& layout, std::string_view text) {
    std::size_t at = 0;
    while ((at = text.find('{', at)) != std::string_view::npos) {
        const std::size_t end = text.find('}', at);
        if (end == std::string_view::npos || !layout.column_at(text.substr(at + 1, end - at - 1))) { return false; }
        at = end;
    }
    return !text.empty();
}

Result<std::vector<std::pair<std::string, std::string>>> pairs(const JsonReader& reader, std::string_view member,
                                                               const ImportLayout* layout) {
    std::vector<std::pair<std::string, std::string>> out;
    GX_TRY(const Json::Array* list, reader.array(member, 100));
    for (const Json& item : *list) {
        if (!item.is_array() || item.as_array().size() != 2 || !item.as_array()[0].is_string() ||
            !item.as_array()[1].is_string()) {
            return bad(reader, member, "pairs expected");
        }
        out.emplace_back(item.as_array()[0].as_string(), item.as_array()[1].as_string());
        if (layout != nullptr && (!layout->column_at(out.back().first) || !layout->column_at(out.back().second))) {
            return bad(reader, member, "unknown column");
        }
    }
    return out;
}

Result<Done> read_rules(const JsonReader& reader, ImportLayout& layout) {
    GX_TRY(const Json::Array* orders, reader.array("date_order", 100));
    for (const Json& order : *orders) {
        std::vector<std::string> columns;
        if (!order.is_array()) { return bad(reader, "date_order", "lists expected"); }
        for (const Json& name : order.as_array()) {
            const auto at = name.is_string() ? layout.column_at(name.as_string()) : std::nullopt;
            if (!at || layout.columns[*at].form != ColumnForm::Date) { return bad(reader, "date_order", "no such date"); }
            columns.push_back(name.as_string());
        }
        layout.date_order.push_back(std::move(columns));
    }
    GX_TRY(layout.not_above, pairs(reader, "not_above", &layout));
    GX_TRY(layout.differ, pairs(reader, "differ", &layout));
    GX_TRY(layout.present, pairs(reader, "present", nullptr));
    GX_TRY(const Json::Array* rules, reader.array("when", 100));
    for (std::size_t i = 0; i < rules->size(); ++i) {
        const JsonReader rule((*rules)[i], fmt::format("{}/{}", reader.where("when"), i));
        GX_CHECK(rule.only({"column", "is", "need", "never", "uscc"}));
        WhenRule out;
        GX_TRY(out.column, rule.text("column"));
        GX_TRY(out.is, rule.texts("is", 50));
        GX_TRY(out.need, rule.texts("need", 50));
        GX_TRY(out.never, rule.texts("never", 50));
        GX_TRY(out.uscc, rule.texts("uscc", 5));
        std::vector<std::string> named = out.need;
        named.insert(named.end(), out.never.begin(), out.never.end());
        named.insert(named.end(), out.uscc.begin(), out.uscc.end());
        named.push_back(out.column);
        for (const std::string& name : named) {
            if (!layout.column_at(name)) { return bad(rule, "need", "unknown column " + name); }
        }
        layout.when.push_back(std::move(out));
    }
    return Done{};
}

Result<Done> read_set_when(const JsonReader& reader, ImportLayout& layout) {
    GX_TRY(const Json::Array* rules, reader.array("set_when", 20));
    for (std::size_t i = 0; i < rules->size(); ++i) {
        const JsonReader rule((*rules)[i], fmt::format("{}/{}", reader.where("set_when"), i));
        GX_CHECK(rule.only({"column", "is", "set", "copy"}));
        SetWhen out;
        GX_TRY(out.column, rule.text("column"));
        GX_TRY(out.is, rule.texts("is", 50));
        if (rule.has("set")) { out.set = rule.raw("set"); }
        GX_TRY(out.copy, names(rule, "copy"));
        if (!layout.column_at(out.column)) { return bad(rule, "column", "unknown column " + out.column); }
        if (out.is.empty() || !out.set.is_object()) { return bad(rule, "is", "no code, or no object to set"); }
        layout.set_when.push_back(std::move(out));
    }
    return Done{};
}

Result<Done> read_companions(const JsonReader& reader, ImportLayout& layout) {
    GX_TRY(const Json::Array* list, reader.array("companions", 5));
    for (std::size_t i = 0; i < list->size(); ++i) {
        const JsonReader item((*list)[i], fmt::format("{}/{}", reader.where("companions"), i));
        GX_CHECK(item.only({"type", "key", "link", "unless", "set", "copy", "take"}));
        CompanionEntity out;
        GX_TRY(out.type, item.text("type"));
        GX_TRY(out.key, item.text("key"));
        GX_TRY(out.link, item.text("link"));
        GX_TRY(out.unless, item.text_or_empty("unless"));
        if (item.has("set")) { out.set = item.raw("set"); }
        GX_TRY(out.copy, names(item, "copy"));
        GX_TRY(out.take, names(item, "take"));
        for (const auto& [member, column] : out.take) {
            if (!layout.column_at(column)) { return bad(item, "take", "unknown column " + column); }
        }
        if (find_entity_type(out.type) == nullptr || !good_template(layout, out.key) || !out.set.is_object() ||
            (!out.unless.empty() && !layout.column_at(out.unless))) {
            return bad(item, "type", "unknown entity, column or key");
        }
        layout.companions.push_back(std::move(out));
    }
    return Done{};
}

Result<Done> check_headers(const JsonReader& reader, const ImportLayout& layout) {
    std::set<std::string> keys;
    std::set<std::string> headers;
    for (const ImportColumn& column : layout.columns) {
        if (!keys.insert(column.key).second) { return bad(reader, "columns", "key twice: " + column.key); }
        std::set<std::string> own = {comparable_header(column.header.zh), comparable_header(column.header.en),
                                     comparable_header(column.key)};
        for (const std::string& alias : column.aliases) { own.insert(comparable_header(alias)); }
        for (const std::string& header : own) {
            if (!headers.insert(header).second) { return bad(reader, "columns", "header twice: " + header); }
        }
    }
    return Done{};
}

}  // namespace

Result<ImportLayout> ImportLayout::from_json(const Json& file) {
    const JsonReader reader(file);
    GX_CHECK(reader.only({"kind", "title", "unit_line", "entity", "key", "set", "filled_by", "unknown_columns", "columns",
                          "date_order", "not_above", "differ", "when", "set_when", "present", "companions", "source",
                          "note"}));
    ImportLayout out;
    GX_TRY(out.kind, reader.text("kind", 60));
    GX_TRY(out.title, both(reader, "title", true));
    GX_TRY(out.unit_line, both(reader, "unit_line", false));
    GX_TRY(out.entity, reader.text("entity"));
    if (find_entity_type(out.entity) == nullptr) { return bad(reader, "entity", "unknown entity " + out.entity); }
    GX_TRY(out.key, reader.text("key"));
    if (reader.has("set")) { out.set = reader.raw("set"); }
    if (!out.set.is_object()) { return bad(reader, "set", "object expected"); }
    GX_TRY(const std::string filled_by, reader.text_or_empty("filled_by"));
    if (!filled_by.empty() && filled_by != "people" && filled_by != "systems") { return bad(reader, "filled_by", filled_by); }
    out.for_people = filled_by != "systems";
    GX_TRY(const std::string unknown, reader.text_or_empty("unknown_columns"));
    if (!unknown.empty() && unknown != "refuse" && unknown != "ignore") { return bad(reader, "unknown_columns", unknown); }
    out.ignore_unknown_columns = unknown == "ignore";
    GX_TRY(const Json::Array* columns, reader.array("columns", kColumnsMax));
    if (columns->empty()) { return bad(reader, "columns", "none"); }
    for (std::size_t i = 0; i < columns->size(); ++i) {
        GX_TRY(ImportColumn read, column(JsonReader((*columns)[i], fmt::format("/columns/{}", i))));
        out.columns.push_back(std::move(read));
    }
    GX_CHECK(check_headers(reader, out));
    if (!good_template(out, out.key)) { return bad(reader, "key", "names no column"); }
    for (const ImportColumn& checked : out.columns) {
        if (!good_template(out, checked.field)) { return bad(reader, "columns", "field of " + checked.key); }
    }
    GX_CHECK(read_rules(reader, out));
    GX_CHECK(read_set_when(reader, out));
    GX_CHECK(read_companions(reader, out));
    return out;
}

std::optional<std::size_t> ImportLayout::column_at(std::string_view column_key) const {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].key == column_key) { return i; }
    }
    return std::nullopt;
}

Result<ImportLayout> with_code_lists(ImportLayout layout, const CodeLists& lists) {
    for (ImportColumn& column : layout.columns) {
        if (column.choices_from.empty() || !column.choices.empty()) { continue; }
        auto found = lists ? lists(column.choices_from) : std::nullopt;
        if (!found || found->empty()) {
            return Error{ErrorCode::InvalidInput, "import.code_list_unknown", column.choices_from, column.key};
        }
        column.choices = std::move(*found);
    }
    return layout;
}

std::string comparable_header(std::string_view header, std::string* unit) {
    std::string text = base::ascii_lower(base::half_width(base::trim(header)));
    std::string out;
    std::size_t depth = 0;
    std::string bracket;
    for (const char c : text) {
        if (c == '(' || c == '[') { ++depth; continue; }
        if ((c == ')' || c == ']') && depth > 0) {
            if (--depth == 0 && !fen_per_unit(bracket)) { out += bracket; }
            if (depth == 0 && unit != nullptr && fen_per_unit(bracket)) { *unit = bracket; }
            if (depth == 0) { bracket.clear(); }
            continue;
        }
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '*') { continue; }
        (depth > 0 ? bracket : out).push_back(c);
    }
    return out + bracket;
}

std::optional<std::int64_t> fen_per_unit(std::string_view unit) {
    static constexpr std::array<std::pair<std::string_view, std::int64_t>, 8> kUnits = {{
        {"yuan", 100}, {"元", 100}, {"cny", 100}, {"rmb", 100},
        {"wan_yuan", 1'000'000}, {"万元", 1'000'000},
        {"yi_yuan", 10'000'000'000}, {"亿元", 10'000'000'000},
    }};
    for (const auto& [name, fen] : kUnits) {
        if (name == unit) { return fen; }
    }
    return std::nullopt;
}

}  // namespace gx::app
