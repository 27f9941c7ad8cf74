// SPDX-License-Identifier: Apache-2.0
#include "app/access/field_gate.hpp"

namespace gx::app {
namespace {

using base::Json;

/// A content with "***" in place of each sealed value, however deep.
Json hidden(const Json& value) {
    if (is_sealed(value)) { return Json("***"); }
    if (value.is_array()) {
        Json out = Json::array();
        for (const Json& item : value.as_array()) { out.push(hidden(item)); }
        return out;
    }
    if (value.is_object()) {
        Json out = Json::object();
        for (const auto& [name, member] : value.as_object()) { out.set(name, hidden(member)); }
        return out;
    }
    return value;
}

}  // namespace

bool is_sealed(const Json& value) { return value.is_object() && !value.at("sealed").is_null(); }

Result<Json> FieldGate::value_shown(Reader& reader, const FieldRule& rule, const Json& value, bool opened) const {
    const MaskFunction mask = mask_function(rule.mask);
    if (!is_sealed(value)) {
        if (mask == nullptr || opened) { return hidden(value); }
        return value.is_string() ? Json(mask(value.as_string())) : Json("***");
    }
    if (mask == nullptr) { return Json("***"); }  // a sealed value in a field that the law pack takes for an open one
    GX_TRY(const auto row, reader.sealed(value.text_or_empty("sealed")));
    if (!row) { return Json(); }
    GX_TRY(const auto clear, sealer_.open(*row));
    const std::string_view text = base::as_text(clear.value);
    return opened ? Json(text) : Json(mask(text));
}

Result<Json> FieldGate::shown(Reader& reader, std::string_view entity, const Json& content, const Fields& opened) const {
    const FieldClasses* classes = book_.of(entity);
    if (classes == nullptr || !content.is_object()) { return hidden(content); }
    Json out = Json::object();
    for (const auto& [name, value] : content.as_object()) {
        const FieldRule* rule = classes->find(name);
        if (rule == nullptr) { continue; }
        GX_TRY(auto one, value_shown(reader, *rule, value, opened.contains(name)));
        out.set(name, std::move(one));
    }
    return out;
}

bool FieldGate::opens(std::string_view entity, std::string_view field, std::string_view action) const {
    const FieldClasses* classes = book_.of(entity);
    const FieldRule* rule = classes == nullptr ? nullptr : classes->find(field);
    return rule != nullptr && !rule->opens.empty() && rule->opens == action;
}

}  // namespace gx::app
