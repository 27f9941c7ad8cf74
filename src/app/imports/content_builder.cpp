// SPDX-License-Identifier: Apache-2.0
#include "app/imports/content_builder.hpp"

#include <algorithm>
#include <charconv>

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kArrayMax = 100;

/// The index that a path step names, or nothing when it is a member's name.
std::optional<std::size_t> array_index(std::string_view step) {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
    const bool good = error == std::errc{} && end == step.data() + step.size() && index < kArrayMax;
    return good ? std::optional(index) : std::nullopt;
}

Json figure(const ImportColumn& column, const std::string& text) {
    Json out = Json::object();
    out.set("item", column.key);
    out.set("text", text);
    if (!column.unit.empty()) { out.set("unit", column.unit); }
    return out;
}

Json column_json(const ImportColumn& column, const ColumnValue& value, const KnownEntity* reference) {
    if (reference != nullptr) { return Json(reference->id); }
    switch (column.form) {
        case ColumnForm::Int:
        case ColumnForm::Money:
        case ColumnForm::Percent: return Json(value.number);
        case ColumnForm::Bool: return Json(value.number == 1);
        case ColumnForm::Json: return value.structure;
        default: return Json(value.text);
    }
}

/// What the codes of a row set; what they no longer set goes away.
void apply_set_when(const ImportLayout& layout, const HeaderMatch& header, const ReadRow& row, Json& content) {
    const auto given = [&](const SetWhen& rule) {
        return header.cell_of_column[*layout.column_at(rule.column)] != HeaderMatch::kAbsent;
    };
    const auto holds = [&](const SetWhen& rule) {
        return std::find(rule.is.begin(), rule.is.end(), row.values[*layout.column_at(rule.column)].text) != rule.is.end();
    };
    for (const SetWhen& rule : layout.set_when) {
        if (!given(rule) || holds(rule)) { continue; }
        for (const auto& [member, value] : rule.set.as_object()) { content.set(member, Json()); }
        for (const auto& [member, from] : rule.copy) { content.set(member, Json()); }
    }
    for (const SetWhen& rule : layout.set_when) {
        if (!given(rule) || !holds(rule)) { continue; }
        for (const auto& [member, value] : rule.set.as_object()) { content.set(member, value); }
        for (const auto& [member, from] : rule.copy) { content.set(member, at_path(content, from)); }
    }
}

}  // namespace

void set_path(Json& content, std::string_view path, Json value) {
    Json* at = &content;
    while (true) {
        const std::size_t slash = path.find('/');
        const std::string_view step = path.substr(0, slash);
        const auto index = array_index(step);
        const bool last = slash == std::string_view::npos;
        if (value.is_null() && at->is_null()) { return; }
        if (index && (at->is_array() || at->is_null())) {
            if (at->is_null()) { *at = Json::array(); }
            auto& items = at->as_array();
            if (items.size() <= *index) {
                if (value.is_null()) { return; }
                items.resize(*index + 1);
            }
            at = &items[*index];
        } else {
            if (!at->is_object()) {
                if (value.is_null()) { return; }
                *at = Json::object();
            }
            if (last) {
                at->set(std::string(step), std::move(value));
                return;
            }
            auto& members = at->as_object();
            auto found = members.find(step);
            if (found == members.end()) {
                if (value.is_null()) { return; }
                found = members.emplace(std::string(step), Json()).first;
            }
            at = &found->second;
        }
        if (last) {
            *at = std::move(value);
            return;
        }
        path.remove_prefix(slash + 1);
    }
}

const Json& at_path(const Json& content, std::string_view path) {
    static const Json kNone;
    const Json* at = &content;
    while (true) {
        const std::size_t slash = path.find('/');
        const std::string_view step = path.substr(0, slash);
        const auto index = array_index(step);
        if (at->is_array()) {
            if (!index || *index >= at->as_array().size()) { return kNone; }
            at = &at->as_array()[*index];
        } else {
            at = &at->at(step);
        }
        if (slash == std::string_view::npos) { return *at; }
        path.remove_prefix(slash + 1);
    }
}

void prune(Json& content) {
    if (content.is_array()) {
        auto& items = content.as_array();
        for (Json& item : items) { prune(item); }
        std::erase_if(items, [](const Json& item) { return item.is_null(); });
        if (items.empty()) { content = Json(); }
    } else if (content.is_object()) {
        auto& members = content.as_object();
        for (auto& [name, member] : members) { prune(member); }
        std::erase_if(members, [](const auto& member) { return member.second.is_null(); });
        if (members.empty()) { content = Json(); }
    }
}

void apply_row(const ImportLayout& layout, const HeaderMatch& header, const ReadRow& row,
               const std::vector<const KnownEntity*>& references, Json& content) {
    for (const auto& [name, value] : layout.set.as_object()) { content.set(name, value); }
    std::optional<Json> figures;
    bool nested = false;
    bool cleared = false;
    for (std::size_t i = 0; i < layout.columns.size(); ++i) {
        const ImportColumn& column = layout.columns[i];
        const ColumnValue& value = row.values[i];
        const bool sealed = column.form == ColumnForm::Sealed || column.form == ColumnForm::SealedId;
        if (header.cell_of_column[i] == HeaderMatch::kAbsent || column.field == "-" || sealed) { continue; }
        if (column.form == ColumnForm::Figure) {
            if (!figures) { figures = Json::array(); }
            if (value.given) { figures->push(figure(column, value.text)); }
            continue;
        }
        nested = nested || column.field.find('/') != std::string::npos;
        if (column.field.find('{') != std::string::npos) {
            // The places depend on the row, so what an earlier version had there goes first.
            if (!cleared) { set_path(content, column.field.substr(0, column.field.find('/')), Json()); }
            cleared = true;
            if (value.given) {
                set_path(content, fill_template(layout, column.field, row.values), column_json(column, value, nullptr));
            }
            continue;
        }
        if (!value.given) {
            set_path(content, column.field, Json());
            if (column.reference) {
                for (const auto& [ours, theirs] : column.reference->also) { set_path(content, ours, Json()); }
            }
            continue;
        }
        const KnownEntity* reference = references[i];
        const bool same = reference != nullptr && at_path(content, column.field) == Json(reference->id);
        set_path(content, column.field, column_json(column, value, reference));
        if (reference == nullptr) { continue; }
        for (const auto& [ours, theirs] : column.reference->also) {
            // What was copied when the row first came (a name at that time) stays while the reference stays.
            if (!same || at_path(content, ours).is_null()) { set_path(content, ours, reference->also.at(theirs)); }
        }
        if (column.reference->key_member) { set_path(content, *column.reference->key_member, Json(reference->key)); }
    }
    if (figures) { set_path(content, "values", std::move(*figures)); }
    apply_set_when(layout, header, row, content);
    if (nested) {
        prune(content);
        if (content.is_null()) { content = Json::object(); }
    }
    for (const auto& [flag, member] : layout.present) { content.set(flag, Json(!at_path(content, member).is_null())); }
}

}  // namespace gx::app
