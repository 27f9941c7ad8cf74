// SPDX-License-Identifier: Apache-2.0
#include "app/publication/entity_id.hpp"

namespace gx::app {
namespace {

constexpr std::size_t kUuidLength = 36;

int digit_of(char c) {
    if (c >= '0' && c <= '9') { return c - '0'; }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool is_hyphen_place(std::size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

/// The 16 bytes of a canonical UUID; nothing for other texts and for those that would look like a place in the pool.
std::optional<EntityId> from_uuid(std::string_view text) {
    if (text.size() != kUuidLength) { return std::nullopt; }
    EntityId id;
    int digits = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_hyphen_place(i)) {
            if (text[i] != '-') { return std::nullopt; }
            continue;
        }
        const int digit = digit_of(text[i]);
        if (digit < 0) { return std::nullopt; }
        std::uint64_t& half = digits < 16 ? id.high : id.low;
        half = half << 4U | static_cast<std::uint64_t>(digit);
        ++digits;
    }
    return id.high == 0 ? std::nullopt : std::optional{id};
}

}  // namespace

EntityId IdPool::keep(std::string_view text) {
    if (const auto id = find(text)) { return *id; }
    const std::uint64_t place = texts_.size();
    texts_.emplace_back(text);
    places_.emplace(std::string{text}, place);
    return {0, place};
}

std::optional<EntityId> IdPool::find(std::string_view text) const {
    if (const auto uuid = from_uuid(text)) { return uuid; }
    const auto found = places_.find(text);
    return found == places_.end() ? std::nullopt : std::optional{EntityId{0, found->second}};
}

std::string IdPool::text(EntityId id) const {
    if (id.high == 0) { return texts_[id.low]; }
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string out(kUuidLength, '-');
    unsigned digit = 0;
    for (std::size_t i = 0; i < kUuidLength; ++i) {
        if (is_hyphen_place(i)) { continue; }
        const std::uint64_t half = digit < 16 ? id.high : id.low;
        out[i] = kDigits[half >> (60U - 4U * (digit % 16)) & 0xFU];
        ++digit;
    }
    return out;
}

std::strong_ordering IdPool::compare(EntityId a, EntityId b) const {
    if (a.high != 0 && b.high != 0) { return a.high != b.high ? a.high <=> b.high : a.low <=> b.low; }
    return text(a) <=> text(b);
}

}  // namespace gx::app
