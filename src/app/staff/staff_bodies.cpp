// SPDX-License-Identifier: Apache-2.0
#include "app/staff/staff_bodies.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace gx::app {
namespace {

using base::Json;

constexpr std::string_view kRead = "body.read";
constexpr std::string_view kUnknown = "body.unknown";
constexpr std::size_t kPathMax = 12;
constexpr std::size_t kChildrenMax = 200;
constexpr std::array<std::string_view, 3> kCounted = {"post", "official", "obligation"};

bool fits(const BodyNode& node, std::string_view q) {
    return q.empty() || node.name.find(q) != std::string::npos || node.code.find(q) != std::string::npos;
}

Error denied() { return {ErrorCode::NotPermitted, "access.denied", std::string(kRead)}; }

std::size_t children_of(const BodyTree& tree, const BodyNode& node, const Reach& reach) {
    const auto children = tree.children(node.id);
    return static_cast<std::size_t>(std::ranges::count_if(children, [&](const BodyNode* child) { return reach.covers(child->id); }));
}

Json node_json(const BodyTree& tree, const BodyNode& node, const Reach& reach) {
    Json json = body_reference(tree, node.id);
    json.set("class", node.kind).set("division_code", node.division_code).set("current", node.current);
    return json.set("children", static_cast<std::int64_t>(children_of(tree, node, reach)));
}

/// The names above a body, from the top, as far as the actor sees them.
Json path_of(const BodyTree& tree, const BodyNode& node, const Reach& reach) {
    std::vector<std::string> names;
    const BodyNode* at = tree.find(node.parent_id);
    while (at != nullptr && reach.covers(at->id) && names.size() < kPathMax) {
        names.push_back(at->name);
        at = tree.find(at->parent_id);
    }
    Json path = Json::array();
    for (auto name = names.rbegin(); name != names.rend(); ++name) { path.push(*name); }
    return path;
}

/// The contents of some bodies, in the order asked for.
Result<Json> contents(Reader& reader, const BodyTree& tree, const std::string& tenant, const std::vector<const BodyNode*>& nodes) {
    Json items = Json::array();
    if (nodes.empty()) { return items; }
    Query query{.tenant = tenant, .where = {{"id", Compare::In, {}}}, .order = {{"key", false}}, .limit = nodes.size()};
    for (const BodyNode* node : nodes) { query.where.front().values.emplace_back(node->id); }
    GX_TRY(const auto rows, reader.list("body", query));
    for (const Entity& row : rows) {
        Json json = row.content;
        json.set("id", row.id).set("version", row.version);
        if (auto parent = body_reference(tree, row.content.text_or_empty("parent_id")); !parent.is_null()) { json.set("parent", std::move(parent)); }
        items.push(std::move(json));
    }
    return items;
}

}  // namespace

Result<Json> StaffBodies::list(const BodyQuery& asked, const Actor& actor) {
    if (!actor.may(kRead)) { return denied(); }
    GX_TRY(const std::size_t offset, offset_of(asked.page));
    GX_TRY(const auto tree, trees_.of(actor.tenant));
    const Reach reach = actor.reach(kRead);
    std::set<std::string, std::less<>> within;
    if (!asked.division.empty()) {
        for (auto& id : tree->in_division(asked.division)) { within.insert(std::move(id)); }
    }
    std::vector<const BodyNode*> page;
    std::int64_t total = 0;
    for (const BodyNode& node : tree->all()) {
        const bool chosen = reach.covers(node.id) && (asked.ended_too || node.current) && fits(node, asked.q) &&
                            (asked.parent.empty() || node.parent_id == asked.parent) && (asked.kind.empty() || node.kind == asked.kind) &&
                            (asked.division.empty() || within.contains(node.id));
        if (!chosen) { continue; }
        if (total >= static_cast<std::int64_t>(offset) && page.size() < asked.page.limit) { page.push_back(&node); }
        ++total;
    }
    GX_TRY(const auto reader, store_.reader());
    GX_TRY(auto items, contents(*reader, *tree, actor.tenant, page));
    Json answer = Json::object();
    answer.set("items", std::move(items)).set("total", total);
    if (auto next = next_cursor(offset + page.size(), total, asked.page.limit)) { answer.set("next", std::move(*next)); }
    return answer;
}

