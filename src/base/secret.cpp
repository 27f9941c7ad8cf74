// SPDX-License-Identifier: Apache-2.0
#include "base/secret.hpp"

namespace gx::base {

void wipe(void* bytes, std::size_t count) {
    auto* at = static_cast<volatile std::uint8_t*>(bytes);
    while (count-- > 0) { *at++ = 0; }
}

Secret::Secret(std::string&& text) : bytes_(text.begin(), text.end()) {
    wipe(text.data(), text.size());
    text.clear();
}

}  // namespace gx::base
