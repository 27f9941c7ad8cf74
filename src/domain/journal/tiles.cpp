// SPDX-License-Identifier: Apache-2.0
#include "domain/journal/tiles.hpp"

namespace gx::domain {
namespace {

using base::Digest;
using base::Error;
using base::ErrorCode;
using base::Result;

Error missing(unsigned height, std::uint64_t index) {
    return Error{ErrorCode::Corrupt, "journal.node_missing", fmt::format("height {} index {}", height, index)};
}

}  // namespace

Result<Digest> TileNodes::node(unsigned height, std::uint64_t index) {
    // A node at height 8k is itself stored at level k; one above it is inside the tile whose lowest level is k.
    const unsigned level = height / kTileHeight;
    const unsigned inner = height % kTileHeight;
    const std::uint64_t tile = index >> (kTileHeight - inner);
    const std::uint64_t at = index & ((kTileWidth >> inner) - 1);
    auto found = read_.find({level, tile});
    if (found == read_.end()) {
        if (read_.size() >= tiles_max_) { read_.clear(); }
        GX_TRY(auto hashes, tiles_.hashes(level, tile * kTileWidth, kTileWidth));
        Levels levels{std::move(hashes)};
        while (levels.back().size() > 1) {
            std::vector<Digest> parents(levels.back().size() / 2);
            hasher_.nodes(levels.back(), parents);
            levels.push_back(std::move(parents));
        }
        found = read_.emplace(std::pair{level, tile}, std::move(levels)).first;
    }
    const Levels& levels = found->second;
    if (inner >= levels.size() || at >= levels[inner].size()) { return missing(height, index); }
    return levels[inner][at];
}

void MemoryTree::append_all(std::span<const Digest> leaf_hashes) {
    frontier_.append_all(hasher_, leaf_hashes, [this](unsigned height, std::uint64_t, const Digest& hash) {
        if (levels_.size() <= height) { levels_.resize(height + 1); }
        levels_[height].push_back(hash);
    });
}

Result<Digest> MemoryTree::node(unsigned height, std::uint64_t index) {
    if (height >= levels_.size() || index >= levels_[height].size()) { return missing(height, index); }
    return levels_[height][index];
}

}  // namespace gx::domain
