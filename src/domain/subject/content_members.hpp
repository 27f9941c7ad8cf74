// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"

namespace gx::domain {

// Writers of optional members: absent values leave no member.

inline void put_text(base::Json& out, const char* member, const std::string& text) {
    if (!text.empty()) { out.set(member, text); }
}
inline void put_day(base::Json& out, const char* member, const std::optional<base::Date>& day) {
    if (day) { out.set(member, day->iso()); }
}
inline void put_flag(base::Json& out, const char* member, const std::optional<bool>& flag) {
    if (flag) { out.set(member, *flag); }
}
inline void put_texts(base::Json& out, const char* member, const std::vector<std::string>& texts) {
    if (texts.empty()) { return; }
    base::Json list = base::Json::array();
    for (const auto& text : texts) { list.push(text); }
    out.set(member, std::move(list));
}

}  // namespace gx::domain
