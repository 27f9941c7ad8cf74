// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/ports/archives.hpp"

namespace gx::ingest {

/// app::Archives over ZipArchive, with its limits.
class ZipArchives final : public app::Archives {
public:
    base::Result<std::unique_ptr<app::Archive>> open(std::string_view bytes) override;
};

}  // namespace gx::ingest
