// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/ports/snapshot.hpp"

namespace gx::support {

/// Snapshots in memory, open to a test that wants to damage them.
class MemoryShelf final : public app::SnapshotShelf {
public:
    using Parts = std::map<std::string, std::vector<std::uint8_t>, std::less<>>;

    base::Result<base::Done> put(std::string_view name, std::uint32_t version, std::span<const app::SnapshotPart> parts) override {
        Parts kept;
        for (const auto& part : parts) { kept.emplace(std::string{part.name}, std::vector(part.bytes.begin(), part.bytes.end())); }
        snapshots[std::string{name}] = {version, std::move(kept)};
        ++writes;
        return base::Done{};
    }
    std::unique_ptr<app::Snapshot> open(std::string_view name, std::uint32_t version) override {
        const auto found = snapshots.find(name);
        if (found == snapshots.end() || found->second.first != version) { return nullptr; }
        ++opened;
        return std::make_unique<Opened>(found->second.second);
    }

    std::map<std::string, std::pair<std::uint32_t, Parts>, std::less<>> snapshots;
    int writes = 0;
    int opened = 0;

private:
    struct Opened final : app::Snapshot {
        explicit Opened(Parts kept) : parts(std::move(kept)) {}
        std::optional<base::ByteView> part(std::string_view name) const override {
            const auto found = parts.find(name);
            return found == parts.end() ? std::nullopt : std::optional<base::ByteView>{found->second};
        }
        Parts parts;
    };
};

}  // namespace gx::support
