// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <shared_mutex>
#include <string_view>
#include <vector>

#include "app/audit/journal_query.hpp"
#include "app/ports/store.hpp"

namespace gx::app {

/// What is where in the journal, so that a search by account, body, action, entity or day passes over most of it. Derived from
/// the journal and kept in memory: no write pays for it, nothing to be kept true. What it does not know yet is looked at.
///
/// Shape:  blocks of 1,024 entries; about 4 KiB a block where every entry is of another body.
/// Thread: any; one `follow` at a time works, others return.
class JournalMap {
public:
    static constexpr std::int64_t kBlock = 1'024;

    /// Takes in complete blocks that came since, at most `blocks_max`. True when it has seen all of them.
    Result<bool> follow(Reader& reader, std::size_t blocks_max);
    /// Whether block `index` may hold an entry that fits. Never false for one that does.
    bool may_hold(std::int64_t index, const JournalFilter& filter) const;

private:
    struct Block {
        std::int64_t first_at = INT64_MAX;
        std::int64_t last_at = INT64_MIN;
        bool any_body = false;             ///< holds entries whose body the content does not say
        std::vector<std::uint32_t> words;  ///< short digests of what entries hold, ascending
    };
    static void take(Block& block, const domain::JournalEntry& entry);

    mutable std::shared_mutex mutex_;
    std::vector<Block> blocks_;
    std::atomic<bool> following_{false};
};

}  // namespace gx::app
