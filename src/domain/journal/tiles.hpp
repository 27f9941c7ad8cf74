// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "domain/journal/merkle.hpp"

namespace gx::domain {

/// Stored hashes of every eighth tree level: level 0 holds the leaf hashes, level k the roots of the complete subtrees
/// of 256^k leaves.
class TileSource {
public:
    virtual ~TileSource() = default;
    /// Hashes first..first+count-1 of a level, fewer where they end. Shape: count <= 256.
    virtual base::Result<std::vector<base::Digest>> hashes(unsigned level, std::uint64_t first,
                                                           std::uint64_t count) = 0;
};

/// Nodes of all levels out of tiles; each tile is read once and kept with its inner nodes.
///
/// A proof reads at most two tiles a level: 512 * log_256(n) hashes. One object serves one snapshot of the store.
///
/// Shape: keeps at most `tiles_max` tiles (16 KiB each); when full it starts anew.
class TileNodes final : public NodeSource {
public:
    TileNodes(const Hasher& hasher, TileSource& tiles, std::size_t tiles_max = 64)
        : hasher_(hasher), tiles_(tiles), tiles_max_(tiles_max) {}

    base::Result<base::Digest> node(unsigned height, std::uint64_t index) override;

private:
    using Levels = std::vector<std::vector<base::Digest>>;  // [0] the stored hashes, [8] the tile's root

    const Hasher& hasher_;
    TileSource& tiles_;
    std::size_t tiles_max_;
    std::map<std::pair<unsigned, std::uint64_t>, Levels> read_;
};

/// A whole tree in memory, 64 bytes a leaf: for benchmarks, tests and short journals.
class MemoryTree final : public NodeSource {
public:
    explicit MemoryTree(const Hasher& hasher) : hasher_(hasher) {}

    std::uint64_t size() const { return frontier_.size(); }
    base::Digest root() const { return frontier_.root(hasher_); }
    void append_all(std::span<const base::Digest> leaf_hashes);
    base::Result<base::Digest> node(unsigned height, std::uint64_t index) override;

private:
    const Hasher& hasher_;
    Frontier frontier_;
    std::vector<std::vector<base::Digest>> levels_;
};

}  // namespace gx::domain
