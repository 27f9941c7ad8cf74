// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "app/ports/jobs.hpp"

namespace gx::storage {

/// app::JobFiles in a folder that only its owner can enter.
class JobFolder final : public app::JobFiles {
public:
    /// Makes the folder when there is none. Errors: Unavailable "file.not_written"
    static base::Result<std::unique_ptr<JobFolder>> at(std::filesystem::path folder);

    std::string path(std::string_view name) const override;
    base::Result<base::Done> write(std::string_view name, std::string_view bytes) override;
    base::Result<base::Done> narrow(std::string_view name) override;
    base::Result<std::unique_ptr<app::JobFile>> open(std::string_view name) override;
    bool has(std::string_view name) const override;
    void remove(std::string_view name) override;
    std::size_t purge(base::Instant before) override;

private:
    explicit JobFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}
    std::filesystem::path folder_;
};

}  // namespace gx::storage
