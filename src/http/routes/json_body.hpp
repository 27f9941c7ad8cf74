// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/json.hpp"
#include "base/json_reader.hpp"
#include "base/result.hpp"
#include "http/routes/route.hpp"

namespace gx::http {

/// Where members of a request's JSON body lie in fault pointers.
inline constexpr const char* kBodyPointer = "/body";

/// The JSON object of a request. Shape: depth at most 32, at most 1,000 members in all, no member twice.
/// Errors: InvalidInput "request.media_type" (415: another content type than application/json), "request.not_json"
base::Result<base::Json> json_body(const Call& call);
/// The version that a change rests on: If-Match, or the body's `version`.
/// Errors: InvalidInput "request.version_missing", "request.if_match"
base::Result<std::int64_t> version_asked(const Call& call, const base::Json& body);

}  // namespace gx::http
