// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/staff/offset_page.hpp"
#include "base/json.hpp"

namespace gx::app {

/// {items, total, next?}: `next` leads to the rows behind these.
base::Json offset_list(base::Json::Array items, std::int64_t total, const OffsetPage& page, std::size_t offset);

}  // namespace gx::app
