// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gx::app {

/// An entity id in 16 bytes: a UUID as it is, any other text as a place in an IdPool.
struct EntityId {
    std::uint64_t high = 0;  ///< 0: `low` is a place in the pool
    std::uint64_t low = 0;
    bool operator==(const EntityId&) const = default;
};

/// Keeps the ids that are no UUIDs and turns ids into 16 bytes and back.
///
/// Shape:  lower-case UUIDs with hyphens cost nothing here; each other id is kept once and for good.
/// Thread: many readers, one writer at a time without readers.
class IdPool {
public:
    /// The id, kept when it has to be.
    EntityId keep(std::string_view text);
    /// Nothing when the text is no UUID and was never kept.
    std::optional<EntityId> find(std::string_view text) const;
    std::string text(EntityId id) const;
    /// Order of the texts, byte by byte.
    std::strong_ordering compare(EntityId a, EntityId b) const;
    const std::vector<std::string>& kept() const { return texts_; }

private:
    std::vector<std::string> texts_;
    std::map<std::string, std::uint64_t, std::less<>> places_;
};

/// A well mixed number of an id for hash tables.
inline std::uint64_t hash_of(EntityId id) {
    std::uint64_t mixed = (id.high ^ (id.low << 29U | id.low >> 35U)) * 0x9E3779B97F4A7C15ULL;
    mixed ^= mixed >> 32U;
    mixed *= 0xD6E8FEB86659FD93ULL;
    return mixed ^ (mixed >> 32U);
}

/// Finds the number of a row by its id: a table of numbers, four bytes a place, filled at most to the half.
///
/// Shape:  rows are never taken out. `id_of(number)` gives a row's id.
class NumberIndex {
public:
    static constexpr std::uint32_t kNone = UINT32_MAX;

    template <class IdOf>
    std::uint32_t find(EntityId id, const IdOf& id_of) const {
        if (places_.empty()) { return kNone; }
        const std::uint64_t mask = places_.size() - 1;
        for (std::uint64_t at = hash_of(id) & mask; places_[at] != kNone; at = (at + 1) & mask) {
            if (id_of(places_[at]) == id) { return places_[at]; }
        }
        return kNone;
    }
    /// The caller knows that the id is new.
    template <class IdOf>
    void add(EntityId id, std::uint32_t number, const IdOf& id_of) {
        if ((count_ + 1) * 2 > places_.size()) { grow(places_.empty() ? 64 : places_.size() * 2, id_of); }
        put(id, number);
        ++count_;
    }
    template <class IdOf>
    void reserve(std::size_t count, const IdOf& id_of) {
        std::size_t size = 64;
        while (size < count * 2) { size *= 2; }
        if (size > places_.size()) { grow(size, id_of); }
    }

private:
    void put(EntityId id, std::uint32_t number) {
        const std::uint64_t mask = places_.size() - 1;
        std::uint64_t at = hash_of(id) & mask;
        while (places_[at] != kNone) { at = (at + 1) & mask; }
        places_[at] = number;
    }
    template <class IdOf>
    void grow(std::size_t size, const IdOf& id_of) {
        const std::vector<std::uint32_t> old = std::move(places_);
        places_.assign(size, kNone);
        for (const std::uint32_t number : old) {
            if (number != kNone) { put(id_of(number), number); }
        }
    }

    std::vector<std::uint32_t> places_;
    std::size_t count_ = 0;
};

}  // namespace gx::app
