// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::app {

/// Which part of a list in the store is asked for. Shape: limit 1..200; page from 1; at most the first 10,000 rows.
struct OffsetPage {
    std::size_t limit = 50;
    std::optional<std::int64_t> page = {};  ///< not together with `cursor`
    std::string cursor = {};

    /// Rows before the page. Errors: InvalidInput "page.cursor_invalid", "page.cursor_with_page", "page.too_deep"
    base::Result<std::size_t> offset() const;
};

/// {items, total, next?}: `next` leads to the rows behind these.
base::Json offset_list(base::Json::Array items, std::int64_t total, const OffsetPage& page, std::size_t offset);

}  // namespace gx::app
