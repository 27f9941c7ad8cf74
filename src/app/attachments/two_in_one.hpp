// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace gx::app {

/// Whether a browser or an interpreter may take the head of a file for a page or a script. Total.
bool looks_like_page(std::string_view bytes);
/// Whether a PDF begins behind the first byte, where readers still find it. Total.
bool hides_pdf(std::string_view bytes);
/// Whether an unpacker finds a zip directory at the end of a file, whatever stands before it. Total.
bool ends_in_zip(std::string_view bytes);
/// Whether the directory of a zip file ends with the file and nothing stands before its first entry. Total.
bool is_only_zip(std::string_view bytes);

}  // namespace gx::app
