// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"

namespace gx::render {

/// A QR code: `size` × `size` modules, row by row, true is dark; without the quiet zone.
struct QrCode {
    int size = 0;
    std::vector<bool> dark;
};

/// Medium error correction (15 %), the smallest version that fits. Shape: text 1..300 bytes.
/// Errors: TooLarge "document.code_too_long"
base::Result<QrCode> qr_code(const std::string& text);

}  // namespace gx::render
