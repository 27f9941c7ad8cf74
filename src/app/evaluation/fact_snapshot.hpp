// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/evaluation/live_facts.hpp"
#include "app/ports/column_snapshots.hpp"
#include "app/ports/store.hpp"

namespace gx::app {

/// What a snapshot holds the facts of. One that differs in any member is of no use.
///
/// Shape: `law_digest` stands for the kinds that outcomes follow from; `leaf` is the leaf hash of entry at_size - 1: no other
///        store, and no other past of this one, has it.
struct SnapshotHead {
    std::string tenant;
    base::Date as_of;
    std::string law_digest;
    std::int64_t at_size = 0;
    base::Digest leaf{};
};

/// Writes head, facts and checksum. Errors: those of `sink`.
Result<Done> write_snapshot(const SnapshotHead& head, const LoadedFacts& facts, const ColumnSnapshots::Sink& sink);

struct FactSnapshot {
    SnapshotHead head;
    LoadedFacts facts;
};
/// Nothing when the bytes are no whole snapshot of this form; whose it is, the caller compares. Total.
std::optional<FactSnapshot> read_snapshot(base::ByteView bytes);

/// The facts of a tenant on a day, from the snapshot brought up to date from the journal where there is a valid one, else
/// from all rows; the snapshot is then kept current. A snapshot that cannot be written is no error.
///
/// Shape:  `request.at_size` is not set; the facts are those at the reader's journal size.
/// Errors: those of load_facts and the store.
Result<LoadedFacts> facts_by_snapshot(Reader& reader, const domain::ObligationKinds& kinds, const FactsRequest& request,
                                      const std::string& law_digest, ColumnSnapshots& snapshots);

}  // namespace gx::app
