// SPDX-License-Identifier: Apache-2.0
#include "http/routes/answer_cache.hpp"

#include <cstring>
#include <functional>

#include <fmt/format.h>

#include "base/text.hpp"

namespace gx::http {
namespace {

constexpr std::size_t kAnswerBytesMax = 1U << 20U;
constexpr std::size_t kSlotBytes = 256;  // what a slot takes beside its texts

std::uint64_t mixed(std::uint64_t h) {
    h = (h ^ (h >> 33U)) * 0xFF51AFD7ED558CCDULL;
    h = (h ^ (h >> 33U)) * 0xC4CEB9FE1A85EC53ULL;
    return h ^ (h >> 33U);
}

std::uint64_t fingerprint(std::string_view bytes, std::uint64_t seed) {
    std::uint64_t h = seed ^ (bytes.size() * 0x9E3779B97F4A7C15ULL);
    while (bytes.size() >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), 8);
        h = mixed(h ^ word) + 0x9E3779B97F4A7C15ULL;
        bytes.remove_prefix(8);
    }
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), bytes.size());
    return mixed(h ^ word);
}

}  // namespace

void AnswerCache::renew(Shard& shard, const Freshness& now, Gone& gone) {
    if (shard.freshness == now) { return; }
    shard.by_key.clear();
    gone.swap(shard.slots);
    shard.bytes = 0;
    shard.asked.reset();
    shard.asked_count = 0;
    shard.freshness = now;
}

bool AnswerCache::asked_before(Shard& shard, std::size_t hash) {
    const std::size_t bit = (hash / kShards) % kAskedBits;
    if (shard.asked.test(bit)) { return true; }
    if (++shard.asked_count > kAskedBits / 4) {
        shard.asked.reset();
        shard.asked_count = 1;
    }
    shard.asked.set(bit);
    return false;
}

std::shared_ptr<const CachedAnswer> AnswerCache::find(std::string_view key, const Freshness& now) {
    Gone gone;
    Shard& shard = shard_of(std::hash<std::string_view>{}(key));
    const std::lock_guard guard(shard.lock);
    renew(shard, now, gone);
    const auto found = shard.by_key.find(key);
    if (found == shard.by_key.end()) { return nullptr; }
    shard.slots.splice(shard.slots.begin(), shard.slots, found->second);
    return found->second->answer;
}

void AnswerCache::keep(std::string_view key, const Freshness& now, std::shared_ptr<const CachedAnswer> answer) {
    const std::size_t bytes = key.size() + answer->head.size() + answer->body->size() + kSlotBytes;
    if (bytes > kAnswerBytesMax || bytes > bytes_max_ / 8) { return; }
    const std::size_t hash = std::hash<std::string_view>{}(key);
    Gone gone;
    Shard& shard = shard_of(hash);
    const std::lock_guard guard(shard.lock);
    renew(shard, now, gone);
    if (shard.by_key.contains(key)) { return; }
    if (shard.bytes + bytes > bytes_max_ && !asked_before(shard, hash)) { return; }
    while (!shard.slots.empty() && shard.bytes + bytes > bytes_max_) {
        shard.bytes -= shard.slots.back().bytes;
        shard.by_key.erase(shard.slots.back().key);
        gone.splice(gone.begin(), shard.slots, std::prev(shard.slots.end()));
    }
    shard.slots.push_front({std::string{key}, std::move(answer), bytes});
    shard.by_key.emplace(shard.slots.front().key, shard.slots.begin());
    shard.bytes += bytes;
}

std::string etag_of(std::string_view bytes) {
    return fmt::format("\"{:016x}{:016x}\"", fingerprint(bytes, 1), fingerprint(bytes, 2));
}

bool matches_etag(std::string_view if_none_match, std::string_view etag) {
    if (if_none_match.empty()) { return false; }
    for (auto part : base::split(if_none_match, ',')) {
        part = base::trim(part);
        if (part == "*") { return true; }
        if (part.starts_with("W/")) { part.remove_prefix(2); }
        if (part == etag) { return true; }
    }
    return false;
}

}  // namespace gx::http
