// SPDX-License-Identifier: Apache-2.0
#include "http/routes/json_body.hpp"

#include <charconv>

#include "base/text.hpp"

namespace gx::http {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;

constexpr std::size_t kBodyBytesMax = 1U << 20U;
constexpr std::size_t kDepthMax = 32;
constexpr std::size_t kMembersMax = 1'000;

/// A quoted whole number.
std::optional<std::int64_t> version_in(std::string_view tag) {
    if (tag.size() < 3 || tag.front() != '"' || tag.back() != '"') { return std::nullopt; }
    std::int64_t version = 0;
    const auto [end, code] = std::from_chars(tag.data() + 1, tag.data() + tag.size() - 1, version);
    if (code != std::errc{} || end != tag.data() + tag.size() - 1) { return std::nullopt; }
    return version;
}

}  // namespace

base::Result<Json> json_body(const Call& call) {
    std::string_view type = call.request.field("content-type");
    type = base::trim(type.substr(0, type.find(';')));
    if (base::ascii_lower(type) != "application/json") { return Error{ErrorCode::InvalidInput, "request.media_type"}; }
    auto parsed = base::parse_json(call.request.body, {.bytes_max = kBodyBytesMax, .depth_max = kDepthMax, .keys_max = kMembersMax});
    if (!parsed.ok() || !parsed->is_object()) { return Error{ErrorCode::InvalidInput, "request.not_json", {}, kBodyPointer}; }
    return parsed;
}

base::Result<std::int64_t> version_asked(const Call& call, const Json& body) {
    const std::string_view tag = call.request.field("if-match");
    if (!tag.empty()) {
        const auto version = version_in(tag);
        if (!version) { return Error{ErrorCode::InvalidInput, "request.if_match"}; }
        return *version;
    }
    const auto version = body.int_at("version");
    if (!version) { return Error{ErrorCode::InvalidInput, "request.version_missing", {}, "/body/version"}; }
    return *version;
}

}  // namespace gx::http
