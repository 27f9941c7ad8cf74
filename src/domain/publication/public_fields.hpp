// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::domain {

/// How a public field is changed on its way out.
enum class FieldMask {
    None,
    PersonName,
    IdNumber,
    Phone,
    Email,
    Address,
    PrivateParty,  ///< shown for counterparty types `public` and `state`, else "***"; the type is the sibling `type`
};

/// One field that public answers may carry.
///
/// Shape: `path` names members from the entity's content on, parts separated by '/'; '*' stands for each element of a
///        list ("evidence/*/title"). `all_below` opens the whole subtree, still without sealed values.
struct PublicField {
    std::string path;
    FieldMask mask = FieldMask::None;
    bool all_below = false;
};

/// The allow-list of one kind of entity: law/public_fields/<entity>.yaml.
///
/// Shape:  fields 1..200, paths unique. `closed_when` names members: an entity that has one of them stays in altogether
///         (a record about an official).
/// Source: S-3.2a, S-5.6a; SRC-PIPL art. 34; SRC-XXGKTL art. 15
class PublicFields {
public:
    /// Reads {entity, source, note?, closed_when?, fields: [{path, mask?, all_below?}]}.
    /// Errors: those of base::JsonReader; InvalidInput "public_fields.mask_unknown", "public_fields.path_twice",
    ///         "public_fields.path_bad", "public_fields.none"
    static base::Result<PublicFields> from_json(const base::Json& json, const std::string& pointer = {});

    const std::string& entity() const noexcept { return entity_; }
    const std::vector<std::string>& source() const noexcept { return source_; }
    const std::vector<PublicField>& fields() const noexcept { return fields_; }
    const std::vector<std::string>& closed_when() const noexcept { return closed_when_; }

private:
    PublicFields() = default;
    std::string entity_;
    std::vector<std::string> source_;
    std::vector<PublicField> fields_;
    std::vector<std::string> closed_when_;
};

/// The paths of a list as a tree, so that a content is walked once. `below` is sorted by name.
struct PublicFieldNode {
    std::string name;
    FieldMask mask = FieldMask::None;
    bool opens = false;
    bool all_below = false;
    std::vector<PublicFieldNode> below = {};
};

/// The one gate through which an entity's content reaches the public. Closed by default: what no list opens stays in.
///
/// Besides the list, the gate never lets out a sealed value ({"sealed", "commit"}) nor a text in which an ID number, a
/// mobile number or a bank card is found: that text is left out.
/// Thread: any number of readers.
/// Source: S-3.2a, S-5.5i, S-5.6a
class PublicationGate {
public:
    PublicationGate() = default;
    /// Errors: Conflict "public_fields.entity_twice"
    static base::Result<PublicationGate> make(std::vector<PublicFields> lists);

    bool opens(std::string_view entity) const { return lists_.find(entity) != lists_.end(); }
    const PublicFields* list_of(std::string_view entity) const;
    /// The public part of `content`; null when the entity has no list or is closed. Total.
    base::Json publish(std::string_view entity, const base::Json& content) const;

private:
    struct List {
        PublicFields fields;
        PublicFieldNode root;
    };
    std::map<std::string, List, std::less<>> lists_;
};

}  // namespace gx::domain
