// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/ports/column_snapshots.hpp"

namespace gx::storage {

/// Snapshots as files NAME.snapshot in a folder: read by mapping, written beside and renamed when they are on the disk.
class SnapshotFolder final : public app::ColumnSnapshots {
public:
    explicit SnapshotFolder(std::string folder) : folder_(std::move(folder)) {}

    std::unique_ptr<app::SnapshotView> open(std::string_view name) override;
    base::Result<base::Done> save(std::string_view name, const std::function<base::Result<base::Done>(const Sink&)>& write) override;

private:
    std::string path(std::string_view name) const { return folder_ + "/" + std::string{name} + ".snapshot"; }

    std::string folder_;
};

}  // namespace gx::storage
