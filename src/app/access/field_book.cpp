// SPDX-License-Identifier: Apache-2.0
#include "app/access/field_book.hpp"

#include <algorithm>
#include <array>

#include "base/json_reader.hpp"
#include "domain/publication/masks.hpp"

namespace gx::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::JsonReader;
using base::Result;

struct ClassCode {
    DataClass data_class;
    std::string_view code;
};
constexpr std::array kClasses = {ClassCode{DataClass::Public, "public"}, ClassCode{DataClass::Internal, "internal"},
                                 ClassCode{DataClass::Restricted, "restricted"}, ClassCode{DataClass::Sensitive, "sensitive"}};

struct MaskName {
    std::string_view name;
    MaskFunction run;
};
constexpr std::array kMasks = {
    MaskName{"person_name", domain::mask_person_name}, MaskName{"id_number", domain::mask_id_number},
    MaskName{"id_number_internal", domain::mask_id_number_internal}, MaskName{"phone", domain::mask_phone},
    MaskName{"bank_card", domain::mask_bank_card}, MaskName{"plate", domain::mask_plate}, MaskName{"email", domain::mask_email},
    MaskName{"address", domain::mask_address}, MaskName{"hidden", [](std::string_view) { return std::string("***"); }},
};

Result<FieldRule> read_rule(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"field", "class", "mask", "opens"}));
    FieldRule rule;
    GX_TRY(rule.field, reader.text("field", 60));
    GX_TRY(const std::string code, reader.text("class", 20));
    const auto known = std::find_if(kClasses.begin(), kClasses.end(), [&](const ClassCode& one) { return one.code == code; });
    if (known == kClasses.end()) { return reader.refuse("class", "fields.class_unknown", code); }
    rule.data_class = known->data_class;
    GX_TRY(rule.mask, reader.text_or_empty("mask", 40));
    GX_TRY(rule.opens, reader.text_or_empty("opens", 60));
    const bool masked = rule.data_class == DataClass::Restricted || rule.data_class == DataClass::Sensitive;
    if (!masked && !(rule.mask.empty() && rule.opens.empty())) { return reader.refuse("class", "fields.not_masked", rule.field); }
    if (masked && rule.opens.empty()) { return reader.refuse("opens", "fields.never_opens", rule.field); }
    if (masked && mask_function(rule.mask) == nullptr) { return reader.refuse("mask", "fields.mask_unknown", rule.mask); }
    return rule;
}

Result<FilePart> read_part(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"opens", "record_types"}));
    FilePart part;
    GX_TRY(part.opens, reader.text("opens", 60));
    GX_TRY(part.record_types, reader.texts("record_types", 100));
    return part;
}

}  // namespace

std::string_view code_of(DataClass data_class) {
    const auto found = std::find_if(kClasses.begin(), kClasses.end(), [&](const ClassCode& one) { return one.data_class == data_class; });
    GX_ASSERT(found != kClasses.end());
    return found->code;
}

MaskFunction mask_function(std::string_view name) {
    const auto found = std::find_if(kMasks.begin(), kMasks.end(), [&](const MaskName& one) { return one.name == name; });
    return found == kMasks.end() ? nullptr : found->run;
}

Result<FieldClasses> FieldClasses::from_json(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"entity", "source", "note", "fields", "parts"}));
    FieldClasses out;
    GX_TRY(out.entity, reader.text("entity", 60));
    GX_TRY(out.source, reader.texts("source", 20));
    GX_TRY(const auto* fields, reader.array("fields", 200));
    for (std::size_t i = 0; i < fields->size(); ++i) {
        GX_TRY(auto rule, read_rule((*fields)[i], fmt::format("{}/fields/{}", pointer, i)));
        if (out.find(rule.field) != nullptr) { return reader.refuse("fields", "fields.twice", rule.field); }
        out.fields.push_back(std::move(rule));
    }
    GX_TRY(const auto* parts, reader.array("parts", 20));
    for (std::size_t i = 0; i < parts->size(); ++i) {
        GX_TRY(auto part, read_part((*parts)[i], fmt::format("{}/parts/{}", pointer, i)));
        out.parts.push_back(std::move(part));
    }
    return out;
}

const FieldRule* FieldClasses::find(std::string_view field) const {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const FieldRule& rule) { return rule.field == field; });
    return found == fields.end() ? nullptr : &*found;
}

Result<FieldBook> FieldBook::make(std::vector<FieldClasses> classes) {
    FieldBook book;
    for (FieldClasses& one : classes) {
        const std::string entity = one.entity;
        if (!book.classes_.emplace(entity, std::move(one)).second) { return Error{ErrorCode::Conflict, "fields.entity_twice", entity}; }
    }
    return book;
}

const FieldClasses* FieldBook::of(std::string_view entity) const {
    const auto found = classes_.find(entity);
    return found == classes_.end() ? nullptr : &found->second;
}

}  // namespace gx::app
