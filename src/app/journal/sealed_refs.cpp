// SPDX-License-Identifier: Apache-2.0
#include "app/journal/sealed_refs.hpp"

namespace gx::app {
namespace {

void collect(const base::Json& value, std::vector<SealedRef>& found) {
    if (value.is_array()) {
        for (const auto& element : value.as_array()) { collect(element, found); }
        return;
    }
    if (!value.is_object()) { return; }
    if (const auto id = value.string_at("sealed")) { found.push_back({*id, value.text_or_empty("commit")}); }
    for (const auto& [name, member] : value.as_object()) { collect(member, found); }
}

}  // namespace

std::vector<SealedRef> sealed_refs(const base::Json& content) {
    std::vector<SealedRef> found;
    collect(content, found);
    return found;
}

base::Result<std::vector<SealedRef>> sealed_refs(std::string_view content) {
    if (content.find("\"sealed\":") == std::string_view::npos) { return std::vector<SealedRef>{}; }
    GX_TRY(const auto json, base::parse_json(content, {.bytes_max = 64U << 20U, .depth_max = 64, .keys_max = 1'000'000}));
    return sealed_refs(json);
}

}  // namespace gx::app
