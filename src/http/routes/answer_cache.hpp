// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/date.hpp"

namespace gx::http {

/// What an answer rests on: any change makes all cached answers wrong.
struct Freshness {
    std::int64_t position = -1;
    base::Date day = {};
    std::uint64_t changes = 0;  ///< of what is shown, also where the position stays
    bool operator==(const Freshness&) const = default;
};

/// One finished public answer.
struct CachedAnswer {
    std::string etag;
    std::string head;  ///< its header lines, the ETag among them
    std::shared_ptr<const std::string> body;
    std::size_t route = 0;
};

/// Answers by language, target and scope of the caller, least recently used first out. Once a shard is full only what is asked for a
/// second time enters: questions that are asked once push nothing out.
///
/// Shape:  bounded bytes, split over shards; an answer above 1 MiB or an eighth of a shard is not kept.
/// Thread: any.
class AnswerCache {
public:
    explicit AnswerCache(std::size_t bytes_max) : bytes_max_(bytes_max / kShards) {}

    /// Nothing when absent or older than `now`.
    std::shared_ptr<const CachedAnswer> find(std::string_view key, const Freshness& now);
    void keep(std::string_view key, const Freshness& now, std::shared_ptr<const CachedAnswer> answer);

private:
    static constexpr std::size_t kShards = 16;
    static constexpr std::size_t kAskedBits = 1U << 14U;
    struct Slot {
        std::string key;
        std::shared_ptr<const CachedAnswer> answer;
        std::size_t bytes;
    };
    struct Shard {
        std::mutex lock;
        Freshness freshness;
        std::list<Slot> slots;  // most recently used first
        std::unordered_map<std::string_view, std::list<Slot>::iterator> by_key;
        std::size_t bytes = 0;
        std::bitset<kAskedBits> asked;  // by hash of the key; a rare mistake only lets an answer in at once
        std::size_t asked_count = 0;
    };
    /// What left a shard: freed when nobody waits for it.
    using Gone = std::list<Slot>;
    Shard& shard_of(std::size_t hash) { return shards_[hash % kShards]; }
    static void renew(Shard& shard, const Freshness& now, Gone& gone);
    static bool asked_before(Shard& shard, std::size_t hash);

    std::size_t bytes_max_;
    std::array<Shard, kShards> shards_;
};

/// A strong entity tag of the bytes, with quotes. Not a cryptographic digest.
std::string etag_of(std::string_view bytes);
/// True when If-None-Match names the tag (weak comparison) or is "*".
bool matches_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace gx::http
