// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "app/ports/store.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::app {

/// Proves that an entry lies under a root, or that one journal is the beginning of another.
///
/// Shape:  reads at most 512 hashes a tile level, whatever the size.
/// Source: RFC 9162 sections 2.1.3 and 2.1.4; CONTRACT 3
/// Thread: any thread.
class Prove {
public:
    struct Inclusion {
        std::uint64_t index = 0;
        std::uint64_t size = 0;
        base::Digest leaf{};
        base::Digest root{};
        std::vector<base::Digest> path;
    };
    struct Consistency {
        std::uint64_t from = 0;
        std::uint64_t to = 0;
        base::Digest root_from{};
        base::Digest root_to{};
        std::vector<base::Digest> path;
    };

    Prove(Store& store, const domain::Hasher& hasher) : store_(store), hasher_(hasher) {}

    /// Errors: InvalidInput "proof.size" (0 or more than there are), "proof.index"; those of the store.
    Result<Inclusion> inclusion(std::uint64_t index, std::uint64_t size) const;
    /// Errors: InvalidInput "proof.size", "proof.order"; those of the store.
    Result<Consistency> consistency(std::uint64_t from, std::uint64_t to) const;

private:
    Store& store_;
    const domain::Hasher& hasher_;
};

/// {leafIndex, treeSize, leafHash, root, proof[]} in hex.
base::Json to_json(const Prove::Inclusion& proof);
/// {size1, size2, root1, root2, proof[]} in hex.
base::Json to_json(const Prove::Consistency& proof);

}  // namespace gx::app
