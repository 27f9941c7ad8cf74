// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace gx::base {

/// The text in normalisation form C, so that what looks the same is the same. A text that is not well-formed UTF-8 stays as it is.
std::string nfc(std::string_view text);

}  // namespace gx::base
