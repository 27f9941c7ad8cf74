// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <string_view>

#include "app/publication/score.hpp"

namespace gx::app {
namespace {

using base::Json;
using domain::evaluation::Scheme;

std::int64_t in_decimals(const domain::evaluation::Number& number, int decimals) {
    const auto stored = domain::evaluation::to_stored(number, decimals);
    return stored.ok() && *stored != domain::evaluation::kNullStored ? *stored : 0;
}

Json item_json(const Scheme& scheme) {
    Json json = Json::object();
    json.set("id", scheme.id).set("name", scheme.title.zh.empty() ? scheme.id : scheme.title.zh);
    return json.set("version", scheme.version);
}

Json leaf_json(const domain::evaluation::Indicator& leaf) {
    Json json = Json::object();
    json.set("id", leaf.id).set("name", leaf.title.zh.empty() ? leaf.id : leaf.title.zh);
    if (!leaf.title.en.empty()) { json.set("name_en", leaf.title.en); }
    json.set("weight_e4", in_decimals(leaf.weight, 4));
    if (!leaf.clause.empty()) { json.set("clause", leaf.clause); }
    return json;
}

Json groups_json(const Scheme& scheme) {
    Json list = Json::array();
    for (const auto& group : scheme.groups) {
        Json leaves = Json::array();
        for (const auto& leaf : scheme.indicators) {
            if (leaf.group == group.id) { leaves.push(leaf_json(leaf)); }
        }
        Json one = Json::object();
        one.set("id", group.id).set("name", group.title.zh.empty() ? group.id : group.title.zh);
        if (!group.title.en.empty()) { one.set("name_en", group.title.en); }
        list.push(one.set("weight_e4", in_decimals(group.weight, 4)).set("leaves", std::move(leaves)));
    }
    return list;
}

/// Grades stand worst last or first in a file; each begins where the one below it ends.
Json grades_json(const Scheme& scheme) {
    Json list = Json::array();
    for (const auto& grade : scheme.grades) {
        if (grade.when) { continue; }  // "not rated": no range of its own
        std::int64_t from = 0;
        for (const auto& other : scheme.grades) {
            if (!other.below || &other == &grade) { continue; }
            const auto limit = in_decimals(*other.below, 2);
            const bool under = !grade.below || limit < in_decimals(*grade.below, 2);
            if (under) { from = std::max(from, limit); }
        }
        Json one = Json::object();
        one.set("grade", grade.label).set("name", grade.title.zh.empty() ? grade.label : grade.title.zh);
        list.push(one.set("from_hundredths", from));
    }
    return list;
}

/// Shown are the schemes that judge by groups of leaves; a measuring stick is none of them.
bool is_shown(const Scheme& scheme) { return !scheme.groups.empty(); }

}  // namespace

base::Result<Json> list_schemes(const PublicView& view) {
    std::map<std::string_view, const Scheme*> newest;  // by id; versions ascend
    for (const auto& scheme : view.law().schemes) {
        if (is_shown(scheme)) { newest[scheme.id] = &scheme; }
    }
    Json items = Json::array();
    for (const auto& [id, scheme] : newest) { items.push(item_json(*scheme)); }
    const std::size_t total = items.as_array().size();
    return list_json(std::move(items), total, {});
}

base::Result<Json> show_scheme(const PublicView& view, const std::string& id) {
    const Scheme* found = nullptr;
    for (const auto& scheme : view.law().schemes) {
        if (scheme.id == id && is_shown(scheme)) { found = &scheme; }
    }
    if (found == nullptr) { return Error{ErrorCode::NotFound, "scheme.unknown"}; }
    Json caps = Json::array();
    for (const auto& cap : found->caps) {
        Json one = Json::object();
        one.set("id", cap.id).set("name", cap.title.zh.empty() ? cap.id : cap.title.zh);
        one.set("limit_hundredths", in_decimals(cap.at_most, 2));
        if (!cap.clause.empty()) { one.set("clause", cap.clause); }
        caps.push(std::move(one));
    }
    Json json = Json::object();
    json.set("item", item_json(*found)).set("groups", groups_json(*found)).set("caps", std::move(caps));
    return json.set("grades", grades_json(*found));
}

}  // namespace gx::app
