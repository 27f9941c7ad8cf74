// SPDX-License-Identifier: Apache-2.0
#include "app/audit/journal_map.hpp"

#include <algorithm>
#include <mutex>

#include "base/checksum.hpp"

namespace gx::app {
namespace {

/// A short digest of one member and its value. Two may share one: then a block is looked at in vain.
std::uint32_t word(char member, std::string_view value) {
    std::string text(1, member);
    text.append(value);
    return static_cast<std::uint32_t>(base::checksum64(base::as_bytes(text)));
}

/// Calls `each` for the bodies that canonical JSON names; inside a text the quotes of the name would be escaped.
template <class Each>
void each_body(std::string_view content, const Each& each) {
    constexpr std::string_view kName = R"("body_id":")";
    for (std::size_t at = content.find(kName); at != std::string_view::npos; at = content.find(kName, at + 1)) {
        const std::string_view rest = content.substr(at + kName.size());
        each(rest.substr(0, rest.find('"')));
    }
}

}  // namespace

void JournalMap::take(Block& block, const domain::JournalEntry& entry) {
    block.first_at = std::min(block.first_at, entry.at.millis());
    block.last_at = std::max(block.last_at, entry.at.millis());
    block.words.push_back(word('a', entry.actor));
    block.words.push_back(word('e', entry.entity));
    block.words.push_back(word('v', entry.action));
    bool named = entry.entity == "body";
    if (named) { block.words.push_back(word('b', entry.entity_id)); }
    if (entry.content) {
        each_body(*entry.content, [&](std::string_view body) {
            block.words.push_back(word('b', body));
            named = true;
        });
    }
    // Removed, or of the body of the post it refers to: decided when it is looked at.
    const bool by_post = entry.content && entry.content->find(R"("post_id":")") != std::string::npos;
    block.any_body = block.any_body || (!named && (by_post || !entry.content));
}

Result<bool> JournalMap::follow(Reader& reader, std::size_t blocks_max) {
    if (following_.exchange(true)) { return false; }
    struct Release {
        std::atomic<bool>& flag;
        ~Release() { flag = false; }
    } const release{following_};
    GX_TRY(const std::int64_t size, reader.journal_size());
    for (std::size_t taken = 0; taken < blocks_max; ++taken) {
        const auto index = static_cast<std::int64_t>([&] { const std::shared_lock lock(mutex_); return blocks_.size(); }());
        if ((index + 1) * kBlock > size) { return true; }
        Block block;
        GX_CHECK(reader.entries(index * kBlock, (index + 1) * kBlock, [&](const domain::JournalEntry& entry) -> Result<Done> {
            take(block, entry);
            return Done{};
        }));
        std::ranges::sort(block.words);
        block.words.erase(std::unique(block.words.begin(), block.words.end()), block.words.end());
        block.words.shrink_to_fit();
        const std::unique_lock lock(mutex_);
        blocks_.push_back(std::move(block));
    }
    return false;
}

bool JournalMap::may_hold(std::int64_t index, const JournalFilter& filter) const {
    const std::shared_lock lock(mutex_);
    if (index >= static_cast<std::int64_t>(blocks_.size())) { return true; }
    const Block& block = blocks_[static_cast<std::size_t>(index)];
    if (block.last_at < filter.from_millis() || block.first_at >= filter.to_millis()) { return false; }
    const auto has = [&](char member, const std::string& value) {
        return value.empty() || std::ranges::binary_search(block.words, word(member, value));
    };
    return has('a', filter.account) && has('e', filter.entity) && has('v', filter.action) && (block.any_body || has('b', filter.body));
}

}  // namespace gx::app
