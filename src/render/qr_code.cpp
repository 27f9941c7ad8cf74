// SPDX-License-Identifier: Apache-2.0
#include "render/qr_code.hpp"

#include <memory>

#include <qrencode.h>

namespace gx::render {

base::Result<QrCode> qr_code(const std::string& text) {
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> made(
        QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), QRcode_free);
    if (text.size() > 300 || made == nullptr) { return base::Error{base::ErrorCode::TooLarge, "document.code_too_long"}; }
    QrCode code{.size = made->width, .dark = {}};
    const auto modules = static_cast<std::size_t>(made->width) * static_cast<std::size_t>(made->width);
    code.dark.reserve(modules);
    for (std::size_t i = 0; i < modules; ++i) { code.dark.push_back((made->data[i] & 1U) != 0); }
    return code;
}

}  // namespace gx::render
