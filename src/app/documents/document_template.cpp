// SPDX-License-Identifier: Apache-2.0
#include "app/documents/document_template.hpp"

#include <set>

#include <fmt/format.h>

#include "app/documents/document_names.hpp"
#include "base/json_reader.hpp"

namespace gx::app {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::JsonReader;
using base::Result;

bool of_each(std::string_view name) { return name == "item" || name == "n"; }

Result<Done> check_pattern(const JsonReader& reader, std::string_view member, std::string_view pattern, bool in_list = false) {
    for (const std::string_view name : placeholders(pattern)) {
        if (name.empty()) { return reader.refuse(member, "document.placeholder_form", std::string(pattern)); }
        if (in_list && of_each(name)) { continue; }
        if (document_value(name) == nullptr) { return reader.refuse(member, "document.placeholder_unknown", std::string(name)); }
    }
    return Done{};
}

Result<std::string> known_name(const JsonReader& reader, std::string_view member) {
    GX_TRY(auto name, reader.text_or_empty(member, 60));
    if (!name.empty() && document_value(name) == nullptr) { return reader.refuse(member, "document.placeholder_unknown", name); }
    return name;
}

Result<std::string> list_name(const JsonReader& reader, std::string_view member) {
    GX_TRY(auto name, known_name(reader, member));
    if (!name.empty() && *document_value(name) != DocumentValue::List) { return reader.refuse(member, "document.list_wanted", name); }
    return name;
}

Result<TemplateParagraph> paragraph_from(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"text", "level", "when", "unless", "each"}));
    TemplateParagraph out;
    GX_TRY(out.text, reader.text("text"));
    GX_TRY(const auto level, reader.optional_integer("level", 0, 4));
    out.level = static_cast<int>(level.value_or(0));
    GX_TRY(out.when, known_name(reader, "when"));
    GX_TRY(out.unless, known_name(reader, "unless"));
    GX_TRY(out.each, list_name(reader, "each"));
    GX_CHECK(check_pattern(reader, "text", out.text, !out.each.empty()));
    return out;
}

void add_names(std::string_view pattern, std::set<std::string>& names) {
    for (const std::string_view name : placeholders(pattern)) {
        if (!of_each(name)) { names.emplace(name); }
    }
}

}  // namespace

std::vector<std::string_view> placeholders(std::string_view pattern) {
    std::vector<std::string_view> out;
    while (true) {
        const auto open = pattern.find_first_of("{}");
        if (open == std::string_view::npos) { return out; }
        const auto close = pattern.find_first_of("{}", open + 1);
        if (pattern[open] == '}' || close == std::string_view::npos || pattern[close] == '{') { return out.emplace_back(), out; }
        out.push_back(pattern.substr(open + 1, close - open - 1));
        pattern.remove_prefix(close + 1);
    }
}

Result<DocumentTemplate> DocumentTemplate::from_json(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"id", "name", "source", "doc_no", "title", "addressee", "paragraphs", "attachments", "copy_to"}));
    DocumentTemplate out;
    GX_TRY(out.id, reader.text("id", 60));
    GX_TRY(out.name, domain::Wording::from_json(reader.raw("name"), reader.where("name")));
    GX_TRY(out.source, reader.texts("source", 20));
    GX_TRY(out.doc_no, reader.text("doc_no", 120));
    GX_TRY(out.title, reader.text("title", 400));
    GX_TRY(out.addressee, reader.text_or_empty("addressee", 400));
    GX_TRY(out.copy_to, reader.text_or_empty("copy_to", 800));
    GX_TRY(out.attachments, list_name(reader, "attachments"));
    GX_CHECK(check_pattern(reader, "doc_no", out.doc_no));
    GX_CHECK(check_pattern(reader, "title", out.title));
    GX_CHECK(check_pattern(reader, "addressee", out.addressee));
    GX_CHECK(check_pattern(reader, "copy_to", out.copy_to));
    GX_TRY(const auto* list, reader.array("paragraphs", 60));
    if (list->empty()) { return reader.refuse("paragraphs", "json.member_missing"); }
    for (std::size_t i = 0; i < list->size(); ++i) {
        GX_TRY(auto one, paragraph_from((*list)[i], fmt::format("{}/paragraphs/{}", pointer, i)));
        out.paragraphs.push_back(std::move(one));
    }
    return out;
}

std::vector<std::string> DocumentTemplate::needed() const {
    std::set<std::string> names{"org", "date"};
    add_names(doc_no, names);
    add_names(title, names);
    add_names(addressee, names);
    for (const TemplateParagraph& one : paragraphs) {
        if (!one.when.empty() || !one.unless.empty()) { continue; }
        if (!one.each.empty()) { names.insert(one.each); }
        add_names(one.text, names);
    }
    return {names.begin(), names.end()};
}

}  // namespace gx::app
