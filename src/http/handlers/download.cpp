// SPDX-License-Identifier: Apache-2.0
#include "http/handlers/download.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace gx::http {
namespace {

constexpr std::size_t kPieceBytes = 128U << 10U;
constexpr std::string_view kUnit = "bytes=";

struct Range {
    std::uint64_t from = 0;
    std::uint64_t to = 0;  ///< behind the last byte
};

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    return code == std::errc{} && end == text.data() + text.size() && !text.empty() ? std::optional(value) : std::nullopt;
}

/// The one range asked for; nothing when the header is absent or says anything else.
std::optional<Range> range_of(std::string_view field, std::uint64_t size) {
    if (!field.starts_with(kUnit)) { return std::nullopt; }
    field.remove_prefix(kUnit.size());
    const auto dash = field.find('-');
    const auto from = number(field.substr(0, dash));
    if (dash == std::string_view::npos || !from) { return std::nullopt; }
    const std::string_view last = field.substr(dash + 1);
    const auto to = number(last);
    if (!last.empty() && (!to || *to < *from)) { return std::nullopt; }
    return Range{*from, to ? std::min(*to + 1, size) : size};
}

}  // namespace

base::Result<Answer> download(const app::JobDownload& found, const Request& request) {
    const std::uint64_t size = found.file->size();
    const auto range = range_of(request.field("range"), size);
    if (range && range->from >= size) { return base::Error{base::ErrorCode::InvalidInput, "http.range"}; }
    Answer answer;
    answer.content_type = found.content_type;
    answer.file_name = found.file_name;
    answer.etag = found.digest;
    answer.headers.emplace_back("Accept-Ranges", "bytes");
    if (range) {
        answer.status = 206;
        answer.headers.emplace_back("Content-Range", fmt::format("bytes {}-{}/{}", range->from, range->to - 1, size));
    }
    const std::uint64_t end = range ? range->to : size;
    answer.next_chunk = [file = found.file, at = range ? range->from : 0, end](std::string& out) mutable -> base::Result<bool> {
        const std::size_t before = out.size();
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(kPieceBytes, end - at));
        out.resize(before + wanted);
        GX_TRY(const std::size_t got, file->read_at(at, std::span<char>(out.data() + before, wanted)));
        out.resize(before + got);
        at += got;
        return got > 0 && at < end;
    };
    return answer;
}

}  // namespace gx::http
