// SPDX-License-Identifier: Apache-2.0
#include "domain/journal/merkle.hpp"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "domain/journal/tiles.hpp"
#include "tests/support/toy_hasher.hpp"

namespace gx::domain {
namespace {

using base::Digest;
using base::Result;

const support::ToyHasher kHasher;

/// Leaf hashes that differ.
std::vector<Digest> some_leaves(std::size_t count) {
    std::vector<Digest> leaves;
    for (std::size_t i = 0; i < count; ++i) {
        leaves.push_back(kHasher.leaf(base::as_bytes("leaf " + std::to_string(i))));
    }
    return leaves;
}

// The definitions of RFC 9162 written down as they stand, without regard to cost.
using Leaves = std::span<const Digest>;

std::size_t naive_split(std::size_t n) {
    std::size_t k = 1;
    while (k * 2 < n) { k *= 2; }
    return k;
}

Digest naive_root(Leaves leaves) {
    static std::map<std::pair<Digest, std::size_t>, Digest> known;  // leaves differ, so the first and the count tell
    if (leaves.empty()) { return kHasher.digest({}, {}); }
    if (leaves.size() == 1) { return leaves[0]; }
    const std::size_t k = naive_split(leaves.size());
    auto& root = known[{leaves[0], leaves.size()}];
    if (root == Digest{}) { root = kHasher.node(naive_root(leaves.first(k)), naive_root(leaves.subspan(k))); }
    return root;
}

std::vector<Digest> naive_path(std::size_t index, Leaves leaves) {
    if (leaves.size() == 1) { return {}; }
    const std::size_t k = naive_split(leaves.size());
    auto path = index < k ? naive_path(index, leaves.first(k)) : naive_path(index - k, leaves.subspan(k));
    path.push_back(index < k ? naive_root(leaves.subspan(k)) : naive_root(leaves.first(k)));
    return path;
}

std::vector<Digest> naive_subproof(std::size_t m, Leaves leaves, bool known) {
    if (m == leaves.size()) {
        return known ? std::vector<Digest>{} : std::vector<Digest>{naive_root(leaves)};
    }
    const std::size_t k = naive_split(leaves.size());
    auto proof = m <= k ? naive_subproof(m, leaves.first(k), known) : naive_subproof(m - k, leaves.subspan(k), false);
    proof.push_back(m <= k ? naive_root(leaves.subspan(k)) : naive_root(leaves.first(k)));
    return proof;
}

std::string reason_of(const Result<base::Done>& result) { return result.ok() ? "" : result.error().reason; }

TEST(Frontier, GivesTheRootOfTheDefinitionAtEachSize) {
    const auto leaves = some_leaves(300);
    Frontier frontier;
    EXPECT_EQ(frontier.root(kHasher), naive_root({}));
    for (std::size_t n = 1; n <= leaves.size(); ++n) {
        frontier.append(kHasher, leaves[n - 1]);
        ASSERT_EQ(frontier.size(), n);
        ASSERT_EQ(frontier.root(kHasher), naive_root(Leaves(leaves).first(n))) << n;
    }
}

TEST(Frontier, AppendsManyAsItAppendsOneByOne) {
    const auto leaves = some_leaves(700);
    for (const std::size_t start : {0U, 1U, 2U, 3U, 7U, 255U, 256U, 300U}) {
        for (const std::size_t count : {0U, 1U, 2U, 3U, 5U, 64U, 255U, 257U, 400U}) {
            using Node = std::tuple<unsigned, std::uint64_t, Digest>;
            std::vector<Node> single_nodes;
            std::vector<Node> batch_nodes;
            Frontier single;
            for (std::size_t i = 0; i < start; ++i) { single.append(kHasher, leaves[i]); }
            Frontier batch = single;
            for (std::size_t i = start; i < start + count; ++i) {
                single.append(kHasher, leaves[i],
                              [&](unsigned h, std::uint64_t i2, const Digest& d) { single_nodes.emplace_back(h, i2, d); });
            }
            batch.append_all(kHasher, Leaves(leaves).subspan(start, count),
                             [&](unsigned h, std::uint64_t i2, const Digest& d) { batch_nodes.emplace_back(h, i2, d); });
            ASSERT_EQ(single.peaks(), batch.peaks()) << start << " + " << count;
            ASSERT_EQ(single.size(), batch.size());
            std::sort(single_nodes.begin(), single_nodes.end());
            std::sort(batch_nodes.begin(), batch_nodes.end());
            ASSERT_EQ(single_nodes, batch_nodes) << start << " + " << count;
        }
    }
}

TEST(Frontier, IsMadeAgainOnlyFromAsManyPeaksAsItsSizeHasOnes) {
    const auto leaves = some_leaves(13);
    Frontier frontier;
    frontier.append_all(kHasher, leaves);
    const auto again = Frontier::make(13, frontier.peaks());
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again->root(kHasher), frontier.root(kHasher));
    EXPECT_EQ(Frontier::make(12, frontier.peaks()).error().reason, "journal.frontier");
    EXPECT_FALSE(Frontier::make(kTreeSizeMax + 1, {}).ok());
}

TEST(Proofs, EqualTheDefinitionsForAllSizesTo130) {
    const auto leaves = some_leaves(130);
    MemoryTree tree(kHasher);
    tree.append_all(leaves);
    for (std::size_t n = 1; n <= leaves.size(); ++n) {
        const Leaves part = Leaves(leaves).first(n);
        const Digest root = naive_root(part);
        ASSERT_EQ(root_at(kHasher, tree, n).value(), root);
        for (std::size_t i = 0; i < n; ++i) {
            const auto proof = inclusion_proof(kHasher, tree, i, n).value();
            ASSERT_EQ(proof, naive_path(i, part)) << i << " of " << n;
            ASSERT_TRUE(check_inclusion(kHasher, i, n, leaves[i], proof, root).ok()) << i << " of " << n;
        }
        for (std::size_t m = 1; m <= n; ++m) {
            const auto proof = consistency_proof(kHasher, tree, m, n).value();
            ASSERT_EQ(proof, naive_subproof(m, part, true)) << m << " to " << n;
            ASSERT_TRUE(check_consistency(kHasher, m, n, naive_root(part.first(m)), root, proof).ok());
        }
    }
}

// Trap: size 0, equal sizes with a proof, index >= size, proofs one hash too long or too short.
TEST(Proofs, OfMalformedFormAreRefused) {
    const auto leaves = some_leaves(40);
    MemoryTree tree(kHasher);
    tree.append_all(leaves);
    for (std::size_t n = 1; n <= 40; ++n) {
        const Digest root = root_at(kHasher, tree, n).value();
        for (std::size_t i = 0; i < n; ++i) {
            const auto proof = inclusion_proof(kHasher, tree, i, n).value();
            auto longer = proof;
            longer.push_back(root);
            EXPECT_EQ(reason_of(check_inclusion(kHasher, i, n, leaves[i], longer, root)), "proof.length");
            if (!proof.empty()) {
                auto shorter = proof;
                shorter.pop_back();
                EXPECT_EQ(reason_of(check_inclusion(kHasher, i, n, leaves[i], shorter, root)), "proof.length");
                auto other = proof;
                other[i % other.size()][3] ^= 1;
                EXPECT_EQ(reason_of(check_inclusion(kHasher, i, n, leaves[i], other, root)), "proof.root");
            }
            EXPECT_EQ(reason_of(check_inclusion(kHasher, n + i, n, leaves[i], proof, root)), "proof.index");
            EXPECT_EQ(reason_of(check_inclusion(kHasher, i, 0, leaves[i], proof, root)), "proof.size");
            EXPECT_EQ(reason_of(check_inclusion(kHasher, i, n, leaves[(i + 1) % 40], proof, root)), "proof.root");
        }
        for (std::size_t m = 1; m <= n; ++m) {
            const Digest old_root = root_at(kHasher, tree, m).value();
            const auto proof = consistency_proof(kHasher, tree, m, n).value();
            auto longer = proof;
            longer.push_back(root);
            EXPECT_EQ(reason_of(check_consistency(kHasher, m, n, old_root, root, longer)), "proof.length");
            if (!proof.empty()) {
                auto shorter = proof;
                shorter.pop_back();
                EXPECT_FALSE(check_consistency(kHasher, m, n, old_root, root, shorter).ok());
                auto other = proof;
                other[m % other.size()][31] ^= 128;
                EXPECT_EQ(reason_of(check_consistency(kHasher, m, n, old_root, root, other)), "proof.root");
                EXPECT_EQ(reason_of(check_consistency(kHasher, m, n, root, root, proof)), "proof.root");
            }
            EXPECT_EQ(reason_of(check_consistency(kHasher, 0, n, old_root, root, proof)), "proof.size");
            EXPECT_EQ(reason_of(check_consistency(kHasher, n + 1, n, old_root, root, proof)), "proof.order");
        }
        EXPECT_EQ(reason_of(check_consistency(kHasher, n, n, root, leaves[0], {})), n == 1 ? "" : "proof.root");
    }
}

TEST(Proofs, AreNotMadeForWhatIsNotThere) {
    MemoryTree tree(kHasher);
    tree.append_all(some_leaves(5));
    EXPECT_EQ(inclusion_proof(kHasher, tree, 0, 0).error().reason, "proof.size");
    EXPECT_EQ(inclusion_proof(kHasher, tree, 0, kTreeSizeMax + 1).error().reason, "proof.size");
    EXPECT_EQ(inclusion_proof(kHasher, tree, 5, 5).error().reason, "proof.index");
    EXPECT_EQ(inclusion_proof(kHasher, tree, 4, 6).error().reason, "journal.node_missing");
    EXPECT_EQ(consistency_proof(kHasher, tree, 0, 5).error().reason, "proof.size");
    EXPECT_EQ(consistency_proof(kHasher, tree, 4, 3).error().reason, "proof.order");
    EXPECT_EQ(consistency_proof(kHasher, tree, 3, 6).error().reason, "journal.node_missing");
}

/// Leaf hashes and the roots of complete tiles, with an account of what is read.
class CountingTiles final : public TileSource {
public:
    explicit CountingTiles(std::span<const Digest> leaves) {
        levels_.resize(4);
        Frontier frontier;
        frontier.append_all(kHasher, leaves, [&](unsigned height, std::uint64_t index, const Digest& hash) {
            if (height % kTileHeight != 0) { return; }
            auto& level = levels_[height / kTileHeight];
            ASSERT_EQ(level.size(), index);
            level.push_back(hash);
        });
    }
    Result<std::vector<Digest>> hashes(unsigned level, std::uint64_t first, std::uint64_t count) override {
        const auto& from = levels_.at(level);
        std::vector<Digest> out;
        for (std::uint64_t i = first; i < first + count && i < from.size(); ++i) { out.push_back(from[i]); }
        read += out.size();
        return out;
    }
    std::size_t read = 0;

private:
    std::vector<std::vector<Digest>> levels_;
};

TEST(TileNodes, GiveTheSameProofsFromFewReads) {
    const auto leaves = some_leaves(70'000);
    MemoryTree tree(kHasher);
    tree.append_all(leaves);
    CountingTiles tiles(leaves);
    for (const std::uint64_t size : {1U, 255U, 256U, 257U, 512U, 65'535U, 65'536U, 65'537U, 70'000U}) {
        for (const std::uint64_t index : {std::uint64_t{0}, size / 3, size - 1}) {
            tiles.read = 0;
            TileNodes nodes(kHasher, tiles);
            const auto proof = inclusion_proof(kHasher, nodes, index, size).value();
            ASSERT_EQ(proof, inclusion_proof(kHasher, tree, index, size).value()) << index << " of " << size;
            ASSERT_LE(tiles.read, 2 * kTileWidth * 3);
            const auto consistency = consistency_proof(kHasher, nodes, index + 1, size).value();
            ASSERT_EQ(consistency, consistency_proof(kHasher, tree, index + 1, size).value());
        }
    }
}

TEST(TileNodes, ReportWhatIsMissing) {
    const auto leaves = some_leaves(300);
    CountingTiles tiles(leaves);
    TileNodes nodes(kHasher, tiles);
    EXPECT_TRUE(nodes.node(8, 0).ok());
    EXPECT_EQ(nodes.node(8, 1).error().reason, "journal.node_missing");
    EXPECT_TRUE(nodes.node(0, 299).ok());
    EXPECT_EQ(nodes.node(0, 300).error().reason, "journal.node_missing");
    EXPECT_EQ(nodes.node(2, 75).error().reason, "journal.node_missing");
}

}  // namespace
}  // namespace gx::domain
