// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gx::app {

/// A zip file whose directory was checked against limits before anything is inflated.
class Archive {
public:
    virtual ~Archive() = default;
    virtual std::vector<std::string> names() const = 0;
    /// A small part as a whole. Errors: InvalidInput or TooLarge "zip.…"
    virtual base::Result<std::string> read(std::string_view name, std::size_t bytes_max) = 0;
};

/// Opens zip files from outside. Thread: any.
class Archives {
public:
    virtual ~Archives() = default;
    /// Errors: InvalidInput "zip.damaged", "zip.encrypted", "zip.overlap", "zip.duplicate_entry", "zip.method"; TooLarge
    ///         "zip.too_many_entries", "zip.bomb"
    virtual base::Result<std::unique_ptr<Archive>> open(std::string_view bytes) = 0;
};

}  // namespace gx::app
