// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace gx::app {

/// One named part of a snapshot. Shape: name 1..31 bytes; `bytes` starts at a multiple of 64 when read back.
struct SnapshotPart {
    std::string_view name;
    base::ByteView bytes;
};

/// An opened snapshot. Thread: any number of readers.
class Snapshot {
public:
    virtual ~Snapshot() = default;
    /// The part's bytes, valid while the snapshot lives; nothing when there is no such part or its checksum is wrong.
    virtual std::optional<base::ByteView> part(std::string_view name) const = 0;
};

/// Keeps values beside the store that can be made anew from it at any time, so that a start need not. Never the only copy
/// of anything: what is missing, torn or of another version is as if it were not there.
///
/// Shape:  names 1..40 of a-z and '-'; parts 1..64; a snapshot is written whole or not at all and replaces the one before.
/// Thread: any.
class SnapshotShelf {
public:
    virtual ~SnapshotShelf() = default;
    /// Errors: StorageFull "snapshot.full"; Unavailable "snapshot.write".
    virtual base::Result<base::Done> put(std::string_view name, std::uint32_t version, std::span<const SnapshotPart> parts) = 0;
    /// Nothing when there is none that can be used.
    virtual std::unique_ptr<Snapshot> open(std::string_view name, std::uint32_t version) = 0;
};

}  // namespace gx::app
