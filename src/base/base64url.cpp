// SPDX-License-Identifier: Apache-2.0
#include "base/base64url.hpp"

#include <algorithm>

namespace gx::base {
namespace {

Error invalid() { return Error{ErrorCode::InvalidInput, "base64.invalid", "not base64url"}; }

}  // namespace

std::string to_base64url(ByteView bytes) {
    std::string text = to_base64(bytes);
    text.erase(std::find(text.begin(), text.end(), '='), text.end());
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    return text;
}

Result<Bytes> from_base64url(std::string_view text) {
    if (text.find_first_of("+/=") != std::string_view::npos) { return invalid(); }
    std::string plain(text);
    std::replace(plain.begin(), plain.end(), '-', '+');
    std::replace(plain.begin(), plain.end(), '_', '/');
    plain.append((4 - plain.size() % 4) % 4, '=');
    GX_TRY(auto bytes, from_base64(plain));
    // Unused bits of the last character would let one token have several texts.
    if (to_base64url(bytes) != text) { return invalid(); }
    return bytes;
}

}  // namespace gx::base
