// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "app/ports/snapshot.hpp"

namespace gx::storage {

/// Snapshots as files `<name>.snapshot` of a folder, mapped into memory when read. Written to a file beside it, synced and
/// renamed, with mode 0600. docs/adr/0052.
class FileShelf final : public app::SnapshotShelf {
public:
    explicit FileShelf(std::filesystem::path folder) : folder_(std::move(folder)) {}
    base::Result<base::Done> put(std::string_view name, std::uint32_t version, std::span<const app::SnapshotPart> parts) override;
    std::unique_ptr<app::Snapshot> open(std::string_view name, std::uint32_t version) override;

private:
    std::filesystem::path file_of(std::string_view name) const;
    std::filesystem::path folder_;
};

}  // namespace gx::storage
