// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace gx::app {

/// Whether these bytes are text that a person can read: UTF-8 (with or without its mark) or GB18030, without control
/// characters other than tabs and line ends. Total.
bool is_plain_text(std::string_view bytes);

}  // namespace gx::app
