// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
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

/// Answers of anonymous requests by language and target, least recently used first out.
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
    };
    Shard& shard_of(std::string_view key);
    static void renew(Shard& shard, const Freshness& now);

    std::size_t bytes_max_;
    std::array<Shard, kShards> shards_;
};

/// A strong entity tag of the bytes, with quotes. Not a cryptographic digest.
std::string etag_of(std::string_view bytes);
/// True when If-None-Match names the tag (weak comparison) or is "*".
bool matches_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace gx::http
