// SPDX-License-Identifier: Apache-2.0
#include "app/audit/entry_changes.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "base/text.hpp"

namespace gx::app {
namespace {

using base::Json;
using Leaves = std::map<std::string, const Json*>;

constexpr std::array<std::string_view, 7> kHidden = {"hash", "secret", "password", "password_hash", "totp", "csrf", "recovery_codes"};

bool is_plain_list(const Json& value) {
    return value.is_array() && std::ranges::none_of(value.as_array(), [](const Json& each) { return each.is_object() || each.is_array(); });
}

void collect(const Json& value, const std::string& path, Leaves& leaves) {
    const auto below = [&](const std::string& name) { return path.empty() ? name : path + "/" + name; };
    if (value.is_object() && !is_sealed_value(value)) {
        for (const auto& [name, member] : value.as_object()) { collect(member, below(name), leaves); }
    } else if (value.is_array() && !is_plain_list(value)) {
        std::size_t at = 0;
        for (const Json& each : value.as_array()) { collect(each, below(fmt::format("{}", at++)), leaves); }
    } else if (!value.is_null() && !path.empty()) {
        leaves.emplace(path, &value);
    }
}

}  // namespace

bool is_sealed_value(const Json& value) { return value.is_object() && value.at("sealed").is_string(); }

bool is_hidden_member(std::string_view path) {
    for (const std::string_view part : base::split(path, '/')) {
        if (std::ranges::find(kHidden, part) != kHidden.end()) { return true; }
    }
    return false;
}

Json without_secrets(const Json& content) {
    if (is_sealed_value(content)) { return Json::object().set("sealed", true); }
    if (content.is_array()) {
        Json out = Json::array();
        for (const Json& each : content.as_array()) { out.push(without_secrets(each)); }
        return out;
    }
    if (!content.is_object()) { return content; }
    Json out = Json::object();
    for (const auto& [name, member] : content.as_object()) {
        out.set(name, is_hidden_member(name) ? Json::object().set("sealed", true) : without_secrets(member));
    }
    return out;
}

std::vector<FieldChange> field_changes(const Json& before, const Json& after, std::size_t count_max, std::size_t& left_off) {
    Leaves old_leaves;
    Leaves new_leaves;
    collect(before, {}, old_leaves);
    collect(after, {}, new_leaves);
    std::map<std::string, FieldChange> changes;
    for (const auto& [path, value] : old_leaves) { changes[path] = {path, *value, Json()}; }
    for (const auto& [path, value] : new_leaves) {
        FieldChange& change = changes[path];
        change.field = path;
        change.after = *value;
    }
    std::vector<FieldChange> out;
    left_off = 0;
    for (auto& [path, change] : changes) {
        if (change.before == change.after) { continue; }
        if (out.size() == count_max) { ++left_off; } else { out.push_back(std::move(change)); }
    }
    return out;
}

}  // namespace gx::app
