// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gx::base {

/// True when `text` is well-formed UTF-8 (no surrogates, no overlong forms, nothing above U+10FFFF).
bool is_utf8(std::string_view text);
/// Number of code points of a well-formed text.
std::size_t code_points(std::string_view text);
/// Without ASCII blanks, U+3000 and U+FEFF at both ends.
std::string_view trim(std::string_view text);
/// Full-width letters, digits and punctuation (U+FF01–FF5E, U+3000) to their ASCII forms. Total.
std::string half_width(std::string_view text);
/// ASCII letters to upper / lower case; other bytes stay.
std::string ascii_upper(std::string_view text);
std::string ascii_lower(std::string_view text);
/// Parts between separators, also empty ones; one part for a text without separator.
std::vector<std::string_view> split(std::string_view text, char separator);
/// Whether two secrets are the same; how long it takes depends on the lengths alone.
bool equal_in_constant_time(std::string_view a, std::string_view b);
/// Code points of a well-formed text, each as its UTF-8 bytes.
std::vector<std::string_view> characters(std::string_view text);

}  // namespace gx::base
