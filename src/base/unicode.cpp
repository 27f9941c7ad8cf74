// SPDX-License-Identifier: Apache-2.0
#include "base/unicode.hpp"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

namespace gx::base {

std::string nfc(std::string_view text) {
    struct Free {
        void operator()(utf8proc_uint8_t* bytes) const { std::free(bytes); }  // NOLINT
    };
    utf8proc_uint8_t* made = nullptr;
    const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                                   &made, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    const std::unique_ptr<utf8proc_uint8_t, Free> held(made);
    if (size < 0) { return std::string(text); }
    return {reinterpret_cast<const char*>(made), static_cast<std::size_t>(size)};
}

}  // namespace gx::base
