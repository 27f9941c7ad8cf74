// SPDX-License-Identifier: Apache-2.0
#include "domain/journal/merkle.hpp"

#include <bit>

namespace gx::domain {
namespace {

using base::Digest;
using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

Error proof_error(const char* reason) { return Error{ErrorCode::InvalidInput, reason}; }

bool size_ok(std::uint64_t size) { return size > 0 && size <= kTreeSizeMax; }

/// The largest power of two below n, for n > 1.
std::uint64_t split(std::uint64_t n) { return std::bit_floor(n - 1); }

/// MTH of the leaves [begin, end), where `begin` is a multiple of the largest power of two in the range.
Result<Digest> range_root(const Hasher& hasher, NodeSource& nodes, std::uint64_t begin, std::uint64_t end) {
    std::vector<Digest> peaks;
    while (begin < end) {
        const std::uint64_t width = std::bit_floor(end - begin);
        const auto height = static_cast<unsigned>(std::countr_zero(width));
        GX_TRY(const auto hash, nodes.node(height, begin >> height));
        peaks.push_back(hash);
        begin += width;
    }
    Digest root = peaks.back();
    for (std::size_t i = peaks.size() - 1; i-- > 0;) { root = hasher.node(peaks[i], root); }
    return root;
}

}  // namespace

Digest empty_root(const Hasher& hasher) { return hasher.digest({}); }

Result<Frontier> Frontier::make(std::uint64_t size, std::vector<Digest> peaks) {
    if (size > kTreeSizeMax || static_cast<std::size_t>(std::popcount(size)) != peaks.size()) {
        return Error{ErrorCode::Corrupt, "journal.frontier", fmt::format("{} peaks for size {}", peaks.size(), size)};
    }
    Frontier frontier;
    frontier.size_ = size;
    frontier.peaks_ = std::move(peaks);
    return frontier;
}

void Frontier::append(const Hasher& hasher, const Digest& leaf_hash, const Sink& sink) {
    GX_ASSERT(size_ < kTreeSizeMax);
    Digest hash = leaf_hash;
    if (sink) { sink(0, size_, hash); }
    unsigned height = 0;
    for (std::uint64_t bits = size_; (bits & 1U) != 0; bits >>= 1U) {
        hash = hasher.node(peaks_.back(), hash);
        peaks_.pop_back();
        ++height;
        if (sink) { sink(height, size_ >> height, hash); }
    }
    peaks_.push_back(hash);
    ++size_;
}

void Frontier::append_all(const Hasher& hasher, std::span<const Digest> leaf_hashes, const Sink& sink) {
    GX_ASSERT(leaf_hashes.size() <= kTreeSizeMax - size_);
    if (leaf_hashes.empty()) { return; }
    if (sink) {
        for (std::size_t i = 0; i < leaf_hashes.size(); ++i) { sink(0, size_ + i, leaf_hashes[i]); }
    }
    const std::uint64_t end = size_ + leaf_hashes.size();
    std::vector<Digest> smaller;  // peaks left at the levels below, smallest first
    std::vector<Digest> level(leaf_hashes.begin(), leaf_hashes.end());
    std::uint64_t old = size_;  // old size in units of this level
    for (unsigned height = 0; !level.empty(); ++height) {
        if ((old & 1U) != 0) {
            level.insert(level.begin(), peaks_.back());
            peaks_.pop_back();
        }
        const std::uint64_t first = old & ~std::uint64_t{1};
        if (level.size() % 2 != 0) {
            smaller.push_back(level.back());
            level.pop_back();
        }
        std::vector<Digest> parents(level.size() / 2);
        hasher.nodes(level, parents);
        if (sink) {
            for (std::size_t i = 0; i < parents.size(); ++i) { sink(height + 1, first / 2 + i, parents[i]); }
        }
        level = std::move(parents);
        old >>= 1U;
    }
    peaks_.insert(peaks_.end(), smaller.rbegin(), smaller.rend());
    size_ = end;
    GX_ASSERT(peaks_.size() == static_cast<std::size_t>(std::popcount(size_)));
}

Digest Frontier::root(const Hasher& hasher) const {
    if (peaks_.empty()) { return empty_root(hasher); }
    Digest root = peaks_.back();
    for (std::size_t i = peaks_.size() - 1; i-- > 0;) { root = hasher.node(peaks_[i], root); }
    return root;
}

Result<Digest> root_at(const Hasher& hasher, NodeSource& nodes, std::uint64_t size) {
    if (size == 0) { return empty_root(hasher); }
    if (!size_ok(size)) { return proof_error("proof.size"); }
    return range_root(hasher, nodes, 0, size);
}

Result<std::vector<Digest>> inclusion_proof(const Hasher& hasher, NodeSource& nodes, std::uint64_t index,
                                            std::uint64_t size) {
    if (!size_ok(size)) { return proof_error("proof.size"); }
    if (index >= size) { return proof_error("proof.index"); }
    std::vector<Digest> from_top;
    std::uint64_t begin = 0;
    std::uint64_t end = size;
    while (end - begin > 1) {
        const std::uint64_t middle = begin + split(end - begin);
        if (index < middle) {
            GX_TRY(const auto sibling, range_root(hasher, nodes, middle, end));
            from_top.push_back(sibling);
            end = middle;
        } else {
            GX_TRY(const auto sibling, range_root(hasher, nodes, begin, middle));
            from_top.push_back(sibling);
            begin = middle;
        }
    }
    return std::vector<Digest>(from_top.rbegin(), from_top.rend());
}

Result<std::vector<Digest>> consistency_proof(const Hasher& hasher, NodeSource& nodes, std::uint64_t from,
                                              std::uint64_t to) {
    if (!size_ok(from) || !size_ok(to)) { return proof_error("proof.size"); }
    if (from > to) { return proof_error("proof.order"); }
    std::vector<Digest> from_top;
    if (from == to) { return from_top; }
    // SUBPROOF of RFC 9162: descend until the range ends at `from`; a left descent leaves the old root known.
    std::uint64_t begin = 0;
    std::uint64_t end = to;
    bool old_root_known = true;
    while (end != from) {
        const std::uint64_t middle = begin + split(end - begin);
        if (from <= middle) {
            GX_TRY(const auto right, range_root(hasher, nodes, middle, end));
            from_top.push_back(right);
            end = middle;
        } else {
            GX_TRY(const auto left, range_root(hasher, nodes, begin, middle));
            from_top.push_back(left);
            begin = middle;
            old_root_known = false;
        }
    }
    if (!old_root_known) {
        GX_TRY(const auto hash, range_root(hasher, nodes, begin, end));
        from_top.push_back(hash);
    }
    return std::vector<Digest>(from_top.rbegin(), from_top.rend());
}

Result<Done> check_inclusion(const Hasher& hasher, std::uint64_t index, std::uint64_t size, const Digest& leaf_hash,
                             std::span<const Digest> proof, const Digest& root) {
    if (!size_ok(size)) { return proof_error("proof.size"); }
    if (index >= size) { return proof_error("proof.index"); }
    std::uint64_t fn = index;
    std::uint64_t sn = size - 1;
    Digest hash = leaf_hash;
    for (const Digest& sibling : proof) {
        if (sn == 0) { return proof_error("proof.length"); }
        if ((fn & 1U) != 0 || fn == sn) {
            hash = hasher.node(sibling, hash);
            while (fn != 0 && (fn & 1U) == 0) {
                fn >>= 1U;
                sn >>= 1U;
            }
        } else {
            hash = hasher.node(hash, sibling);
        }
        fn >>= 1U;
        sn >>= 1U;
    }
    if (sn != 0) { return proof_error("proof.length"); }
    if (hash != root) { return proof_error("proof.root"); }
    return Done{};
}

Result<Done> check_consistency(const Hasher& hasher, std::uint64_t from, std::uint64_t to, const Digest& root_from,
                               const Digest& root_to, std::span<const Digest> proof) {
    if (!size_ok(from) || !size_ok(to)) { return proof_error("proof.size"); }
    if (from > to) { return proof_error("proof.order"); }
    if (from == to) {
        if (!proof.empty()) { return proof_error("proof.length"); }
        if (root_from != root_to) { return proof_error("proof.root"); }
        return Done{};
    }
    if (proof.empty()) { return proof_error("proof.length"); }
    std::uint64_t fn = from - 1;
    std::uint64_t sn = to - 1;
    while ((fn & 1U) != 0) {
        fn >>= 1U;
        sn >>= 1U;
    }
    // A complete old tree is its own first node and is not repeated in the proof.
    Digest old_hash = root_from;
    std::size_t at = 0;
    if (fn != 0) { old_hash = proof[at++]; }
    Digest new_hash = old_hash;
    for (; at < proof.size(); ++at) {
        if (sn == 0) { return proof_error("proof.length"); }
        if ((fn & 1U) != 0 || fn == sn) {
            old_hash = hasher.node(proof[at], old_hash);
            new_hash = hasher.node(proof[at], new_hash);
            while (fn != 0 && (fn & 1U) == 0) {
                fn >>= 1U;
                sn >>= 1U;
            }
        } else {
            new_hash = hasher.node(new_hash, proof[at]);
        }
        fn >>= 1U;
        sn >>= 1U;
    }
    if (sn != 0) { return proof_error("proof.length"); }
    if (old_hash != root_from || new_hash != root_to) { return proof_error("proof.root"); }
    return Done{};
}

}  // namespace gx::domain
