// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/ports/crypto.hpp"
#include "app/ports/store.hpp"

namespace gx::app {

/// A sealed member by which its entity can be looked for.
struct LookupField {
    std::string_view scope;
    std::string_view type;
    std::string_view member;
};

inline constexpr std::string_view kNameScope = "official.name";
inline constexpr std::string_view kIdNumberScope = "official.id_number";

std::span<const LookupField> lookup_fields();
/// Nothing when that member cannot be looked for.
const LookupField* lookup_field(std::string_view type, std::string_view member);

/// One form for every way to write a value: half-width, without blanks at the ends or, in a number, between digits; an old
/// identity number of 15 digits in its form of 18. Total.
std::string lookup_form(std::string_view scope, std::string_view value);

/// The lookup of a value under the current key; nothing when the member cannot be looked for or there is no lookup key.
/// Errors: Unavailable "sealed.key_missing"
Result<std::optional<SealedLookup>> lookup_of(Sealer& sealer, const LookupField& field, const Entity& entity,
                                              std::string_view sealed_id, std::string_view value);

/// Ids of the entities whose value this is, under whichever lookup key. Errors: as lookup_of; those of the store.
Result<std::vector<std::string>> find_by_value(Reader& reader, Sealer& sealer, std::string_view tenant, std::string_view scope,
                                               std::string_view value);

/// Puts the lookups of an entity in order with its content: made, replaced or taken away as its values are. For a content that
/// was not just sealed (an undone import, a rebuilt store). `current` are the lookups it has, if known: what fits is left alone.
/// Gives how many were written. Errors: as lookup_of; Corrupt "sealed.broken"; those of the store.
Result<std::int64_t> set_lookups(Work& work, Sealer& sealer, const Entity& entity, const std::vector<SealedLookup>* current = nullptr);
/// Takes every lookup of an entity away.
Result<Done> drop_lookups(Work& work, const Entity& entity);

}  // namespace gx::app
