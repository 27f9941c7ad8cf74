// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/json_reader.hpp"

namespace gx::domain {

struct Evidence;

/// 10 billion yuan in fen times ten: more than any county's duty, small enough for exact interest.
inline constexpr std::int64_t kAmountMax = 100'000'000'000'000;

// Members of an entity's content; absent values leave no member.

inline void set_text(base::Json& out, const char* member, const std::string& text) {
    if (!text.empty()) { out.set(member, text); }
}
inline void set_day(base::Json& out, const char* member, const std::optional<base::Date>& day) {
    if (day) { out.set(member, day->iso()); }
}
void set_basis(base::Json& out, const std::vector<std::string>& basis);
void set_evidence(base::Json& out, const std::vector<Evidence>& evidence);

/// An ISO 4217 code; "" for CNY and when absent. Errors: InvalidInput "obligation.currency"
base::Result<std::string> read_currency(const base::JsonReader& reader);

}  // namespace gx::domain
