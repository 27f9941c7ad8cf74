// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace gx::app {

/// The bytes of a kept snapshot, as long as this object lives.
class SnapshotView {
public:
    virtual ~SnapshotView() = default;
    virtual base::ByteView bytes() const = 0;
};

/// Keeps columns beside the store so that the next start need not read all rows. What it holds is a copy: it may be lost,
/// old or damaged at any time, and is then made again.
class ColumnSnapshots {
public:
    using Sink = std::function<base::Result<base::Done>(base::ByteView)>;

    virtual ~ColumnSnapshots() = default;
    /// Nullptr when there is none that can be read. Shape: names of 1..100 letters, digits, '-', '_'.
    virtual std::unique_ptr<SnapshotView> open(std::string_view name) = 0;
    /// Puts what `write` hands out in the place of the named snapshot, whole or not at all.
    /// Errors: StorageFull "store.full"; Unavailable "snapshot.not_written"; those of `write`.
    virtual base::Result<base::Done> save(std::string_view name,
                                          const std::function<base::Result<base::Done>(const Sink&)>& write) = 0;
};

}  // namespace gx::app
