// SPDX-License-Identifier: Apache-2.0
#include "http/routes/cookies.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace gx::http {

std::string full_name(const Cookie& cookie) { return (cookie.secure ? "__Host-" : "") + cookie.name; }

std::string cookie_line(const Cookie& cookie) {
    std::string line = fmt::format("{}={}; Path=/; HttpOnly; SameSite={}", full_name(cookie), cookie.value,
                                   cookie.same_site == SameSite::Strict ? "Strict" : "Lax");
    if (cookie.secure) { line.append("; Secure"); }
    if (cookie.seconds) { line.append(fmt::format("; Max-Age={}", *cookie.seconds)); }
    return line;
}

std::string_view cookie_value(std::string_view cookies, std::string_view name) {
    for (std::string_view pair : base::split(cookies, ';')) {
        while (pair.starts_with(' ')) { pair.remove_prefix(1); }
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
            return pair.substr(name.size() + 1);
        }
    }
    return {};
}

}  // namespace gx::http
