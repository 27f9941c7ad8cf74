// SPDX-License-Identifier: Apache-2.0
#include "app/sealing/lookup.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "domain/subject/citizen_id.hpp"

namespace gx::app {
namespace {

constexpr std::array kFields = {
    LookupField{kNameScope, "official", "name"},
    LookupField{kIdNumberScope, "official", "id_number"},
};

/// A day after every birth day that a number can hold.
constexpr base::Date kFarDay = base::Date::from_days(100'000);

SealedLookup none(const LookupField& field, const Entity& entity) {
    return {.tenant = entity.tenant, .scope = std::string(field.scope), .id = entity.id, .sealed_id = {}, .key_id = {}, .digest = {}};
}

/// The lookup that the entity's content asks for; one without `sealed_id` when there is no value.
Result<SealedLookup> wanted_lookup(Reader& reader, Sealer& sealer, const LookupField& field, const Entity& entity) {
    SealedLookup wanted = none(field, entity);
    const auto id = entity.content.at(field.member).string_at("sealed");
    if (!id) { return wanted; }
    GX_TRY(const auto row, reader.sealed(*id));
    if (!row) { return wanted; }  // erased
    GX_TRY(const auto opened, sealer.open(*row));
    GX_TRY(auto made, lookup_of(sealer, field, entity, *id, base::as_text(opened.value)));
    return made ? std::move(*made) : wanted;
}

/// Whether the lookups hold the one wanted, or none where none is.
bool stands(const std::vector<SealedLookup>& current, const SealedLookup& wanted) {
    const auto there = std::find_if(current.begin(), current.end(), [&](const SealedLookup& one) { return one.scope == wanted.scope; });
    if (there == current.end()) { return wanted.sealed_id.empty(); }
    return there->sealed_id == wanted.sealed_id && there->digest == wanted.digest;
}

}  // namespace

std::span<const LookupField> lookup_fields() { return kFields; }

const LookupField* lookup_field(std::string_view type, std::string_view member) {
    const auto found = std::find_if(kFields.begin(), kFields.end(),
                                    [&](const LookupField& field) { return field.type == type && field.member == member; });
    return found == kFields.end() ? nullptr : &*found;
}

std::string lookup_form(std::string_view scope, std::string_view value) {
    std::string text = base::half_width(value);
    if (scope == kIdNumberScope) {
        std::erase_if(text, [](char c) { return c == ' ' || c == '-'; });
        text = base::ascii_upper(text);
        const auto number = domain::CitizenId::parse(text, kFarDay);
        return number.ok() ? number->str() : text;
    }
    return std::string(base::trim(text));
}

Result<std::optional<SealedLookup>> lookup_of(Sealer& sealer, const LookupField& field, const Entity& entity,
                                              std::string_view sealed_id, std::string_view value) {
    GX_TRY(const auto digests, sealer.lookup_digests(entity.tenant, field.scope, lookup_form(field.scope, value)));
    if (digests.empty()) { return std::optional<SealedLookup>{}; }
    SealedLookup lookup = none(field, entity);
    lookup.sealed_id = sealed_id;
    lookup.key_id = digests.back().key_id;
    lookup.digest = digests.back().digest;
    return std::optional<SealedLookup>{std::move(lookup)};
}

Result<std::vector<std::string>> find_by_value(Reader& reader, Sealer& sealer, std::string_view tenant, std::string_view scope,
                                               std::string_view value) {
    GX_TRY(const auto made, sealer.lookup_digests(tenant, scope, lookup_form(scope, value)));
    std::vector<std::string> digests;
    for (const LookupDigest& digest : made) { digests.push_back(digest.digest); }
    return reader.find_lookups(tenant, scope, digests);
}

Result<std::int64_t> set_lookups(Work& work, Sealer& sealer, const Entity& entity, const std::vector<SealedLookup>* current) {
    std::int64_t written = 0;
    for (const LookupField& field : kFields) {
        if (field.type != entity.type) { continue; }
        GX_TRY(const SealedLookup wanted, wanted_lookup(work, sealer, field, entity));
        if (current != nullptr && stands(*current, wanted)) { continue; }
        GX_CHECK(work.set_lookup(wanted));
        ++written;
    }
    return written;
}

Result<Done> drop_lookups(Work& work, const Entity& entity) {
    for (const LookupField& field : kFields) {
        if (field.type == entity.type) { GX_CHECK(work.set_lookup(none(field, entity))); }
    }
    return Done{};
}

}  // namespace gx::app
