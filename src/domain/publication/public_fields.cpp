// SPDX-License-Identifier: Apache-2.0
#include "domain/publication/public_fields.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/json_reader.hpp"
#include "base/text.hpp"
#include "domain/publication/masks.hpp"

namespace gx::domain {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::JsonReader;
using base::Result;

struct MaskCode {
    std::string_view code;
    FieldMask mask;
};
constexpr std::array<MaskCode, 7> kMasks{{
    {"none", FieldMask::None},
    {"person_name", FieldMask::PersonName},
    {"id_number", FieldMask::IdNumber},
    {"phone", FieldMask::Phone},
    {"email", FieldMask::Email},
    {"address", FieldMask::Address},
    {"private_party", FieldMask::PrivateParty},
}};
constexpr std::size_t kFieldsMax = 200;
constexpr std::size_t kDepthMax = 24;
constexpr std::string_view kHidden = "***";

Result<FieldMask> read_mask(const JsonReader& reader) {
    GX_TRY(const std::string code, reader.text_or_empty("mask", 40));
    if (code.empty()) { return FieldMask::None; }
    for (const MaskCode& row : kMasks) {
        if (row.code == code) { return row.mask; }
    }
    return reader.refuse("mask", "public_fields.mask_unknown", code);
}

bool is_path(std::string_view path) {
    for (const std::string_view part : base::split(path, '/')) {
        if (part.empty()) { return false; }
    }
    return true;
}

Result<PublicField> read_field(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"path", "mask", "all_below"}));
    PublicField field;
    GX_TRY(field.path, reader.text("path", 200));
    if (!is_path(field.path)) { return reader.refuse("path", "public_fields.path_bad", field.path); }
    GX_TRY(field.mask, read_mask(reader));
    GX_TRY(field.all_below, reader.flag_or("all_below", false));
    return field;
}

/// The child of that name, made when there is none; children stay sorted.
PublicFieldNode& child_of(PublicFieldNode& node, std::string_view name) {
    auto at = std::lower_bound(node.below.begin(), node.below.end(), name,
                               [](const PublicFieldNode& one, std::string_view other) { return one.name < other; });
    if (at == node.below.end() || at->name != name) {
        at = node.below.insert(at, PublicFieldNode{.name = std::string{name}, .below = {}});
    }
    return *at;
}

PublicFieldNode tree_of(const PublicFields& list) {
    PublicFieldNode root;
    for (const PublicField& field : list.fields()) {
        PublicFieldNode* node = &root;
        for (const std::string_view part : base::split(field.path, '/')) { node = &child_of(*node, part); }
        node->opens = true;
        node->mask = field.mask;
        node->all_below = field.all_below;
    }
    return root;
}

std::string masked(FieldMask mask, const std::string& text, const Json& parent) {
    switch (mask) {
        case FieldMask::None: return text;
        case FieldMask::PersonName: return mask_person_name(text);
        case FieldMask::IdNumber: return mask_id_number(text);
        case FieldMask::Phone: return mask_phone(text);
        case FieldMask::Email: return mask_email(text);
        case FieldMask::Address: return mask_address(text);
        case FieldMask::PrivateParty: {
            const std::string type = parent.text_or_empty("type");
            return type == "public" || type == "state" ? text : std::string{kHidden};
        }
    }
    return std::string{kHidden};
}

bool is_sealed(const Json& value) { return value.is_object() && !value.at("sealed").is_null(); }

/// The value as a whole: null stands for "nothing may be shown".
Json open_all(const Json& value, std::size_t depth) {
    if (depth > kDepthMax || is_sealed(value)) { return Json(); }
    if (value.is_string()) { return personal_value_in(value.as_string()) ? Json() : value; }
    if (value.is_array()) {
        Json out = Json::array();
        for (const Json& item : value.as_array()) {
            Json shown = open_all(item, depth + 1);
            if (!shown.is_null()) { out.push(std::move(shown)); }
        }
        return out;
    }
    if (value.is_object()) {
        Json out = Json::object();
        for (const auto& [name, member] : value.as_object()) { out.set(name, open_all(member, depth + 1)); }
        return out;
    }
    return value;
}

