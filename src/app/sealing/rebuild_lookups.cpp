// SPDX-License-Identifier: Apache-2.0
#include "app/sealing/rebuild_lookups.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "app/sealing/lookup.hpp"

namespace gx::app {
namespace {

constexpr std::size_t kEntitiesPerWrite = 200;

struct Place {
    std::string type;
    std::string tenant;
    std::string id;
};

/// What there is before the first write: entities that can be looked for, and the lookups by entity.
struct Before {
    std::vector<Place> entities;
    std::map<std::string, std::vector<SealedLookup>> lookups;
};

/// The snapshot is let go before the first write.
Result<Before> look(Store& store) {
    GX_TRY(const auto reader, store.reader());
    Before before;
    std::set<std::string_view> types;
    for (const LookupField& field : lookup_fields()) { types.insert(field.type); }
    std::set<std::string> known;
    constexpr std::string_view kColumns[] = {"tenant", "id"};
    for (const std::string_view type : types) {
        GX_CHECK(reader->scan_columns(type, "", kColumns, [&](const RowView& row) -> Result<Done> {
            before.entities.push_back({std::string(type), std::string(row.text(0)), std::string(row.text(1))});
            known.emplace(row.text(1));
            return Done{};
        }));
    }
    GX_CHECK(reader->scan_lookups([&](const SealedLookup& lookup) -> Result<Done> {
        // A lookup whose entity is gone: it is looked at like one with no value.
        if (known.insert(lookup.id).second) { before.entities.push_back({{}, lookup.tenant, lookup.id}); }
        before.lookups[lookup.id].push_back(lookup);
        return Done{};
    }));
    return before;
}

}  // namespace

Result<RebuildLookups::Output> RebuildLookups::run(Mode mode, const Actor& actor) {
    if (!actor.may("key.add")) { return Error{ErrorCode::NotPermitted, "access.denied", "key.add"}; }
    GX_TRY(const auto keys, keys_.list(KeyUse::Lookup));
    if (mode == Mode::NewKey || keys.empty()) { GX_CHECK(keys_.create(KeyUse::Lookup, "HMAC")); }
    GX_TRY(const Before before, look(store_));

    Output output;
    for (std::size_t from = 0; from < before.entities.size(); from += kEntitiesPerWrite) {
        const auto part = std::span(before.entities).subspan(from, std::min(kEntitiesPerWrite, before.entities.size() - from));
        std::int64_t written = 0;
        const auto rebuild = [&](Work& work) -> Result<Done> {
            written = 0;  // the work may be run again
            for (const Place& place : part) {
                const auto lookups = before.lookups.find(place.id);
                static const std::vector<SealedLookup> kNone;
                const auto& current = lookups == before.lookups.end() ? kNone : lookups->second;
                std::optional<Entity> entity;
                if (!place.type.empty()) { GX_TRY(entity, work.find(place.type, place.tenant, place.id)); }
                if (entity) {
                    GX_TRY(const std::int64_t changed, set_lookups(work, sealer_, *entity, &current));
                    written += changed;
                    continue;
                }
                for (SealedLookup stale : current) {
                    stale.sealed_id.clear();
                    GX_CHECK(work.set_lookup(stale));
                    ++written;
                }
            }
            return Done{};
        };
        GX_CHECK(store_.write({.actor = actor, .at = clock_.now()}, rebuild));
        output.looked_at += static_cast<std::int64_t>(part.size());
        output.written += written;
    }
    return output;
}

}  // namespace gx::app
