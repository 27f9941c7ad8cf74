// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gx::base {

/// The text in Unicode normalisation form C, so that one word typed on two keyboards is one password.
/// Errors: InvalidInput "text.not_utf8"
Result<std::string> nfc(std::string_view text);

}  // namespace gx::base
