// SPDX-License-Identifier: Apache-2.0
#include "app/access/body_tree.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace gx::app {
namespace {

constexpr std::array<std::string_view, 7> kBodyColumns = {"id", "key", "name", "class", "parent_id", "division_code", "valid_to"};
constexpr std::array<std::string_view, 3> kDivisionColumns = {"key", "parent_code", "content"};
constexpr std::size_t kDivisionDepthMax = 12;

std::string text_of(const RowView& row, int column) { return row.is_null(column) ? std::string{} : std::string(row.text(column)); }

}  // namespace

Result<BodyTree> BodyTree::load(Reader& reader, const std::string& tenant, base::Date today) {
    BodyTree tree;
    GX_CHECK(reader.scan_columns("body", tenant, kBodyColumns, [&](const RowView& row) -> Result<Done> {
        BodyNode node{.id = std::string(row.text(0)), .code = std::string(row.text(1)), .name = text_of(row, 2), .kind = text_of(row, 3),
                      .parent_id = text_of(row, 4), .division_code = text_of(row, 5),
                      .current = row.is_null(6) || row.integer(6) >= today.days()};
        const auto index = static_cast<std::uint32_t>(tree.nodes_.size());
        tree.by_id_.emplace(node.id, index);
        tree.by_code_.emplace(node.code, index);
        tree.nodes_.push_back(std::move(node));
        return Done{};
    }));
    for (std::uint32_t index = 0; index < tree.nodes_.size(); ++index) {
        const BodyNode& node = tree.nodes_[index];
        // A superior of another tenant, or one that is gone, leaves the body at the top.
        tree.below_[tree.by_id_.contains(node.parent_id) ? node.parent_id : std::string{}].push_back(index);
    }
    GX_CHECK(reader.scan_columns("division", tenant, kDivisionColumns, [&](const RowView& row) -> Result<Done> {
        auto content = base::parse_json(row.text(2));
        if (!content.ok()) { return Error{ErrorCode::Corrupt, "store.content", "division " + std::string(row.text(0))}; }
        tree.divisions_.emplace(std::string(row.text(0)), Division{content->text_or_empty("name"), text_of(row, 1)});
        return Done{};
    }));
    return tree;
}

const BodyNode* BodyTree::find(std::string_view id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &nodes_[found->second];
}

const BodyNode* BodyTree::find_code(std::string_view code) const {
    const auto found = by_code_.find(code);
    return found == by_code_.end() ? nullptr : &nodes_[found->second];
}

const std::vector<std::uint32_t>& BodyTree::below(std::string_view body_id) const {
    static const std::vector<std::uint32_t> kNone;
    const auto found = below_.find(body_id);
    return found == below_.end() ? kNone : found->second;
}

std::vector<std::string> BodyTree::subtree(std::string_view body_id) const {
    if (find(body_id) == nullptr) { return {}; }
    std::set<std::string> seen = {std::string(body_id)};
    std::vector<std::string> waiting = {std::string(body_id)};
    while (!waiting.empty()) {
        const std::string at = std::move(waiting.back());
        waiting.pop_back();
        for (const std::uint32_t child : below(at)) {
            if (seen.insert(nodes_[child].id).second) { waiting.push_back(nodes_[child].id); }
        }
    }
    return {seen.begin(), seen.end()};
}

std::vector<std::string> BodyTree::upwards(std::string_view body_id) const {
    std::vector<std::string> chain;
    for (const BodyNode* at = find(body_id); at != nullptr; at = find(at->parent_id)) {
        if (std::ranges::find(chain, at->id) != chain.end()) { break; }
        chain.push_back(at->id);
    }
    return chain;
}

std::vector<std::string> BodyTree::in_division(std::string_view division_code) const {
    const auto within = [&](std::string_view code) {
        for (std::size_t step = 0; step < kDivisionDepthMax && !code.empty(); ++step) {
            if (code == division_code) { return true; }
            const auto found = divisions_.find(code);
            if (found == divisions_.end()) { return false; }
            code = found->second.parent;
        }
        return false;
    };
    std::map<std::string_view, bool> known;
    std::vector<std::string> ids;
    for (const BodyNode& node : nodes_) {
        const auto [found, fresh] = known.try_emplace(node.division_code, false);
        if (fresh) { found->second = within(node.division_code); }
        if (found->second) { ids.push_back(node.id); }
    }
    std::ranges::sort(ids);
    return ids;
}

std::vector<const BodyNode*> BodyTree::children(std::string_view body_id) const {
    std::vector<const BodyNode*> found;
    for (const std::uint32_t child : below(body_id)) { found.push_back(&nodes_[child]); }
    return found;
}

std::string_view BodyTree::division_name(std::string_view code) const {
    const auto found = divisions_.find(code);
    return found == divisions_.end() ? std::string_view{} : std::string_view(found->second.name);
}

}  // namespace gx::app
