// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::domain {

/// Largest number of leaves: every position stays exact in a JavaScript number.
inline constexpr std::uint64_t kTreeSizeMax = (std::uint64_t{1} << 53U) - 1;
/// A tile level spans eight tree levels: a tile holds up to 256 hashes of one level.
inline constexpr unsigned kTileHeight = 8;
inline constexpr std::uint64_t kTileWidth = 256;

/// The root of the empty tree: H("").
base::Digest empty_root(const Hasher& hasher);

/// Where perfect subtrees are read from.
class NodeSource {
public:
    virtual ~NodeSource() = default;
    /// The hash of the perfect subtree over leaves [index << height, (index + 1) << height).
    /// Errors: those of the store; Corrupt "journal.node_missing" when it is not there.
    virtual base::Result<base::Digest> node(unsigned height, std::uint64_t index) = 0;
};

/// The compact range of a growing tree: one hash for each 1-bit of its size.
///
/// Shape: `peaks` from the largest subtree to the smallest, popcount(size) of them.
class Frontier {
public:
    /// Told of each perfect subtree that an append completes, leaves included (height 0).
    using Sink = std::function<void(unsigned height, std::uint64_t index, const base::Digest& hash)>;

    Frontier() = default;
    /// Errors: Corrupt "journal.frontier" when the number of peaks does not fit the size.
    static base::Result<Frontier> make(std::uint64_t size, std::vector<base::Digest> peaks);

    std::uint64_t size() const { return size_; }
    const std::vector<base::Digest>& peaks() const { return peaks_; }

    /// Adds one leaf hash: O(log n), amortised one node hash.
    void append(const Hasher& hasher, const base::Digest& leaf_hash, const Sink& sink = {});
    /// Adds many leaf hashes level by level; the result equals that of repeated append().
    void append_all(const Hasher& hasher, std::span<const base::Digest> leaf_hashes, const Sink& sink = {});
    /// Total.
    base::Digest root(const Hasher& hasher) const;

private:
    std::uint64_t size_ = 0;
    std::vector<base::Digest> peaks_;
};

/// MTH over the first `size` leaves. Source: RFC 9162 section 2.1.1.
base::Result<base::Digest> root_at(const Hasher& hasher, NodeSource& nodes, std::uint64_t size);

/// PATH(index, D[0:size]), from the leaf upwards. Source: RFC 9162 section 2.1.3.1.
///
/// Errors: InvalidInput "proof.size" (0 or too large), "proof.index" (index >= size); those of the source.
base::Result<std::vector<base::Digest>> inclusion_proof(const Hasher& hasher, NodeSource& nodes, std::uint64_t index,
                                                        std::uint64_t size);

/// PROOF(from, D[0:to]); empty when both sizes are equal. Source: RFC 9162 section 2.1.4.1.
///
/// Errors: InvalidInput "proof.size" (a size is 0 or too large), "proof.order" (from > to); those of the source.
base::Result<std::vector<base::Digest>> consistency_proof(const Hasher& hasher, NodeSource& nodes, std::uint64_t from,
                                                          std::uint64_t to);

/// Errors: InvalidInput "proof.size", "proof.index", "proof.length" (too short or too long), "proof.root".
/// Source: RFC 9162 section 2.1.3.2.
base::Result<base::Done> check_inclusion(const Hasher& hasher, std::uint64_t index, std::uint64_t size,
                                         const base::Digest& leaf_hash, std::span<const base::Digest> proof,
                                         const base::Digest& root);

/// Errors: InvalidInput "proof.size", "proof.order", "proof.length" (also a proof between equal sizes that is not
///         empty), "proof.root". Source: RFC 9162 section 2.1.4.2.
base::Result<base::Done> check_consistency(const Hasher& hasher, std::uint64_t from, std::uint64_t to,
                                           const base::Digest& root_from, const base::Digest& root_to,
                                           std::span<const base::Digest> proof);

}  // namespace gx::domain
