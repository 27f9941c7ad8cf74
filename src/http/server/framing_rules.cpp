// SPDX-License-Identifier: Apache-2.0
#include "http/server/framing_rules.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace gx::http {
namespace {

bool is_digits(std::string_view text) {
    return !text.empty() && text.size() <= 18 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_host(std::string_view text) {
    if (text.empty() || text.size() > 255) { return false; }
    return std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view{".-_:[]%~"}.find(c) != std::string_view::npos;
    });
}

struct FramingFields {
    int hosts = 0;
    int lengths = 0;
    int encodings = 0;
    bool sound = true;
};

void look_at(const Field& field, FramingFields& found) {
    switch (field.name.size()) {
        case 4:
            if (base::ascii_lower(field.name) == "host") {
                ++found.hosts;
                found.sound = found.sound && is_host(field.value);
            }
            return;
        case 14:
            if (base::ascii_lower(field.name) == "content-length") {
                ++found.lengths;
                found.sound = found.sound && is_digits(field.value);
            }
            return;
        case 17:
            if (base::ascii_lower(field.name) == "transfer-encoding") {
                ++found.encodings;
                found.sound = found.sound && base::ascii_lower(field.value) == "chunked";
            }
            return;
        default: return;
    }
}

}  // namespace

bool framing_is_sound(const Request& request, Version version) {
    FramingFields found;
    for (const auto& field : request.fields) { look_at(field, found); }
    if (!found.sound || found.hosts > 1 || found.lengths > 1 || found.encodings > 1) { return false; }
    if (found.lengths + found.encodings > 1) { return false; }
    if (version == Version::Http10) { return found.encodings == 0; }
    return found.hosts == 1;
}

bool split_target(Request& request) {
    std::string_view rest = request.target;
    if (rest == "*") {
        request.path = rest;
        request.query = {};
        return request.method == Method::Options;
    }
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!rest.starts_with(scheme)) { continue; }
        const auto slash = rest.find('/', scheme.size());
        if (slash == std::string_view::npos) { return false; }
        rest.remove_prefix(slash);
        break;
    }
    if (!rest.starts_with('/') || rest.find('#') != std::string_view::npos) { return false; }
    const auto mark = rest.find('?');
    request.path = rest.substr(0, mark);
    request.query = mark == std::string_view::npos ? std::string_view{} : rest.substr(mark + 1);
    return true;
}

}  // namespace gx::http
