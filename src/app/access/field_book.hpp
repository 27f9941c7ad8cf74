// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::app {

/// How carefully a field is handled. Source: SRC-PIPL art. 28; DOMAIN 11 (classed protection)
enum class DataClass {
    Public,      ///< 公开
    Internal,    ///< 内部: everybody with a right to the row
    Restricted,  ///< 受限: masked until opened
    Sensitive,   ///< 敏感: masked until opened with a right and a reason
};
std::string_view code_of(DataClass data_class);

/// One field of an entity: how it is shown inside the office, and which action opens it.
///
/// Shape: `mask` is a name of `mask_function`; `opens` an action. Both for restricted and sensitive fields, neither for others.
struct FieldRule {
    std::string field;
    DataClass data_class = DataClass::Internal;
    std::string mask = {};
    std::string opens = {};
};

/// A part of a person's file: the types of records that an action shows. No types: all.
struct FilePart {
    std::string opens;
    std::vector<std::string> record_types = {};
};

/// The fields of one kind of entity: law/fields/<entity>.yaml.
///
/// Shape:  {entity, source, note?, fields: [{field, class, mask?, opens?}], parts?: [{opens, record_types?}]}; fields unique.
struct FieldClasses {
    std::string entity;
    std::vector<std::string> source;
    std::vector<FieldRule> fields;
    std::vector<FilePart> parts;

    /// Errors: those of base::JsonReader; InvalidInput "fields.class_unknown", "fields.mask_unknown", "fields.twice",
    ///         "fields.never_opens" (a masked field without action), "fields.not_masked" (an open one with mask or action)
    static base::Result<FieldClasses> from_json(const base::Json& json, const std::string& pointer = {});
    const FieldRule* find(std::string_view field) const;
};

/// The field classes of a law pack.
class FieldBook {
public:
    FieldBook() = default;
    /// Errors: Conflict "fields.entity_twice"
    static base::Result<FieldBook> make(std::vector<FieldClasses> classes);

    /// Nothing when no file speaks of that entity.
    const FieldClasses* of(std::string_view entity) const;

private:
    std::map<std::string, FieldClasses, std::less<>> classes_;
};

/// The masking function of that name (domain/publication/masks.hpp); null when there is none. "hidden" hides all.
using MaskFunction = std::string (*)(std::string_view value);
MaskFunction mask_function(std::string_view name);

}  // namespace gx::app
