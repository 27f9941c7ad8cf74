// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/ports/store.hpp"
#include "domain/journal/tiles.hpp"

namespace gx::app {

/// The stored leaf hashes and tile roots of one snapshot, as the tree reads them.
class ReaderTiles final : public domain::TileSource {
public:
    explicit ReaderTiles(Reader& reader) : reader_(reader) {}

    Result<std::vector<base::Digest>> hashes(unsigned level, std::uint64_t first, std::uint64_t count) override {
        const auto from = static_cast<std::int64_t>(first);
        const auto wanted = static_cast<std::int64_t>(count);
        if (level == 0) { return reader_.leaf_hashes(from, wanted); }
        return reader_.tile_roots(static_cast<int>(level), from, wanted);
    }

private:
    Reader& reader_;
};

}  // namespace gx::app