Result<Json> StaffBodies::tree(const std::string& parent, const std::string& q, std::size_t limit, const Actor& actor) {
    if (!actor.may(kRead)) { return denied(); }
    GX_TRY(const auto tree, trees_.of(actor.tenant));
    const Reach reach = actor.reach(kRead);
    if (!parent.empty() && !reach.covers(parent)) { return Error{ErrorCode::NotFound, std::string(kUnknown), parent}; }
    Json items = Json::array();
    std::int64_t total = 0;
    const auto take = [&](const BodyNode& node) {
        if (static_cast<std::size_t>(total++) >= limit) { return; }
        Json json = node_json(*tree, node, reach);
        if (!q.empty()) { json.set("path", path_of(*tree, node, reach)); }
        items.push(std::move(json));
    };
    for (const BodyNode& node : tree->all()) {
        if (!node.current || !reach.covers(node.id)) { continue; }
        const bool at_top = !reach.covers(node.parent_id) || tree->find(node.parent_id) == nullptr;
        const bool below = parent.empty() ? at_top : node.parent_id == parent;
        if (q.empty() ? below : fits(node, q)) { take(node); }
    }
    Json answer = Json::object();
    return answer.set("items", std::move(items)).set("total", total);
}

Result<Json> StaffBodies::show(const std::string& id, const Actor& actor) {
    if (!actor.may(kRead)) { return denied(); }
    GX_TRY(const auto tree, trees_.of(actor.tenant));
    const Reach reach = actor.reach(kRead);
    const BodyNode* node = tree->find(id) != nullptr ? tree->find(id) : tree->find_code(id);
    if (node == nullptr || !reach.covers(node->id)) { return Error{ErrorCode::NotFound, std::string(kUnknown), id}; }
    GX_TRY(const auto reader, store_.reader());
    GX_TRY(auto items, contents(*reader, *tree, actor.tenant, {node}));
    if (items.as_array().empty()) { return Error{ErrorCode::NotFound, std::string(kUnknown), id}; }
    Json json = items.as_array().front();
    Json children = Json::array();
    for (const BodyNode* child : tree->children(node->id)) {
        if (reach.covers(child->id) && children.as_array().size() < kChildrenMax) { children.push(node_json(*tree, *child, reach)); }
    }
    json.set("children", std::move(children)).set("division_name", tree->division_name(node->division_code));
    for (const std::string_view type : kCounted) {
        if (!actor.may(std::string(type) + ".read")) { continue; }
        Query query{.tenant = actor.tenant, .where = {{"body_id", Compare::Equal, {node->id}}}};
        GX_TRY(const auto count, reader->count(type, query));
        json.set(std::string(type) + "s", count);
    }
    return json;
}

Result<Json> StaffBodies::divisions(const std::string& parent, const Actor& actor) {
    if (!actor.may("division.read")) { return Error{ErrorCode::NotPermitted, "access.denied", "division.read"}; }
    GX_TRY(const auto reader, store_.reader());
    Query query{.tenant = actor.tenant, .where = {}, .order = {{"key", false}}, .limit = 200};
    if (parent.empty()) { query.where.push_back({"parent_code", Compare::IsNull, {}}); } else { query.where.push_back({"parent_code", Compare::Equal, {parent}}); }
    GX_TRY(const auto rows, reader->list("division", query));
    Json items = Json::array();
    for (const Entity& row : rows) {
        Query below{.tenant = actor.tenant, .where = {{"parent_code", Compare::Equal, {row.key}}}};
        GX_TRY(const auto children, reader->count("division", below));
        Json json = row.content;
        items.push(json.set("id", row.id).set("version", row.version).set("children", children));
    }
    Json answer = Json::object();
    return answer.set("items", std::move(items)).set("total", static_cast<std::int64_t>(rows.size()));
}

}  // namespace gx::app
