// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/exchange/table_law.hpp"

namespace gx::app {

std::string export_name(const Job& job);
/// "2026-11-28 20:15:07" in Asia/Shanghai.
std::string local_minute(base::Instant at);

}  // namespace gx::app