/// A value at the end of a path: scalars only, unless the field opens all below.
Json open_field(const PublicFieldNode& field, const Json& value, const Json& parent) {
    if (field.all_below) { return open_all(value, 0); }
    if (value.is_array()) {  // a list of plain values
        Json out = Json::array();
        for (const Json& item : value.as_array()) {
            if (item.is_object() || item.is_array()) { continue; }
            Json shown = open_field(field, item, parent);
            if (!shown.is_null()) { out.push(std::move(shown)); }
        }
        return out;
    }
    if (value.is_object()) { return Json(); }
    if (!value.is_string()) { return field.mask == FieldMask::None ? value : Json(); }
    std::string text = masked(field.mask, value.as_string(), parent);
    return personal_value_in(text) ? Json() : Json(std::move(text));
}

Json walk(const PublicFieldNode& node, const Json& value);

Json open_member(const PublicFieldNode& node, const Json& value, const Json& parent) {
    return node.opens ? open_field(node, value, parent) : walk(node, value);
}

Json walk_list(const PublicFieldNode& node, const Json& value) {
    Json out = Json::array();
    if (node.below.empty() || node.below.front().name != "*") { return out; }  // '*' sorts before every name
    for (const Json& item : value.as_array()) {
        Json shown = open_member(node.below.front(), item, value);
        if (!shown.is_null()) { out.push(std::move(shown)); }
    }
    return out;
}

/// Names of the content and of the tree are both in byte order: one pass over both.
Json walk(const PublicFieldNode& node, const Json& value) {
    if (is_sealed(value)) { return Json(); }
    if (value.is_array()) { return walk_list(node, value); }
    if (!value.is_object()) { return Json(); }
    Json::Object out;
    auto below = node.below.begin();
    for (const auto& [name, member] : value.as_object()) {
        while (below != node.below.end() && below->name < name) { ++below; }
        if (below == node.below.end()) { break; }
        if (below->name != name) { continue; }
        Json shown = open_member(*below, member, value);
        if (!shown.is_null()) { out.emplace_hint(out.end(), name, std::move(shown)); }
    }
    return Json(std::move(out));
}

}  // namespace

Result<PublicFields> PublicFields::from_json(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"entity", "source", "note", "closed_when", "fields"}));
    PublicFields out;
    GX_TRY(out.entity_, reader.text("entity", 60));
    GX_TRY(out.source_, reader.texts("source", 50));
    GX_TRY(out.closed_when_, reader.texts("closed_when", 20));
    GX_TRY(const Json::Array* items, reader.array("fields", kFieldsMax));
    if (items->empty()) { return reader.refuse("fields", "public_fields.none"); }
    std::set<std::string> seen;
    for (std::size_t i = 0; i < items->size(); ++i) {
        const std::string at = reader.where("fields") + "/" + std::to_string(i);
        GX_TRY(auto field, read_field((*items)[i], at));
        if (!seen.insert(field.path).second) {
            return Error{ErrorCode::InvalidInput, "public_fields.path_twice", field.path, at + "/path"};
        }
        out.fields_.push_back(std::move(field));
    }
    return out;
}

Result<PublicationGate> PublicationGate::make(std::vector<PublicFields> lists) {
    PublicationGate out;
    for (PublicFields& list : lists) {
        std::string entity = list.entity();
        PublicFieldNode root = tree_of(list);
        if (!out.lists_.emplace(entity, List{std::move(list), std::move(root)}).second) {
            return Error{ErrorCode::Conflict, "public_fields.entity_twice", entity};
        }
    }
    return out;
}

const PublicFields* PublicationGate::list_of(std::string_view entity) const {
    const auto found = lists_.find(entity);
    return found == lists_.end() ? nullptr : &found->second.fields;
}

Json PublicationGate::publish(std::string_view entity, const Json& content) const {
    const auto found = lists_.find(entity);
    if (found == lists_.end() || !content.is_object()) { return Json(); }
    for (const std::string& member : found->second.fields.closed_when()) {
        if (!content.at(member).is_null()) { return Json(); }
    }
    return walk(found->second.root, content);
}

}  // namespace gx::domain
