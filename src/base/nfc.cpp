// SPDX-License-Identifier: Apache-2.0
#include "base/nfc.hpp"

#include <cstdlib>
#include <memory>

#include <utf8proc.h>

namespace gx::base {

Result<std::string> nfc(std::string_view text) {
    utf8proc_uint8_t* composed = nullptr;
    const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                                   &composed, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(composed, &std::free);
    if (size < 0) { return Error{ErrorCode::InvalidInput, "text.not_utf8", utf8proc_errmsg(size)}; }
    return std::string(reinterpret_cast<const char*>(composed), static_cast<std::size_t>(size));
}

}  // namespace gx::base
