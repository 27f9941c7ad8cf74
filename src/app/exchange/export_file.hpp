// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/exchange/table_law.hpp"

namespace gx::app {

/// What the file of an export is called among JobFiles.
std::string export_name(const Job& job);

}  // namespace gx::app
