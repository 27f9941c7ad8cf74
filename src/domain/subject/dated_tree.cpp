// SPDX-License-Identifier: Apache-2.0
#include "domain/subject/dated_tree.hpp"

#include <algorithm>
#include <set>

namespace gx::domain {
namespace {

using base::Date;
using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr int kDepthMax = 64;

Error conflict(const char* reason, const std::string& id) { return Error{ErrorCode::Conflict, reason, id}; }

bool holds(const DatedTree::Span& span, Date day) {
    return (!span.from || *span.from <= day) && (!span.to || day < *span.to);
}

bool spans_in_order(const std::vector<DatedTree::Span>& spans) {
    for (std::size_t i = 0; i < spans.size(); ++i) {
        if (spans[i].from && spans[i].to && *spans[i].to < *spans[i].from) { return false; }
        if (i == 0) { continue; }
        if (!spans[i].from || !spans[i - 1].to || *spans[i].from < *spans[i - 1].to) { return false; }
    }
    return true;
}

}  // namespace

Result<DatedTree> DatedTree::make(std::vector<Node> nodes) {
    DatedTree tree;
    std::set<Date> days;
    for (auto& node : nodes) {
        if (!spans_in_order(node.spans)) { return conflict("subject.span_overlap", node.id); }
        for (const auto& span : node.spans) { days.insert(span.from.value_or(Date::from_days(0))); }
        const std::string id = node.id;
        if (!tree.nodes_.emplace(id, std::move(node)).second) { return conflict("subject.id_twice", id); }
    }
    for (const auto& [id, node] : tree.nodes_) {
        const Node* at = &node;
        for (std::size_t steps = 0; at != nullptr && !at->successor.empty(); ++steps) {
            if (steps > tree.nodes_.size()) { return conflict("subject.successor_cycle", id); }
            at = tree.find(at->successor);
        }
        // A cycle can only close on a day on which one of its edges begins.
        for (const auto& span : node.spans) {
            const Date from = span.from.value_or(*days.begin());
            for (auto day = days.lower_bound(from); day != days.end() && holds(span, *day); ++day) {
                if (!span.parent.empty() && tree.is_under(span.parent, id, *day)) {
                    return conflict("subject.parent_cycle", id);
                }
            }
        }
    }
    return tree;
}

const DatedTree::Node* DatedTree::find(std::string_view id) const {
    const auto found = nodes_.find(id);
    return found == nodes_.end() ? nullptr : &found->second;
}

const DatedTree::Span* DatedTree::span_on(std::string_view id, Date day) const {
    const Node* node = find(id);
    if (node == nullptr) { return nullptr; }
    const auto span = std::find_if(node->spans.begin(), node->spans.end(), [&](const Span& s) { return holds(s, day); });
    return span == node->spans.end() ? nullptr : &*span;
}

bool DatedTree::exists_on(std::string_view id, Date day) const { return span_on(id, day) != nullptr; }

std::optional<std::string> DatedTree::parent_on(std::string_view id, Date day) const {
    const Span* span = span_on(id, day);
    if (span == nullptr || span->parent.empty()) { return std::nullopt; }
    return span->parent;
}

std::vector<std::string> DatedTree::ancestors_on(std::string_view id, Date day) const {
    std::vector<std::string> found;
    auto parent = parent_on(id, day);
    while (parent && found.size() < kDepthMax) {
        found.push_back(*parent);
        parent = parent_on(found.back(), day);
    }
    return found;
}

std::vector<std::string> DatedTree::children_on(std::string_view id, Date day) const {
    std::vector<std::string> found;
    for (const auto& [child, node] : nodes_) {
        if (parent_on(child, day) == id) { found.push_back(child); }
    }
    return found;
}

Result<std::string> DatedTree::successor_on(std::string_view id, Date day) const {
    const Node* at = find(id);
    if (at == nullptr) { return Error{ErrorCode::NotFound, "subject.unknown", std::string(id)}; }
    while (at != nullptr && !exists_on(at->id, day)) { at = at->successor.empty() ? nullptr : find(at->successor); }
    if (at == nullptr) { return Error{ErrorCode::NotFound, "subject.no_successor", std::string(id)}; }
    return at->id;
}

std::vector<Date> DatedTree::change_days(Date from) const {
    std::set<Date> days{from};
    for (const auto& [id, node] : nodes_) {
        for (const auto& span : node.spans) {
            if (span.from && *span.from > from) { days.insert(*span.from); }
        }
    }
    return {days.begin(), days.end()};
}

bool DatedTree::is_under(std::string_view id, std::string_view top, Date day) const {
    std::string at(id);
    for (int depth = 0; depth <= kDepthMax; ++depth) {
        if (at == top) { return true; }
        const auto parent = parent_on(at, day);
        if (!parent) { return false; }
        at = *parent;
    }
    return true;  // deeper than any tree of offices: treated as a cycle
}

Result<Done> DatedTree::check_move(std::string_view id, std::string_view parent, Date from) const {
    if (find(id) == nullptr || find(parent) == nullptr) {
        return Error{ErrorCode::NotFound, "subject.unknown", std::string(find(id) == nullptr ? id : parent)};
    }
    for (const Date day : change_days(from)) {
        if (is_under(parent, id, day)) { return conflict("subject.parent_cycle", std::string(id)); }
    }
    if (!exists_on(parent, from)) { return Error{ErrorCode::StateForbids, "subject.parent_closed", std::string(parent)}; }
    return Done{};
}

}  // namespace gx::domain
