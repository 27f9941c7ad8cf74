// SPDX-License-Identifier: Apache-2.0
#include "http/server/head_scan.hpp"

namespace gx::http {
namespace {

// The method, the version and the blanks of a request line beside its target.
constexpr std::size_t kRequestLineRest = 48;
// CR, LF and NUL are the bytes on which parsers disagree.
constexpr std::string_view kSpecial{"\r\n\0", 3};

}  // namespace

HeadState HeadScan::line_end(std::string_view buffer, std::size_t end) {
    const std::string_view line = buffer.substr(line_start_, end - line_start_);
    line_start_ = end + 2;
    scanned_ = end + 2;
    if (line.empty() && !first_line_) { return HeadState::Complete; }
    if (line.empty() || line.front() == ' ' || line.front() == '\t') { return HeadState::Malformed; }
    if (first_line_ && line.size() > target_bytes_max_ + kRequestLineRest) { return HeadState::TargetTooLong; }
    first_line_ = false;
    return HeadState::NeedMore;
}

HeadState HeadScan::scan(std::string_view buffer) {
    for (;;) {
        const std::size_t at = buffer.find_first_of(kSpecial, scanned_);
        const std::size_t known = at == std::string_view::npos ? buffer.size() : at;
        if (first_line_ && known > target_bytes_max_ + kRequestLineRest) { return HeadState::TargetTooLong; }
        if (known + 2 > head_bytes_max_) { return HeadState::TooLarge; }
        if (at == std::string_view::npos) {
            scanned_ = buffer.size();
            return HeadState::NeedMore;
        }
        if (buffer[at] != '\r') { return HeadState::Malformed; }
        if (at + 1 == buffer.size()) {
            scanned_ = at;
            return HeadState::NeedMore;
        }
        if (buffer[at + 1] != '\n') { return HeadState::Malformed; }
        const HeadState state = line_end(buffer, at);
        if (state != HeadState::NeedMore) { return state; }
    }
}

std::size_t leading_empty_lines(std::string_view buffer) {
    std::size_t bytes = 0;
    while (bytes < 4 && buffer.substr(bytes).starts_with("\r\n")) { bytes += 2; }
    return bytes;
}

}  // namespace gx::http
