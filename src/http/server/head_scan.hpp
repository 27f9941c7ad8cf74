// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace gx::http {

/// What a buffer holds of a request head.
enum class HeadState {
    NeedMore,
    Complete,
    Malformed,      ///< bare CR or LF, NUL, folded line, blank before the colon
    TargetTooLong,  ///< the request line ran over
    TooLarge,
};

/// Finds the end of a request head byte by byte as it comes, and refuses what parsers disagree about: bare line feeds,
/// folded lines, NUL. The bytes that pass are judged by the real parser afterwards.
///
/// Shape: one object a request; call `scan` with the same buffer, which may only have grown.
class HeadScan {
public:
    HeadScan(std::size_t head_bytes_max, std::size_t target_bytes_max)
        : head_bytes_max_(head_bytes_max), target_bytes_max_(target_bytes_max) {}

    HeadState scan(std::string_view buffer);
    /// Bytes of the head with its empty line, after Complete.
    std::size_t size() const { return scanned_; }

private:
    HeadState line_end(std::string_view buffer, std::size_t end);

    std::size_t head_bytes_max_;
    std::size_t target_bytes_max_;
    std::size_t scanned_ = 0;     ///< bytes judged so far
    std::size_t line_start_ = 0;
    bool first_line_ = true;
};

/// Bytes of empty lines before a request line, at most two lines (RFC 9112 section 2.2).
std::size_t leading_empty_lines(std::string_view buffer);

}  // namespace gx::http
