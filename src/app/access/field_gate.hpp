// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "app/access/field_book.hpp"
#include "app/ports/crypto.hpp"
#include "app/ports/store.hpp"

namespace gx::app {

/// The one gate through which fields of an entity reach anybody inside the office: lists, objects, exports, the journal viewer.
/// Closed by default: a field that the entity's file does not name stays in, and a sealed value never comes out as it lies
/// in the store.
///
/// Thread: any number of readers.
/// Source: DOMAIN 4.5; DESIGN 6; SRC-PIPL art. 28
class FieldGate {
public:
    using Fields = std::set<std::string, std::less<>>;

    FieldGate(const FieldBook& book, Sealer& sealer) : book_(book), sealer_(sealer) {}

    /// The content as it may be shown: personal values masked, but those of `opened` in clear; values that were erased are
    /// left out. Of an entity that no file speaks of, everything but its sealed values, which become "***".
    /// Errors: Corrupt "sealed.broken"; Unavailable "sealed.key_missing"; those of the store.
    Result<base::Json> shown(Reader& reader, std::string_view entity, const base::Json& content, const Fields& opened = {}) const;

    /// Whether the action opens the field.
    bool opens(std::string_view entity, std::string_view field, std::string_view action) const;

private:
    Result<base::Json> value_shown(Reader& reader, const FieldRule& rule, const base::Json& value, bool opened) const;

    const FieldBook& book_;
    Sealer& sealer_;
};

/// Whether a value of a content is a reference to a sealed one.
bool is_sealed(const base::Json& value);

}  // namespace gx::app
