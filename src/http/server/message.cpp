// SPDX-License-Identifier: Apache-2.0
#include "http/server/message.hpp"

#include <array>
#include <utility>

namespace gx::http {
namespace {

constexpr std::array<std::pair<std::string_view, Method>, 7> kMethods = {{
    {"GET", Method::Get},
    {"HEAD", Method::Head},
    {"POST", Method::Post},
    {"PUT", Method::Put},
    {"PATCH", Method::Patch},
    {"DELETE", Method::Delete},
    {"OPTIONS", Method::Options},
}};

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_any_case(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) { return false; }
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (lower(a[i]) != lower(b[i])) { return false; }
    }
    return true;
}

}  // namespace

Method method_of(std::string_view name) {
    for (const auto& [text, method] : kMethods) {
        if (text == name) { return method; }
    }
    return Method::Other;
}

std::string_view method_name(Method method) {
    for (const auto& [text, known] : kMethods) {
        if (known == method) { return text; }
    }
    return "OTHER";
}

std::string_view Request::field(std::string_view name) const {
    for (const auto& one : fields) {
        if (equal_any_case(one.name, name)) { return one.value; }
    }
    return {};
}

}  // namespace gx::http
